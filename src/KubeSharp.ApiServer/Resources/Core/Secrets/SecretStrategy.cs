using System.Text;
using KubeSharp.ApiMachinery.Json;
using KubeSharp.ApiMachinery.Validation;
using KubeSharp.ApiServer.Objects;
using KubeSharp.ApiServer.Registry;
using KubeSharp.ApiServer.Tables;

namespace KubeSharp.ApiServer.Resources.Core.Secrets;

/// <summary>Secrets: stringData is for writing only and ends in data.</summary>
internal sealed class SecretStrategy : ResourceStrategy
{
    /// <inheritdoc/>
    public override ChecksOnUpdate ChecksOnUpdate => ChecksOnUpdate.Metadata;

    public override IReadOnlyList<string> SelectableFields => ["type"];

    public override void Default(JsonObject document)
    {
        if (document.GetObject("stringData") is { } plain)
        {
            var data = document.GetOrAddObject("data");
            foreach (var (name, value) in plain)
            {
                if (value is JsonString text) data.Set(name, new JsonString(System.Convert.ToBase64String(Encoding.UTF8.GetBytes(text.Value))));
            }

            document.Remove("stringData");
        }

        if (string.IsNullOrEmpty(document.GetString("type"))) document.Set("type", new JsonString("Opaque"));
    }

    public override void PrintRow(TableRowBuilder row, JsonObject document) => row
        .Add(new Metadata(document).Name)
        .Add(document.GetString("type") ?? "")
        .Add(document.GetObject("data")?.Count ?? 0)
        .AddAge(document);

    public override void Warn(WriteContext context, JsonObject document, JsonObject? old)
    {
        if (document.GetString("type") != "kubernetes.io/tls") return;
        if (KeyPairs.Problem(Data(document, "tls.crt"), Data(document, "tls.key")) is { } problem) context.AddWarning(problem);
    }

    private static string Data(JsonObject secret, string key) =>
        Encoding.Latin1.GetString(System.Convert.FromBase64String(secret.GetObject("data")?.GetString(key) ?? ""));

    public override void Validate(WriteContext context, JsonObject document, ErrorList errors) => SecretValidation.Check(document, errors);

    public override void ValidateUpdate(WriteContext context, JsonObject document, JsonObject old, ErrorList errors)
    {
        SecretValidation.Check(document, errors);
        SecretValidation.CheckUpdate(document, old, errors);
    }
}
