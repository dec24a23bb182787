using KubeSharp.ApiMachinery.Errors;
using KubeSharp.ApiMachinery.Json;
using KubeSharp.ApiMachinery.Text;
using KubeSharp.ApiMachinery.Validation;
using KubeSharp.ApiServer.Reading;
using KubeSharp.ApiServer.Resources.Autoscaling.Scale;
using KubeSharp.ApiServer.Tables;

namespace KubeSharp.ApiServer.Registry;

/// <summary>
/// What one kind adds to what the schema says about it. The methods here are the generic rules, right for a kind without rules of its own;
/// a kind overrides what it needs in <c>Resources/&lt;Group&gt;/&lt;Kind&gt;/</c> and is named in <see cref="ResourceStrategies"/>.
/// </summary>
/// <remarks>
/// <para>
/// All documents are in the stored version, with the schema's defaults applied and unknown fields gone. A write calls, in order:
/// <see cref="Default"/>, admission (mutating), <see cref="ReserveAsync"/>, <see cref="PrepareForCreate"/> or <see cref="PrepareForUpdate"/>,
/// <see cref="Validate"/> or <see cref="ValidateUpdate"/>, <see cref="Warn"/>, admission (validating), <see cref="BeginWriteAsync"/>, the store,
/// <see cref="EndWriteAsync"/>. When the write is tried again (somebody else was faster) everything is called again.
/// </para>
/// <para>One instance serves all requests at once: no state in fields but what is itself safe for that.</para>
/// </remarks>
internal class ResourceStrategy
{
    /// <summary>Whether PUT of a name that does not exist creates the object.</summary>
    public virtual bool AllowCreateOnUpdate => false;

    /// <summary>Whether an update may leave resourceVersion out, meaning "whatever is there".</summary>
    public virtual bool AllowUnconditionalUpdate => true;

    /// <summary>Whether metadata.generation starts at 1 and counts changes of what is wanted (everything but metadata and status).</summary>
    public virtual bool TracksGeneration => false;

    /// <summary>How often an update looks at the same.</summary>
    public virtual ChecksOnUpdate ChecksOnUpdate => ChecksOnUpdate.Changes;

    /// <summary>Whether an update wants something else, so that the generation counts on: anything but metadata and status.</summary>
    public virtual bool WantsOther(JsonObject document, JsonObject old) => Writing.SystemMetadata.WantsOther(document, old);

    /// <summary>What every request for the kind is warned of; empty for nothing.</summary>
    public virtual string Deprecation => "";

    /// <summary>What a deletion does with dependents when the request does not say.</summary>
    public virtual PropagationPolicy DefaultPropagation => PropagationPolicy.Background;

    /// <summary>What a deletion that does not say what becomes of dependents is warned of; empty for nothing.</summary>
    public virtual string DeletionWarning => "";

    /// <summary>Takes away what upstream keeps elsewhere inside, so that answers with metadata alone do not have it.</summary>
    public virtual void TrimPartialMetadata(JsonObject metadata)
    {
    }

    /// <summary>Whether a successful deletion is answered with the object as it was; otherwise with a Status.</summary>
    public virtual bool AnswersDeletionWithObject => false;

    /// <summary>After this time the store removes the object by itself (events); null: never.</summary>
    public virtual TimeSpan? TimeToLive => null;

    /// <summary>The fields besides metadata.name and metadata.namespace that field selectors may name.</summary>
    public virtual IReadOnlyList<string> SelectableFields => [];

    /// <summary>The selectable field by whose value watches are found without looking at them all; null for none.</summary>
    public virtual IndexedField? IndexedField => null;

    /// <summary>Whether a field selector may name a field, of those besides name and namespace, in the group of the request.</summary>
    public virtual bool CanSelect(string group, string field) => SelectableFields.Contains(field);

    /// <summary>What to answer who selects by a field that cannot be selected by.</summary>
    public virtual string FieldRefusal(string field) => SelectableFields.Count == 0
        ? $"{GoText.Quote(field)} is not a known field selector: only \"metadata.name\", \"metadata.namespace\""
        : $"field label not supported: {field}";

    /// <summary>The value of a selectable field; empty if it is not set.</summary>
    public virtual string SelectableField(JsonObject document, string field) =>
        document.Find(field.Split('.')) switch
        {
            JsonString text => text.Value,
            JsonBoolean flag => flag.Value ? "true" : "false",
            JsonNumber number => number.Text,
            _ => "",
        };

    /// <summary>Where the replicas stand that the scale subresource shows; null where the workload kinds have them.</summary>
    public virtual ScalePaths? ScalePaths => null;

    /// <summary>Whether a write of the status leaves labels, annotations, finalizers and owners as they are.</summary>
    public virtual bool StatusKeepsMetadata => false;

    /// <summary>The members that a write throws away, so that nobody comes to own them; null for the generic rule about status.</summary>
    /// <param name="subresource">The subresource that is written, or empty.</param>
    public virtual IReadOnlyList<string>? ThrownAway(string subresource) => null;

    /// <summary>The rule for names.</summary>
    public virtual NameCheck NameCheck => NameChecks.DnsSubdomain;

    /// <summary>Fills in what depends on other fields. Called for every decoded object, also for the result of a patch; must be idempotent.</summary>
    public virtual void Default(JsonObject document)
    {
    }

