using KubeSharp.ApiMachinery.Json;
using KubeSharp.Cel;

namespace KubeSharp.ApiServer.Resources.Apiextensions.Rules;

/// <summary>One rule of x-kubernetes-validations, compiled.</summary>
internal sealed record CompiledRule
{
    /// <summary>The rule as it is written in the schema.</summary>
    public required JsonObject Source { get; init; }

    /// <summary>The rule's program; null when it is blank or does not compile.</summary>
    public CelProgram? Program { get; init; }

    /// <summary>Why there is no program; null when the rule is blank or right.</summary>
    public string? Error { get; init; }

    /// <summary>The program of the message; null when there is none.</summary>
    public CelProgram? Message { get; init; }

    /// <summary>Why the message has no program; null when it is right.</summary>
    public string? MessageError { get; init; }

    /// <summary>Whether the rule looks at the value as it was before, which makes it a transition rule.</summary>
    public bool UsesOldSelf { get; init; }

    /// <summary>Where a fault is reported, relative to the value; empty for the value itself.</summary>
    public string FieldPath { get; init; } = "";

    /// <summary>Whether the rule also runs when there is no value before.</summary>
    public bool OptionalOldSelf => Source.GetBool("optionalOldSelf") == true;

    /// <summary>The rule for messages: its own message, or its text.</summary>
    public string Shown => Source.GetString("message") is { Length: > 0 } message ? message.Trim() : (Source.GetString("rule") ?? "").Trim();

    /// <summary>What is said when the rule does not hold and has no computed message.</summary>
    public string DefaultMessage => Source.GetString("message") is { Length: > 0 } message ? message.Trim() : $"failed rule: {Shown}";
}
