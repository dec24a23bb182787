using KubeSharp.ApiServer.Admission.Plugins;
using KubeSharp.ApiServer.Admission.Policies;
using KubeSharp.ApiServer.Admission.Quota;
using KubeSharp.ApiServer.Admission.Webhooks;
using KubeSharp.ApiServer.Webhooks;

namespace KubeSharp.ApiServer.Admission;

/// <summary>Every admission plug-in, in the order in which they are asked: the one list to look at and to add to.</summary>
/// <remarks>
/// The order is upstream's. To add a plug-in: a file in <c>Admission/Plugins</c> (a folder, if it is more than that) and a line here.
/// Plug-ins that are off are not even made: they watch nothing.
/// </remarks>
internal static class AdmissionPlugins
{
    private const bool On = true;
    private const bool Off = false;

    private static readonly (string Name, bool OnByDefault, Func<AdmissionServices, AdmissionConfiguration, IAdmissionPlugin> Make)[] All =
    [
        ("AlwaysAdmit", Off, (_, _) => new AlwaysAdmit()),
        ("NamespaceAutoProvision", Off, (services, _) => new NamespaceAutoProvision(services.Objects, services.Maker)),
        ("NamespaceLifecycle", On, (services, _) => new NamespaceLifecycle(services.Objects, services.Time)),
        ("NamespaceExists", Off, (services, _) => new NamespaceExists(services.Objects)),
        ("LimitPodHardAntiAffinityTopology", Off, (_, _) => new LimitPodHardAntiAffinityTopology()),
        ("LimitRanger", On, (services, _) => new LimitRanger(services.Objects)),
        ("ServiceAccount", On, (services, _) => new ServiceAccount(services.Objects)),
        ("NodeRestriction", Off, (services, _) => new NodeRestriction(services.Objects, services.Authorizer)),
        ("TaintNodesByCondition", On, (_, _) => new TaintNodesByCondition()),
        ("AlwaysPullImages", Off, (_, _) => new AlwaysPullImages()),
        ("ImagePolicyWebhook", Off, (services, settings) => new ImagePolicyWebhook(settings, services.Webhooks, services.Time)),
        ("PodSecurity", On, (services, settings) => new PodSecurity.PodSecurity(services.Objects, settings.For("PodSecurity"))),
        ("PodNodeSelector", Off, (services, settings) => new PodNodeSelector(services.Objects, settings.For("PodNodeSelector"))),
        ("Priority", On, (services, _) => new Priority(services.Objects)),
        ("DefaultTolerationSeconds", On, (_, _) => new DefaultTolerationSeconds()),
        ("PodTolerationRestriction", Off, (services, settings) => new PodTolerationRestriction(services.Objects, settings.For("PodTolerationRestriction"))),
        ("EventRateLimit", Off, (services, settings) => new EventRateLimit(settings.For("EventRateLimit"), services.Time)),
        ("ExtendedResourceToleration", Off, (_, _) => new ExtendedResourceToleration()),
        ("DefaultStorageClass", On, (services, _) => new DefaultStorageClass(services.Objects)),
        ("StorageObjectInUseProtection", On, (_, _) => new StorageObjectInUseProtection()),
        ("OwnerReferencesPermissionEnforcement", Off, (services, _) => new OwnerReferencesPermissionEnforcement(services.Authorizer, services.Registry)),
        ("PersistentVolumeClaimResize", On, (services, _) => new PersistentVolumeClaimResize(services.Objects)),
        ("RuntimeClass", On, (services, _) => new RuntimeClass(services.Objects)),
        ("CertificateApproval", On, (services, _) => new CertificateApproval(services.Authorizer)),
        ("CertificateSigning", On, (services, _) => new CertificateSigning(services.Authorizer)),
        ("ClusterTrustBundleAttest", On, (services, _) => new ClusterTrustBundleAttest(services.Authorizer)),
        ("CertificateSubjectRestriction", On, (_, _) => new CertificateSubjectRestriction()),
        ("DefaultIngressClass", On, (services, _) => new DefaultIngressClass(services.Objects)),
        ("DenyServiceExternalIPs", Off, (_, _) => new DenyServiceExternalIPs()),
        ("PodTopologyLabels", On, (services, _) => new PodTopologyLabels(services.Objects)),
        ("NodeDeclaredFeatureValidator", On, (services, _) => new NodeDeclaredFeatureValidator(services.Objects)),
        ("MutatingAdmissionPolicy", On, (services, _) => new MutatingAdmissionPolicy(services)),
        ("MutatingAdmissionWebhook", On, (services, settings) => new MutatingAdmissionWebhook(services, Credentials(settings, "MutatingAdmissionWebhook"))),
        ("ValidatingAdmissionPolicy", On, (services, _) => new ValidatingAdmissionPolicy(services)),
        ("ValidatingAdmissionWebhook", On, (services, settings) => new ValidatingAdmissionWebhook(services, Credentials(settings, "ValidatingAdmissionWebhook"))),
        ("ResourceQuota", On, (services, settings) => new ResourceQuota(services.Objects, services.Ledger, LimitedResource.ReadAll(settings.For("ResourceQuota")))),
        ("AlwaysDeny", Off, (_, _) => new AlwaysDeny()),
    ];

    /// <summary>The chain that the command line asks for.</summary>
    /// <exception cref="ArgumentException">A flag names a plug-in that does not exist, or the configuration file is at fault.</exception>
    public static AdmissionChain Create(AdmissionServices services)
    {
        var options = services.Options;
        Check(options.EnableAdmissionPlugins, "enable-admission-plugins");
        Check(options.DisableAdmissionPlugins, "disable-admission-plugins");
        if (options.EnableAdmissionPlugins.Intersect(options.DisableAdmissionPlugins).Order(StringComparer.Ordinal).ToArray() is { Length: > 0 } both)
            throw new ArgumentException($"[{string.Join(' ', both)}] in enable-admission-plugins and disable-admission-plugins overlapped");
        var settings = AdmissionConfiguration.Read(options.AdmissionControlConfigFile);
        List<IAdmissionPlugin> plugins = [];
        foreach (var (name, onByDefault, make) in All)
        {
            var on = (onByDefault || options.EnableAdmissionPlugins.Contains(name)) && !options.DisableAdmissionPlugins.Contains(name);
            if (on) plugins.Add(make(services, settings));
        }

        // Not plug-ins to users: nobody can switch them off.
        plugins.Add(new PrivilegeEscalation(services.Authorizer, services.Rbac));
        plugins.Add(new ParameterAccess(services));
        return new AdmissionChain(plugins);
    }

    // Who the server is to webhooks: a kubeconfig file named in the plug-in's settings.
    private static Func<string, WebhookCredentials>? Credentials(AdmissionConfiguration settings, string plugin)
    {
        if (settings.For(plugin)?.GetString("kubeConfigFile") is not { Length: > 0 } file) return null;
        return WebhookKubeConfig.Read(Path.Combine(settings.Folder, file)).CredentialsFor;
    }

    private static void Check(IReadOnlyList<string> names, string flag)
    {
        foreach (var name in names)
        {
            if (!All.Any(plugin => plugin.Name == name)) throw new ArgumentException($"{flag} plugin \"{name}\" is unknown");
        }
    }
}
