using KubeSharp.ApiServer.Authorization;

namespace KubeSharp.ApiServer.Audit.Policies;

/// <summary>Says how much is written down of which request: the first rule that is for it decides, and without one nothing is.</summary>
internal sealed record AuditPolicy
{
    public IReadOnlyList<AuditRule> Rules { get; init; } = [];

    public AuditStages OmitStages { get; init; }

    public bool OmitManagedFields { get; init; }

    /// <summary>Decides about one request. Pure.</summary>
    public AuditDecision Decide(in AuthorizationAttributes request)
    {
        for (var i = 0; i < Rules.Count; i++)
        {
            var rule = Rules[i];
            if (rule.Matches(request)) return new(rule.Level, rule.OmitStages | OmitStages, rule.OmitManagedFields ?? OmitManagedFields);
        }

        return new(AuditLevel.None, OmitStages, OmitManagedFields);
    }
}
