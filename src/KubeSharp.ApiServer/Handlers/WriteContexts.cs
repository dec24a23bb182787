using KubeSharp.ApiMachinery.Apply;
using KubeSharp.ApiServer.Registry;

namespace KubeSharp.ApiServer.Handlers;

/// <summary>Makes the circumstances of a write from a request.</summary>
internal static class WriteContexts
{
    public static WriteContext For(
        ResourceRequest request, WriteOptions options, string optionsKind, string subresource, string? name = null, string? ns = null, string uid = "", SubresourceView? view = null, bool collection = false) => new()
        {
            Resource = request.Stored,
            Subresource = subresource,
            Namespace = ns ?? request.Namespace,
            Name = name ?? request.Name,
            PreconditionUid = uid,
            View = view,
            IsPartOfCollection = collection,
            Version = request.Resource.Definition.Version,
            RequestedResource = new(request.Resource.Definition.Group, request.Resource.Definition.Version, request.Resource.Definition.Plural),
            User = request.Context.User,
            Time = request.Core.Time,
            DryRun = options.DryRun,
            AllowPrivileged = request.Core.Options.AllowPrivileged,
            FieldManager = FieldManager.ManagerName(options.FieldManager, request.Http.Headers.UserAgent.ToString()),
            Admission = request.Core.Admission,
            Options = options.ToJson(optionsKind),
            AddWarning = request.Context.AddWarning,
            AddAnnotation = request.Context.Annotate,
            Cancelled = request.Cancelled,
        };
}
