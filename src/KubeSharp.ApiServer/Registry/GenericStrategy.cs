using KubeSharp.ApiMachinery.Json;
using KubeSharp.ApiMachinery.Validation;
using KubeSharp.ApiServer.Tables;

namespace KubeSharp.ApiServer.Registry;

/// <summary>The rules of kinds that differ from the generic ones in a few facts only.</summary>
internal sealed class GenericStrategy : ResourceStrategy
{
    private bool createOnUpdate;
    private bool unconditionalUpdate = true;
    private bool generation;
    private NameCheck names = NameChecks.DnsSubdomain;
    private IReadOnlyList<string> fields = [];
    private Action<JsonObject>? defaults;
    private IReadOnlyDictionary<string, string> columns = new Dictionary<string, string>();
    private bool answersWithObject;
    private string deprecation = "";

    public bool CreateOnUpdate { init => createOnUpdate = value; }

    public bool UnconditionalUpdate { init => unconditionalUpdate = value; }

    public bool Generation { init => generation = value; }

    public NameCheck Names { init => names = value; }

    public IReadOnlyList<string> Fields { init => fields = value; }

    public Action<JsonObject> Defaults { init => defaults = value; }

    /// <summary>Where the cells of columns other than name and age come from: column to path.</summary>
    public IReadOnlyDictionary<string, string> Columns { init => columns = value; }

    public bool AnswersWithObject { init => answersWithObject = value; }

    public string Deprecation { init => deprecation = value; }

    public override bool AnswersDeletionWithObject => answersWithObject;

    public override void Default(JsonObject document) => defaults?.Invoke(document);

    public override void Warn(WriteContext context, JsonObject document, JsonObject? old) => context.AddWarning(deprecation);

    public override void PrintRow(TableRowBuilder row, JsonObject document) => row.Generic(document, columns);

    public override bool AllowCreateOnUpdate => createOnUpdate;

    public override bool AllowUnconditionalUpdate => unconditionalUpdate;

    public override bool TracksGeneration => generation;

    public override NameCheck NameCheck => names;

    public override IReadOnlyList<string> SelectableFields => fields;
}
