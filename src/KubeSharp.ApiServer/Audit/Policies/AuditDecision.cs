namespace KubeSharp.ApiServer.Audit.Policies;

/// <summary>What is written down of one request.</summary>
/// <param name="Level">How much.</param>
/// <param name="OmitStages">When not.</param>
/// <param name="OmitManagedFields">Whether objects are written without their managedFields.</param>
internal readonly record struct AuditDecision(AuditLevel Level, AuditStages OmitStages, bool OmitManagedFields);
