using KubeSharp.ApiMachinery.Json;
using KubeSharp.ApiMachinery.Protobuf;

namespace KubeSharp.ApiMachinery.OpenApi;

/// <summary>
/// Writes a version 2 document as the message openapi.v2.Document of gnostic
/// (<see href="https://github.com/google/gnostic/blob/main/openapiv2/OpenAPIv2.proto"/>), in which older kubectls ask for it. Free-form values
/// travel as YAML text; JSON is YAML. Everything is written backwards.
/// </summary>
internal sealed class GnosticWriter
{
    private static readonly string[] Methods = ["get", "put", "post", "delete", "options", "head", "patch"];

    private readonly ReverseWriter output;
    private readonly GnosticSchemas schemas;

    private GnosticWriter(ReverseWriter output)
    {
        this.output = output;
        schemas = new GnosticSchemas(output);
    }

    public static byte[] Write(JsonObject document)
    {
        using var output = new ReverseWriter();
        new GnosticWriter(output).Document(document);
        return output.Written.ToArray();
    }

    private void Document(JsonObject document)
    {
        Message(13, () => Named(document.GetObject("securityDefinitions"), 1, security => Message(2, () =>
        {
            Text(3, security, "in");
            Text(2, security, "name");
            Text(1, security, "type");
        })));
        foreach (var requirement in Backwards(document.GetArray("security")))
            Message(12, () => Named((JsonObject)requirement, 1, _ => { }));
        Message(10, () => Named(document.GetObject("parameters"), 1, Parameter));
        Message(9, () => Named(document.GetObject("definitions"), 1, schemas.Content));
        Message(8, () => Named(document.GetObject("paths"), 2, Path));
        Message(2, () =>
        {
            Text(2, document.GetObject("info")!, "version");
            Text(1, document.GetObject("info")!, "title");
        });
        Text(1, document, "swagger");
    }

    private void Path(JsonObject path)
    {
        foreach (var parameter in Backwards(path.GetArray("parameters")))
            ParameterItem(9, (JsonObject)parameter);
        for (var i = Methods.Length - 1; i >= 0; i--)
        {
            if (path.GetObject(Methods[i]) is { } operation)
                Message(i + 2, () => Operation(operation));
        }
    }

    private void Operation(JsonObject operation)
    {
        schemas.Extensions(13, operation);
        Texts(10, operation, "schemes");
        Message(9, () => Named(operation.GetObject("responses"), 1, response => Message(1, () =>
        {
            if (response.GetObject("schema") is { } schema)
                Message(2, () => Message(1, () => schemas.Content(schema)));
            Text(1, response, "description");
        })));
        foreach (var parameter in Backwards(operation.GetArray("parameters")))
            ParameterItem(8, (JsonObject)parameter);
        Texts(7, operation, "consumes");
        Texts(6, operation, "produces");
        Text(5, operation, "operationId");
        Texts(1, operation, "tags");
    }

    private void ParameterItem(int number, JsonObject parameter) => Message(number, () =>
    {
        if (parameter.Contains("$ref"))
            Message(2, () => Text(1, parameter, "$ref"));
        else
            Message(1, () => Parameter(parameter));
    });

    private void Parameter(JsonObject parameter)
    {
        if (parameter.GetString("in") == "body")
        {
            Message(1, () =>
            {
                Message(5, () => schemas.Content(parameter.GetObject("schema")!));
                Flag(4, parameter, "required");
                Text(3, parameter, "in");
                Text(2, parameter, "name");
            });
            return;
        }

        // Query and path parameters are one message but for a field in the middle.
        var query = parameter.GetString("in") == "query";
        Message(2, () => Message(query ? 3 : 4, () =>
        {
            Flag(query ? 20 : 19, parameter, "uniqueItems");
            Text(query ? 6 : 5, parameter, "type");
            Text(4, parameter, "name");
            Text(2, parameter, "in");
            Flag(1, parameter, "required");
        }));
    }

    /// <summary>A map as a list of (name, value) messages.</summary>
    private void Named(JsonObject? map, int number, Action<JsonObject> content)
    {
        if (map is null)
            return;
        for (var i = map.Count - 1; i >= 0; i--)
        {
            var (name, value) = (map.NameAt(i), map.ValueAt(i));
            Message(number, () =>
            {
                Message(2, () =>
                {
                    if (value is JsonObject members)
                        content(members);
                });
                output.StringField(1, name);
            });
        }
    }

    private void Message(int number, Action content)
    {
        var before = output.Length;
        content();
        output.Close(number, before);
    }

    private void Text(int number, JsonObject owner, string name)
    {
        if (owner.GetString(name) is { Length: > 0 } text)
            output.StringField(number, text);
    }

    private void Texts(int number, JsonObject owner, string name)
    {
        foreach (var text in Backwards(owner.GetArray(name)))
            output.StringField(number, ((JsonString)text).Value);
    }

    private void Flag(int number, JsonObject owner, string name)
    {
        if (owner.GetBool(name) == true)
            output.VarintField(number, 1);
    }

    private static IEnumerable<JsonValue> Backwards(JsonArray? array)
    {
        for (var i = (array?.Count ?? 0) - 1; i >= 0; i--)
            yield return array![i];
    }
}
