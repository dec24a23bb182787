namespace KubeSharp.ApiMachinery.Apply;

/// <summary>Fields that an apply would change although another manager owns them.</summary>
internal sealed record FieldConflict(ManagedEntry Manager, FieldSet Fields);
