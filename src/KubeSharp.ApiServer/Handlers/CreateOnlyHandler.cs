using KubeSharp.ApiMachinery;
using KubeSharp.ApiMachinery.Apply;
using KubeSharp.ApiMachinery.Errors;
using KubeSharp.ApiMachinery.Json;
using KubeSharp.ApiServer.Admission;
using KubeSharp.ApiServer.Objects;
using KubeSharp.ApiServer.Responses;

namespace KubeSharp.ApiServer.Handlers;

/// <summary>POST of a question that is answered and not stored: reviews and token requests.</summary>
internal sealed class CreateOnlyHandler(string apiVersion, string kind, ICreateOnlyResource resource) : IResourceHandler
{
    private readonly BodyKind body = BodyKind.Of(GroupVersionKind.From(apiVersion, kind));

    public async ValueTask<StatusError?> HandleAsync(ResourceRequest request)
    {
        var options = WriteOptions.Parse(request.Http, "CreateOptions");
        if (options.Error is not null) return options.Error;
        var read = await DocumentReader.ReadAsync(request, options.Value!, body);
        if (read.Error is not null) return read.Error;
        var document = read.Value!;
        document.GetOrAddObject("metadata");
        resource.Default(document);
        var manager = FieldManager.ManagerName(options.Value!.FieldManager, request.Http.Headers.UserAgent.ToString());
        request.Core.Fields.For(body, request.Context.Info.Subresource).Update(request.Core.Fields.For(body, request.Context.Info.Subresource).EmptyObject, document, manager);
        var question = Question(request, options.Value!, document);
        if (await request.Core.Admission.AdmitAsync(question, request.Cancelled) is { } refusal) return refusal;
        if (await request.Core.Admission.ValidateAsync(question, request.Cancelled) is { } veto) return veto;
        var answer = await resource.CreateAsync(
            new CreateOnlyRequest
            {
                Document = document,
                User = request.Context.User,
                Namespace = request.Namespace,
                Name = request.Name,
                AddAnnotation = request.Context.Annotate,
            },
            request.Cancelled);
        if (answer.Error is not null) return answer.Error;
        await ObjectWriter.WriteAsync(request.Context, 201, request.Accepted, answer.Value!);
        return null;
    }

    private AdmissionAttributes Question(ResourceRequest request, WriteOptions options, JsonObject document)
    {
        var definition = request.Resource.Definition;
        return new AdmissionAttributes
        {
            Operation = AdmissionOperation.Create,
            Kind = body.Kind,
            Resource = new GroupVersionResource(definition.Group, definition.Version, definition.Plural),
            Subresource = request.Context.Info.Subresource,
            Namespace = request.Namespace,
            Name = request.Name,
            Object = document,
            Options = options.ToJson("CreateOptions"),
            DryRun = options.DryRun,
            User = request.Context.User,
            AddWarning = request.Context.AddWarning,
            AddAnnotation = request.Context.Annotate,
        };
    }
}