    /// <summary>
    /// Takes hold of what lies outside of the object, addresses and ports, and notes it in the document; before the rules of the kind look at it, so that they
    /// see the object as it will be. Not called for subresources.
    /// </summary>
    /// <param name="context">The write; a dry run takes nothing.</param>
    /// <param name="document">The object as it is wanted.</param>
    /// <param name="old">The object as it is; null for a new one.</param>
    /// <returns>Why the write is refused, or what was taken (nothing by default).</returns>
    public virtual ValueTask<Result<IReservation>> ReserveAsync(WriteContext context, JsonObject document, JsonObject? old) => default;

    /// <summary>Clears and sets what a creator may not choose. By default: no status, if the kind has a status subresource.</summary>
    public virtual void PrepareForCreate(WriteContext context, JsonObject document)
    {
        if (context.Resource.HasStatus) document.ResetMember("status", context.Resource.StoredDefinition.Schema);
    }

    /// <summary>Takes back what an update may not change. By default: status stays as it is, if the kind has a status subresource.</summary>
    public virtual void PrepareForUpdate(WriteContext context, JsonObject document, JsonObject old)
    {
        if (context.Resource.HasStatus) document.CopyMember("status", old);
    }

    /// <summary>Takes back everything but what an update of the status may change. By default: all but status and metadata.</summary>
    public virtual void PrepareForStatusUpdate(WriteContext context, JsonObject document, JsonObject old)
    {
        for (var i = document.Count - 1; i >= 0; i--)
        {
            var name = document.NameAt(i);
            if (name is not ("kind" or "apiVersion" or "metadata" or "status") && !old.Contains(name)) document.RemoveAt(i);
        }

        foreach (var (name, _) in old)
        {
            if (name is not ("kind" or "apiVersion" or "metadata" or "status")) document.CopyMember(name, old);
        }

        if (!StatusKeepsMetadata || old.GetObject("metadata") is not { } before) return;
        foreach (var name in (ReadOnlySpan<string>)["labels", "annotations", "finalizers", "ownerReferences"]) document.GetObject("metadata")?.CopyMember(name, before);
    }

    /// <summary>Finds what is wrong with a new object. Metadata has been looked at already.</summary>
    public virtual void Validate(WriteContext context, JsonObject document, ErrorList errors)
    {
    }

    /// <summary>Finds what is wrong with a changed object; by default the same as for a new one.</summary>
    public virtual void ValidateUpdate(WriteContext context, JsonObject document, JsonObject old, ErrorList errors) => Validate(context, document, errors);

    /// <summary>Finds what is wrong with a changed status.</summary>
    public virtual void ValidateStatusUpdate(WriteContext context, JsonObject document, JsonObject old, ErrorList errors)
    {
    }

    /// <summary>Tells the caller what is unwise or deprecated (<see cref="WriteContext.AddWarning"/>).</summary>
    /// <param name="context">The write.</param>
    /// <param name="document">The object as it will be.</param>
    /// <param name="old">The object as it is; null for a new one.</param>
    public virtual void Warn(WriteContext context, JsonObject document, JsonObject? old)
    {
    }

    /// <summary>
    /// The last step before the store is written. Called for dry runs too: look at <see cref="WriteContext.DryRun"/>.
    /// </summary>
    /// <param name="context">The write.</param>
    /// <param name="document">The object as it will be; may still be changed. Null for a deletion.</param>
    /// <param name="old">The object as it is; null for a new one.</param>
    /// <returns>Why the write is refused, or null.</returns>
    public virtual ValueTask<StatusError?> BeginWriteAsync(WriteContext context, JsonObject? document, JsonObject? old) => default;

    /// <summary>What follows the write: above all giving back what a deleted object held (the new one is null then).</summary>
    public virtual ValueTask EndWriteAsync(WriteContext context, JsonObject? document, JsonObject? old, bool written) => default;

    /// <summary>
    /// Decides how a deletion goes about it. Answers how many seconds the object may live on, or null if this kind is deleted at once.
    /// </summary>
    /// <param name="document">The object as it is.</param>
    /// <param name="requested">What the request says; null if it says nothing.</param>
    public virtual long? GracePeriod(JsonObject document, long? requested) => null;

    /// <summary>Whether something besides metadata.finalizers keeps a deleted object alive (the finalizers in a Namespace's spec).</summary>
    public virtual bool WaitsForFinalizers(JsonObject document) => false;

    /// <summary>Changes an object that is marked as deleted and lives on (Namespace: phase Terminating).</summary>
    public virtual void PrepareForGracefulDelete(WriteContext context, JsonObject document)
    {
    }

    /// <summary>The document in another served version. By default versions differ in apiVersion only.</summary>
    /// <param name="document">In one version; may be changed and returned.</param>
    /// <param name="apiVersion">The version wanted.</param>
    public virtual JsonObject Convert(JsonObject document, string apiVersion)
    {
        document.Set("apiVersion", new JsonString(apiVersion));
        return document;
    }

    /// <summary>Fills the cells of the object's row in a Table, one per column of the kind, in the order of its columns.</summary>
    /// <remarks>The generic row knows the columns Name, Age and Created At and prints the rest empty.</remarks>
    public virtual void PrintRow(TableRowBuilder row, JsonObject document) => row.Generic(document);
}
