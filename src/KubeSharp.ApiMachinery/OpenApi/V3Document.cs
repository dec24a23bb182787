using KubeSharp.ApiMachinery.Json;

namespace KubeSharp.ApiMachinery.OpenApi;

/// <summary>Writes an OpenAPI 3.0 document.</summary>
internal static class V3Document
{
    public static JsonObject Make(IReadOnlyList<OpenApiPath> paths, TypeDocuments types)
    {
        var items = new JsonObject(paths.Count);
        foreach (var path in paths)
        {
            var item = new JsonObject();
            foreach (var operation in path.Operations)
                item.Add(operation.Method, Operation(path, operation, types));
            if (path.Common.Count > 0)
                item["parameters"] = Parameters(path.Common);
            items.Add(path.Path, item);
        }

        var components = new JsonObject();
        if (types.Complete() is { Count: > 0 } schemas)
            components["schemas"] = schemas;
        components["securitySchemes"] = OpenApiShared.Security();
        return new JsonObject
        {
            ["openapi"] = "3.0.0",
            ["info"] = OpenApiShared.Info(),
            ["paths"] = items,
            ["components"] = components,
        };
    }

    private static JsonObject Operation(OpenApiPath path, OpenApiOperation operation, TypeDocuments types)
    {
        var result = new JsonObject { ["tags"] = JsonArray.OfStrings([operation.Tag]), ["operationId"] = operation.Id };
        var own = path.Own(operation).ToList();
        if (own.Count > 0)
            result["parameters"] = Parameters(own);
        if (operation.Body != OpenApiBody.None)
        {
            var content = new JsonObject();
            foreach (var media in operation.Consumes)
                content.Add(media, Media(types.Reference(operation.BodyType!)));
            result["requestBody"] = operation.Body == OpenApiBody.DeleteOptions
                ? new JsonObject { ["content"] = content }
                : new JsonObject { ["content"] = content, ["required"] = true };
        }

        var responses = new JsonObject();
        foreach (var code in operation.Codes)
        {
            var content = new JsonObject();
            foreach (var media in operation.Produces.Order(StringComparer.Ordinal))
                content.Add(media, Media(operation.AnswerType is null ? new JsonObject { ["type"] = "string" } : types.Reference(operation.AnswerType)));
            responses.Add(code, new JsonObject { ["description"] = OpenApiShared.Meaning(code), ["content"] = content });
        }

        responses.Add("401", new JsonObject { ["description"] = OpenApiShared.Meaning("401") });
        result["responses"] = responses;
        OpenApiShared.Extend(result, operation);
        return result;
    }

    private static JsonObject Media(JsonObject schema) => new() { ["schema"] = schema };

    private static JsonArray Parameters(IEnumerable<OpenApiParameter> parameters)
    {
        var result = new JsonArray();
        foreach (var parameter in parameters)
        {
            var item = new JsonObject { ["name"] = parameter.Name, ["in"] = parameter.In };
            if (parameter.In == "path")
                item["required"] = true;
            item["schema"] = new JsonObject { ["type"] = parameter.Type, ["uniqueItems"] = true };
            result.Add(item);
        }

        return result;
    }
}
