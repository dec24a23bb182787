using KubeSharp.ApiMachinery.Json;
using KubeSharp.ApiMachinery.Validation;
using KubeSharp.ApiServer.Objects;
using KubeSharp.ApiServer.Registry;
using KubeSharp.ApiServer.Tables;

namespace KubeSharp.ApiServer.Resources.Coordination.Leases;

/// <summary>
/// Leases (https://kubernetes.io/docs/concepts/architecture/leases/). Coordinated leader election is behind a feature gate that is off, so its
/// members are dropped, unless an object has them already.
/// </summary>
internal sealed class LeaseStrategy : ResourceStrategy
{
    /// <inheritdoc/>
    public override bool AllowCreateOnUpdate => true;

    /// <inheritdoc/>
    public override bool AllowUnconditionalUpdate => false;

    /// <inheritdoc/>
    public override void PrepareForCreate(WriteContext context, JsonObject document) => DropGated(document, null);

    /// <inheritdoc/>
    public override void PrepareForUpdate(WriteContext context, JsonObject document, JsonObject old) => DropGated(document, old);

    /// <inheritdoc/>
    public override void Validate(WriteContext context, JsonObject document, ErrorList errors) => LeaseRules.Check(document, errors);

    /// <inheritdoc/>
    public override void PrintRow(TableRowBuilder row, JsonObject document) =>
        row.Add(new Metadata(document).Name).Add(document.FindString("spec", "holderIdentity") ?? "").AddAge(document);

    private static void DropGated(JsonObject document, JsonObject? old)
    {
        if (document.GetObject("spec") is not { } spec) return;
        foreach (var name in (ReadOnlySpan<string>)["strategy", "preferredHolder"])
        {
            if (old?.Find("spec", name) is null or JsonNull) spec.Remove(name);
        }
    }
}
