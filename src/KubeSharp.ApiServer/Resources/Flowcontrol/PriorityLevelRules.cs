using KubeSharp.ApiMachinery.Json;
using KubeSharp.ApiMachinery.Validation;
using KubeSharp.ApiServer.Objects;
using KubeSharp.ApiServer.Tables;

namespace KubeSharp.ApiServer.Resources.Flowcontrol;

/// <summary>Defaults, checks and row of PriorityLevelConfigurations (https://kubernetes.io/docs/concepts/cluster-administration/flow-control/).</summary>
internal static class PriorityLevelRules
{
    private const int MaxQueues = 10_000_000;

    // As many bits as one hash has to deal hands with.
    private const int MaxHashBits = 60;

    public static void Default(JsonObject level)
    {
        var spec = level.GetOrAddObject("spec");
        if (spec.GetObject("exempt") is { } exempt)
        {
            exempt.SetDefault("nominalConcurrencyShares", 0);
            exempt.SetDefault("lendablePercent", 0);
        }

        if (spec.GetObject("limited") is not { } limited) return;
        limited.SetDefault("nominalConcurrencyShares", 30);
        limited.SetDefault("lendablePercent", 0);
        if (limited.FindObject("limitResponse", "queuing") is not { } queuing) return;
        Fill("handSize", 8);
        Fill("queues", 64);
        Fill("queueLengthLimit", 50);

        void Fill(string name, int value)
        {
            if (queuing.GetInt64(name) is null or 0) queuing.Set(name, value);
        }
    }

    public static void Check(JsonObject level, ErrorList errors)
    {
        var spec = level.GetObject("spec") ?? [];
        var type = spec.GetString("type") ?? "";
        if ((new Metadata(level).Name == "exempt") != (type == "Exempt"))
            errors.Add(FieldError.Invalid(FieldPath.Spec.Child("type"), type, "type must be 'Exempt' if and only if name is 'exempt'"));
        var (limited, exempt) = (spec.GetObject("limited"), spec.GetObject("exempt"));
        switch (type)
        {
            case "Exempt":
                if (limited is not null) errors.Add(FieldError.Forbidden(FieldPath.Spec.Child("limited"), "must be nil if the type is not Limited"));
                if (exempt is not null) CheckShares(exempt, FieldPath.Spec.Child("exempt"), errors);
                break;
            case "Limited":
                if (exempt is not null) errors.Add(FieldError.Forbidden(FieldPath.Spec.Child("exempt"), "must be nil if the type is Limited"));
                if (limited is null) errors.Add(FieldError.Required(FieldPath.Spec.Child("limited"), "must not be empty when type is Limited"));
                else CheckLimited(limited, FieldPath.Spec.Child("limited"), errors);
                break;
            default:
                errors.Add(FieldError.NotSupported(FieldPath.Spec.Child("type"), type, "Exempt", "Limited"));
                break;
        }

        MandatoryObjectRules.CheckLevel(level, errors);
    }

    public static void Print(TableRowBuilder row, JsonObject level)
    {
        var spec = level.GetObject("spec") ?? [];
        var shares = spec.FindObject("limited") ?? spec.FindObject("exempt");
        var queuing = spec.FindObject("limited", "limitResponse", "queuing");
        row.Add(new Metadata(level).Name)
            .Add(spec.GetString("type") ?? "")
            .Put(Number(shares, "nominalConcurrencyShares"))
            .Put(Number(queuing, "queues"))
            .Put(Number(queuing, "handSize"))
            .Put(Number(queuing, "queueLengthLimit"))
            .AddAge(level);
    }

    private static JsonValue Number(JsonObject? from, string name) => from?.GetInt64(name) is { } number ? JsonNumber.Of(number) : new JsonString("<none>");

    private static void CheckShares(JsonObject shares, FieldPath path, ErrorList errors)
    {
        if (shares.GetInt64("nominalConcurrencyShares") is < 0 and var nominal)
            errors.Add(FieldError.Invalid(path.Child("nominalConcurrencyShares"), nominal, "must be a non-negative integer"));
        if (shares.GetInt64("lendablePercent") is < 0 or > 100)
            errors.Add(FieldError.Invalid(path.Child("lendablePercent"), shares["lendablePercent"], "must be between 0 and 100, inclusive"));
    }

    private static void CheckLimited(JsonObject limited, FieldPath path, ErrorList errors)
    {
        CheckShares(limited, path, errors);
        if (limited.GetInt64("borrowingLimitPercent") is < 0 and var borrowing)
            errors.Add(FieldError.Invalid(path.Child("borrowingLimitPercent"), borrowing, "if specified, must be a non-negative integer"));
        var response = limited.GetObject("limitResponse") ?? [];
        var at = path.Child("limitResponse");
        var queuing = response.GetObject("queuing");
        switch (response.GetString("type"))
        {
            case "Reject":
                if (queuing is not null) errors.Add(FieldError.Forbidden(at.Child("queuing"), "must be nil if limited.limitResponse.type is not Limited"));
                break;
            case "Queue":
                if (queuing is null) errors.Add(FieldError.Required(at.Child("queuing"), "must not be empty if limited.limitResponse.type is Limited"));
                else CheckQueuing(queuing, at.Child("queuing"), errors);
                break;
            default:
                errors.Add(FieldError.NotSupported(at.Child("type"), response.GetString("type") ?? "", "Queue", "Reject"));
                break;
        }
    }

    private static void CheckQueuing(JsonObject queuing, FieldPath path, ErrorList errors)
    {
        var (length, queues, hand) = (queuing.GetInt64("queueLengthLimit") ?? 0, queuing.GetInt64("queues") ?? 0, queuing.GetInt64("handSize") ?? 0);
        if (length <= 0) errors.Add(FieldError.Invalid(path.Child("queueLengthLimit"), length, "must be positive"));
        if (queues <= 0) errors.Add(FieldError.Invalid(path.Child("queues"), queues, "must be positive"));
        else if (queues > MaxQueues) errors.Add(FieldError.Invalid(path.Child("queues"), queues, "must not be greater than 10000000"));
        if (hand <= 0) errors.Add(FieldError.Invalid(path.Child("handSize"), hand, "must be positive"));
        else if (queues > 0 && Math.Ceiling(Math.Log2(queues) * hand) > MaxHashBits)
        {
            errors.Add(FieldError.Invalid(
                path.Child("handSize"), hand, $"required entropy bits of deckSize {queues} and handSize {hand} should not be greater than {MaxHashBits}"));
        }

        if (hand > queues) errors.Add(FieldError.Invalid(path.Child("handSize"), hand, $"should not be greater than queues ({queues})"));
    }
}
