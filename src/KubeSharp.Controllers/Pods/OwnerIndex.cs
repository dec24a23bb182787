using KubeSharp.Client;
using KubeSharp.Models;

namespace KubeSharp.Controllers;

/// <summary>Indexes by which a controller finds what it owns and what it might adopt.</summary>
internal static class OwnerIndex
{
    private const string ByController = "controllerUid";
    private const string Orphans = "orphansByNamespace";

    public static void AddTo<T>(Informer<T> informer)
        where T : class, IKubernetesObject<T>
    {
        informer.AddIndex(ByController, static o => Owners.Controller(o) is { } owner ? [owner.Uid] : []);
        informer.AddIndex(Orphans, static o => Owners.Controller(o) is null ? [o.Metadata.Namespace ?? ""] : []);
    }

    /// <summary>What the object with this uid controls, and, after that, everything in the namespace that nothing controls.</summary>
    public static List<T> Candidates<T>(Informer<T> informer, string ns, string uid)
        where T : class, IKubernetesObject<T>
    {
        var result = new List<T>(informer.ByIndex(ByController, uid));
        result.AddRange(informer.ByIndex(Orphans, ns));
        return result;
    }

    public static IReadOnlyList<T> Owned<T>(Informer<T> informer, string uid)
        where T : class, IKubernetesObject<T> => informer.ByIndex(ByController, uid);
}
