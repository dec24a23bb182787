namespace KubeSharp.ApiMachinery.Apply;

/// <summary>The paths in which two objects differ.</summary>
/// <param name="Added">Only in the right one.</param>
/// <param name="Modified">In both, with different values.</param>
/// <param name="Removed">Only in the left one.</param>
internal readonly record struct Comparison(FieldSet Added, FieldSet Modified, FieldSet Removed)
{
    /// <summary>The comparison without what lies at or below some paths.</summary>
    public Comparison Excluding(FieldSet? ignored) => ignored is null
        ? this
        : new(Added.RecursiveDifference(ignored), Modified.RecursiveDifference(ignored), Removed.RecursiveDifference(ignored));
}
