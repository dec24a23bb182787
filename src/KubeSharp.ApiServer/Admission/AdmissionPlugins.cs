using KubeSharp.ApiServer.Admission.Plugins;
using KubeSharp.ApiServer.Admission.Quota;
using KubeSharp.ApiServer.Authorization;
using KubeSharp.ApiServer.Authorization.Rbac;
using KubeSharp.ApiServer.Objects;

namespace KubeSharp.ApiServer.Admission;

/// <summary>Every admission plug-in, in the order in which they are asked: the one list to look at and to add to.</summary>
/// <remarks>
/// The order is upstream's. To add a plug-in: a file in <c>Admission/Plugins</c> (a folder, if it is more than that) and a line here.
/// </remarks>
internal static class AdmissionPlugins
{
    /// <summary>The chain that the command line asks for.</summary>
    /// <exception cref="ArgumentException">A flag names a plug-in that does not exist.</exception>
    public static AdmissionChain Create(ApiServerOptions options, IObjectLister objects, IAuthorizer authorizer, RbacAuthorizer? rbac, QuotaLedger ledger)
    {
        (IAdmissionPlugin Plugin, bool OnByDefault)[] all =
        [
            (new NamespaceLifecycle(objects), true),
            (new LimitRanger(objects), true),
            (new ServiceAccount(objects), true),
            (new NodeRestriction(objects), false),
            (new TaintNodesByCondition(), true),
            (new PodSecurity.PodSecurity(objects), true),
            (new Priority(objects), true),
            (new DefaultTolerationSeconds(), true),
            (new DefaultStorageClass(objects), true),
            (new StorageObjectInUseProtection(), true),
            (new PersistentVolumeClaimResize(objects), true),
            (new RuntimeClass(objects), true),
            (new CertificateApproval(authorizer), true),
            (new CertificateSigning(authorizer), true),
            (new CertificateSubjectRestriction(), true),
            (new DefaultIngressClass(objects), true),
            (new PodTopologyLabels(objects), true),
            (new ResourceQuota(objects, ledger), true),
        ];
        Check(options.EnableAdmissionPlugins, "--enable-admission-plugins", all);
        Check(options.DisableAdmissionPlugins, "--disable-admission-plugins", all);
        List<IAdmissionPlugin> plugins = [];
        foreach (var (plugin, onByDefault) in all)
        {
            var on = (onByDefault || options.EnableAdmissionPlugins.Contains(plugin.Name)) && !options.DisableAdmissionPlugins.Contains(plugin.Name);
            if (on)
                plugins.Add(plugin);
        }

        // Not a plug-in to users: nobody can switch it off.
        plugins.Add(new PrivilegeEscalation(authorizer, rbac));
        return new AdmissionChain(plugins);
    }

    // Names that upstream knows and that make no difference here are accepted, so that its command lines work.
    private static readonly HashSet<string> _known =
    [
        "AlwaysAdmit", "AlwaysDeny", "AlwaysPullImages", "ClusterTrustBundleAttest", "DenyServiceExternalIPs", "EventRateLimit", "ExtendedResourceToleration",
        "ImagePolicyWebhook", "LimitPodHardAntiAffinityTopology", "MutatingAdmissionPolicy", "MutatingAdmissionWebhook", "NamespaceAutoProvision",
        "NamespaceExists", "OwnerReferencesPermissionEnforcement", "PodNodeSelector", "PodTolerationRestriction", "ValidatingAdmissionPolicy", "ValidatingAdmissionWebhook",
    ];

    private static void Check(IReadOnlyList<string> names, string flag, (IAdmissionPlugin Plugin, bool OnByDefault)[] all)
    {
        foreach (var name in names)
        {
            if (!_known.Contains(name) && !all.Any(item => item.Plugin.Name == name))
                throw new ArgumentException($"{flag}: there is no admission plug-in \"{name}\".");
        }
    }
}
