using KubeSharp.ApiMachinery;
using KubeSharp.ApiMachinery.Errors;
using KubeSharp.ApiMachinery.Json;
using KubeSharp.ApiMachinery.Validation;
using KubeSharp.ApiServer.Admission;
using KubeSharp.ApiServer.Handlers;
using KubeSharp.ApiServer.Objects;
using KubeSharp.ApiServer.Registry;
using KubeSharp.ApiServer.Responses;

namespace KubeSharp.ApiServer.Resources.Core.Pods;

/// <summary>POST of a Binding, to pods/NAME/binding or to bindings: a scheduler gives a pod to a node.</summary>
internal sealed class BindingHandler : IResourceHandler
{
    private static readonly BodyKind Binding = BodyKind.Of("", "v1", "Binding");
    private static readonly GroupResource Pods = new("", "pods");

    public async ValueTask<StatusError?> HandleAsync(ResourceRequest request)
    {
        var options = WriteOptions.Parse(request.Http, "CreateOptions");
        if (options.Error is not null) return options.Error;
        var body = await DocumentReader.ReadAsync(request, options.Value!, Binding);
        if (body.Error is not null) return body.Error;
        var binding = body.Value!;
        var metadata = new Metadata(binding);
        var name = request.Context.Info.Subresource.Length > 0 ? request.Name : metadata.Name;
        if (metadata.Name != name) return StatusError.BadRequest("name in URL does not match name in Binding object");
        if (metadata.Namespace.Length > 0 && metadata.Namespace != request.Namespace)
        {
            return StatusError.BadRequest("the namespace of the provided object does not match the namespace sent on the request");
        }

        if (Check(binding) is { } invalid) return StatusError.Unclassified(invalid.ToString());

        var pods = request.Core.Registry.FindStored("", "pods")!;
        var context = WriteContexts.For(request with { Resource = request.Core.Registry.Find("", "v1", "pods")! }, options.Value!, "CreateOptions", "binding", name);
        if (await AdmitAsync(context, binding) is { } refusal) return refusal;
        var bound = await request.Core.Objects.UpdateAsync(Internal(context, pods), pod => new ValueTask<Result<JsonObject>>(Bind(pod, binding, name, request)));
        if (bound.Error is not null) return bound.Error;
        await ObjectWriter.WriteAsync(request.Context, 201, request.Accepted with { Shape = OutputShape.Object }, Success.Created());
        return null;
    }

    private static FieldError? Check(JsonObject binding)
    {
        var target = binding.GetObject("target");
        var kind = target?.GetString("kind") ?? "";
        if (kind is not ("" or "Node")) return FieldError.NotSupported(FieldPath.Of("target", "kind"), kind, "Node", "<empty>");
        return string.IsNullOrEmpty(target?.GetString("name")) ? FieldError.Required(FieldPath.Of("target", "name")) : null;
    }

    // Admission judges the binding, not the change of the pod that follows from it.
    private static async ValueTask<StatusError?> AdmitAsync(WriteContext context, JsonObject binding)
    {
        if (context.Admission is not { } admission) return null;
        var question = new AdmissionAttributes
        {
            Operation = AdmissionOperation.Create,
            Kind = Binding.Kind,
            Resource = context.RequestedResource,
            Subresource = "binding",
            Namespace = context.Namespace,
            Name = context.Name,
            Object = binding,
            Options = context.Options,
            DryRun = context.DryRun,
            User = context.User,
            AddWarning = context.AddWarning,
            AddAnnotation = context.AddAnnotation,
        };
        return await admission.AdmitAsync(question, context.Cancelled) ?? await admission.ValidateAsync(question, context.Cancelled);
    }

    private static WriteContext Internal(WriteContext context, StoredResource pods) => new()
    {
        Resource = pods,
        Subresource = "binding",
        Namespace = context.Namespace,
        Name = context.Name,
        User = context.User,
        Time = context.Time,
        DryRun = context.DryRun,
        Cancelled = context.Cancelled,
    };

    private static Result<JsonObject> Bind(JsonObject pod, JsonObject binding, string name, ResourceRequest request)
    {
        var metadata = new Metadata(pod);
        var wanted = new Metadata(binding);
        if (wanted.Uid.Length > 0 && wanted.Uid != metadata.Uid)
            return Stale(request, name, $"UID in precondition: {wanted.Uid}, UID in object meta: {metadata.Uid}");
        if (wanted.ResourceVersion.Length > 0 && wanted.ResourceVersion != metadata.ResourceVersion)
            return Stale(request, name, $"ResourceVersion in precondition: {wanted.ResourceVersion}, ResourceVersion in object meta: {metadata.ResourceVersion}");

        if (metadata.IsBeingDeleted) return Conflict(name, $"pod {name} is being deleted, cannot be assigned to a host");
        var spec = pod.GetOrAddObject("spec");
        if (spec.GetString("nodeName") is { Length: > 0 } node) return Conflict(name, $"pod {name} is already assigned to node \"{node}\"");
        if (spec.GetArray("schedulingGates") is { Count: > 0 }) return Conflict(name, $"pod {name} has non-empty .spec.schedulingGates");
        spec.Set("nodeName", new JsonString(binding.FindString("target", "name")!));
        if (wanted.Annotations is { } annotations)
        {
            foreach (var (key, value) in annotations)
            {
                if (value is JsonString text) metadata.SetAnnotation(key, text.Value);
            }
        }

        // Admission may put the node's topology labels on the binding; they are the pod's from now on.
        if (wanted.Labels is { } labels)
        {
            foreach (var (key, value) in labels)
            {
                if (value is JsonString text) metadata.SetLabel(key, text.Value);
            }
        }

        PodConditions.Set(pod, "PodScheduled", "True", Timestamps.Now(request.Core.Time));
        // The choice is made: nothing needs to be kept free any more.
        pod.GetObject("status")?.Remove("nominatedNodeName");
        return pod;
    }

    private static StatusError Stale(ResourceRequest request, string name, string why) => StatusError.Conflict(
        Pods,
        name,
        $"StorageError: invalid object, Code: 4, Key: /registry/pods/{request.Namespace}/{name}, ResourceVersion: 0, AdditionalErrorMsg: Precondition failed: {why}");

    private static StatusError Conflict(string name, string why) => StatusError.Conflict(new GroupResource("", "pods/binding"), name, why);
}
