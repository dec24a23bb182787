namespace KubeSharp.Cel.Costs;

/// <summary>A library's own value that counts as more than one unit.</summary>
internal interface ISized
{
    /// <summary>How many units.</summary>
    long Size { get; }
}
