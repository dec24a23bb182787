using KubeSharp.ApiMachinery.Json;
using KubeSharp.ApiMachinery.Validation;
using KubeSharp.ApiServer.Tables;

namespace KubeSharp.ApiServer.Registry;

/// <summary>The rules of kinds that differ from the generic ones in a few facts only.</summary>
internal sealed class GenericStrategy : ResourceStrategy
{
    private bool createOnUpdate;
    private bool unconditionalUpdate = true;
    private ChecksOnUpdate checksOnUpdate;
    private bool generation;
    private NameCheck names = NameChecks.DnsSubdomain;
    private Action<JsonObject>? defaults;
    private IReadOnlyDictionary<string, string> columns = new Dictionary<string, string>();
    private bool answersWithObject;
    private bool statusKeepsMetadata;
    private bool comparesUpdates;
    private string deprecation = "";
    private Func<JsonObject, JsonObject, bool>? counts;
    private Action<JsonObject>? prepare;
    private Action<JsonObject>? prepareUpdate;
    private Action<TableRowBuilder, JsonObject>? row;
    private Action<JsonObject, ErrorList>? check;
    private Action<WriteContext, JsonObject>? warnings;
    private Action<JsonObject, JsonObject, ErrorList>? checkUpdate;
    private Action<JsonObject, JsonObject, ErrorList>? checkStatus;

    public bool CreateOnUpdate { init => createOnUpdate = value; }

    public bool UnconditionalUpdate { init => unconditionalUpdate = value; }

    public bool Generation { init => generation = value; }

    public NameCheck Names { init => names = value; }

    public Action<JsonObject> Defaults { init => defaults = value; }

    /// <summary>Where the cells of columns other than name and age come from: column to path.</summary>
    public IReadOnlyDictionary<string, string> Columns { init => columns = value; }

    public bool AnswersWithObject { init => answersWithObject = value; }

    /// <summary>What every request for the kind is warned of.</summary>
    public string Deprecated { init => deprecation = value; }

    public override string Deprecation => deprecation;

    /// <summary>When the generation counts on, if not with anything but metadata and status (the new object first).</summary>
    public Func<JsonObject, JsonObject, bool> Counts { init => counts = value; }

    /// <summary>Takes away what a creator may not say.</summary>
    public Action<JsonObject> Prepare { init => prepare = value; }

    /// <summary>Takes away what an update may not say.</summary>
    public Action<JsonObject> PrepareUpdate { init => prepareUpdate = value; }

    /// <summary>Prints the row of a table, if <see cref="Columns"/> is not enough.</summary>
    public Action<TableRowBuilder, JsonObject> Row { init => row = value; }

    /// <summary>Finds what is wrong with an object, new or changed.</summary>
    public Action<JsonObject, ErrorList> Check { init => check = value; }

    /// <summary>Finds, after <see cref="Check"/>, what is wrong with the change from an object (second) to another (first).</summary>
    public Action<JsonObject, JsonObject, ErrorList> CheckUpdate { init => checkUpdate = value; }

    /// <summary>Finds what is wrong with the change of a status from that of an object (second) to that of another (first).</summary>
    public Action<JsonObject, JsonObject, ErrorList> CheckStatus { init => checkStatus = value; }

    /// <summary>Says what is unwise about an object, new or changed.</summary>
    public Action<WriteContext, JsonObject> Warnings { init => warnings = value; }

    public bool KeepMetadataOfStatus { init => statusKeepsMetadata = value; }

    public override bool StatusKeepsMetadata => statusKeepsMetadata;

    public override bool AnswersDeletionWithObject => answersWithObject;

    public override void Default(JsonObject document) => defaults?.Invoke(document);

    public override bool WantsOther(JsonObject document, JsonObject old) => counts?.Invoke(document, old) ?? base.WantsOther(document, old);

    public override void PrepareForCreate(WriteContext context, JsonObject document)
    {
        base.PrepareForCreate(context, document);
        prepare?.Invoke(document);
    }

    public override void PrepareForUpdate(WriteContext context, JsonObject document, JsonObject old)
    {
        base.PrepareForUpdate(context, document, old);
        prepareUpdate?.Invoke(document);
    }

    public override void Validate(WriteContext context, JsonObject document, ErrorList errors) => check?.Invoke(document, errors);

    /// <summary>Whether an update is looked at for nothing but what changed.</summary>
    public bool UpdatesAreOnlyCompared { init => comparesUpdates = value; }

    public override void ValidateUpdate(WriteContext context, JsonObject document, JsonObject old, ErrorList errors)
    {
        if (!comparesUpdates) check?.Invoke(document, errors);
        checkUpdate?.Invoke(document, old, errors);
    }

    public override void ValidateStatusUpdate(WriteContext context, JsonObject document, JsonObject old, ErrorList errors) =>
        checkStatus?.Invoke(document, old, errors);

    public override void Warn(WriteContext context, JsonObject document, JsonObject? old) => warnings?.Invoke(context, document);

    public override void PrintRow(TableRowBuilder builder, JsonObject document)
    {
        if (row is null) builder.Generic(document, columns);
        else row(builder, document);
    }

    /// <inheritdoc/>
    public override ChecksOnUpdate ChecksOnUpdate => checksOnUpdate;

    /// <summary>How often an update looks at the same.</summary>
    public ChecksOnUpdate Repeats { init => checksOnUpdate = value; }

    public override bool AllowCreateOnUpdate => createOnUpdate;

    public override bool AllowUnconditionalUpdate => unconditionalUpdate;

    public override bool TracksGeneration => generation;

    public override NameCheck NameCheck => names;
}
