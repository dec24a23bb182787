using KubeSharp.Client;
using KubeSharp.Models.Core.V1;

namespace KubeSharp.Controllers;

/// <summary>Puts the cluster's CA into every namespace as the ConfigMap <c>kube-root-ca.crt</c>, from where pods' token volumes take it.</summary>
internal sealed class RootCAPublisher : KeyedController
{
    private const string MapName = "kube-root-ca.crt";
    private const string FileKey = "ca.crt";
    private static readonly TimeSpan FileCheck = TimeSpan.FromMinutes(5);
    private readonly Informer<Namespace> namespaces;
    private readonly Informer<ConfigMap> maps;
    private readonly ITimer timer;
    private string? certificates;
    private DateTime version;

    public RootCAPublisher(ControllerContext context)
        : base(context, workers: 1)
    {
        namespaces = Need<Namespace>();
        namespaces.AddHandler(item => Queue.Add(ObjectKey.Of(item)), (_, item) => Queue.Add(ObjectKey.Of(item)));
        maps = Need<ConfigMap>(fieldSelector: "metadata.name=" + MapName);
        maps.AddHandler(null, (_, map) => Changed(map), Changed);
        timer = context.Time.CreateTimer(_ => CheckFile(), null, FileCheck, FileCheck);
    }

    public override void Dispose()
    {
        timer.Dispose();
        base.Dispose();
    }

    protected override async Task<ReconcileResult> ReconcileAsync(ObjectKey key, CancellationToken cancellationToken)
    {
        Namespace? item = namespaces.Get(key);
        if (item is null || item.Status.Phase == "Terminating" || item.Metadata.DeletionTimestamp is not null) return ReconcileResult.Done;
        if (Certificates() is not { } wanted) return ReconcileResult.Done;
        ConfigMap? map = maps.Get(key.Name, MapName);
        try
        {
            if (map is null)
            {
                map = new ConfigMap { Data = new Dictionary<string, string> { [FileKey] = wanted } };
                map.Metadata.Namespace = key.Name;
                map.Metadata.Name = MapName;
                map.Metadata.Annotations = new Dictionary<string, string>
                {
                    ["kubernetes.io/description"] = "The certificate authorities that vouch for this cluster's API server at its internal addresses.",
                };
                await Client.CreateAsync(map, cancellationToken: cancellationToken).ConfigureAwait(false);
            }
            else if (map.Data is not { Count: 1 } || map.Data.GetValueOrDefault(FileKey) != wanted)
            {
                map = map.DeepCopy();
                map.Data = new Dictionary<string, string> { [FileKey] = wanted };
                await Client.UpdateAsync(map, cancellationToken: cancellationToken).ConfigureAwait(false);
            }
        }
        catch (KubeApiException e) when (e.IsAlreadyExists || e.IsNamespaceTerminating || e.IsNotFound)
        {
            // There already, or no longer needed.
        }

        return ReconcileResult.Done;
    }

    private string? Certificates()
    {
        if (Context.Options.RootCAFile is not { } file) return null;
        DateTime current = File.GetLastWriteTimeUtc(file);
        if (certificates is null || current != version)
        {
            certificates = File.ReadAllText(file);
            version = current;
        }

        return certificates;
    }

    private void CheckFile()
    {
        if (Context.Options.RootCAFile is not { } file || certificates is null || File.GetLastWriteTimeUtc(file) == version) return;
        foreach (Namespace item in namespaces.List()) Queue.Add(ObjectKey.Of(item));
    }

    private void Changed(ConfigMap map)
    {
        if (map.Metadata.Name == MapName) Queue.Add(new ObjectKey("", map.Metadata.Namespace ?? ""));
    }
}
