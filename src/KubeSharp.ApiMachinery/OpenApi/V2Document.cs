using KubeSharp.ApiMachinery.Json;

namespace KubeSharp.ApiMachinery.OpenApi;

/// <summary>Writes an OpenAPI 2.0 document.</summary>
internal sealed class V2Document(TypeDocuments types)
{
    private readonly SortedDictionary<string, JsonObject> shared = new(StringComparer.Ordinal);

    public static JsonObject Make(IEnumerable<OpenApiPath> paths, TypeDocuments types) => new V2Document(types).Make(paths);

    private JsonObject Make(IEnumerable<OpenApiPath> paths)
    {
        var items = new JsonObject();
        foreach (var path in paths.OrderBy(p => p.Path, StringComparer.Ordinal))
        {
            var item = new JsonObject();
            foreach (var operation in path.Operations)
                item.Add(operation.Method, Operation(path, operation));
            if (path.Common.Count > 0)
                item["parameters"] = Parameters(path.Common);
            items.Add(path.Path, item);
        }

        var definitions = types.Complete();
        var parameters = new JsonObject();
        foreach (var (name, parameter) in shared)
            parameters.Add(name, parameter);
        return new JsonObject
        {
            ["swagger"] = "2.0",
            ["info"] = OpenApiShared.Info(),
            ["paths"] = items,
            ["definitions"] = definitions,
            ["parameters"] = parameters,
            ["securityDefinitions"] = OpenApiShared.Security(),
            ["security"] = new JsonArray([new JsonObject { ["BearerToken"] = new JsonArray() }]),
        };
    }

    private JsonObject Operation(OpenApiPath path, OpenApiOperation operation)
    {
        var result = new JsonObject();
        if (operation.Consumes.Count > 0)
            result["consumes"] = JsonArray.OfStrings(operation.Consumes);
        result["produces"] = JsonArray.OfStrings(operation.Produces);
        result["schemes"] = JsonArray.OfStrings(["https"]);
        result["tags"] = JsonArray.OfStrings([operation.Tag]);
        result["operationId"] = operation.Id;
        var parameters = Parameters(path.Own(operation));
        if (Body(operation) is { } body)
            parameters.Insert(0, body);
        if (parameters.Count > 0)
            result["parameters"] = parameters;
        var responses = new JsonObject();
        foreach (var code in operation.Codes)
        {
            responses.Add(code, new JsonObject
            {
                ["description"] = OpenApiShared.Meaning(code),
                ["schema"] = operation.AnswerType is null ? new JsonObject { ["type"] = "string" } : types.Reference(operation.AnswerType),
            });
        }

        responses.Add("401", new JsonObject { ["description"] = OpenApiShared.Meaning("401") });
        result["responses"] = responses;
        OpenApiShared.Extend(result, operation);
        return result;
    }

    private JsonObject? Body(OpenApiOperation operation)
    {
        if (operation.Body == OpenApiBody.None)
            return null;
        var body = new JsonObject { ["name"] = "body", ["in"] = "body" };
        if (operation.Body != OpenApiBody.DeleteOptions)
            body["required"] = true;
        body["schema"] = types.Reference(operation.BodyType!);
        return operation.Body switch
        {
            OpenApiBody.DeleteOptions => Share("body-2Y1dVQaQ", body),
            OpenApiBody.Patch => Share("body-78PwaGsr", body),
            _ => body,
        };
    }

    private JsonArray Parameters(IEnumerable<OpenApiParameter> parameters)
    {
        var result = new JsonArray();
        foreach (var parameter in parameters)
        {
            var item = new JsonObject { ["uniqueItems"] = true, ["type"] = parameter.Type, ["name"] = parameter.Name, ["in"] = parameter.In };
            if (parameter.In == "path")
                item["required"] = true;
            result.Add(parameter.Shared is { } name ? Share(name, item) : item);
        }

        return result;
    }

    private JsonObject Share(string name, JsonObject parameter)
    {
        shared.TryAdd(name, parameter);
        return new JsonObject { ["$ref"] = "#/parameters/" + name };
    }
}
