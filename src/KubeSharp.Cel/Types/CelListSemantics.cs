namespace KubeSharp.Cel.Types;

/// <summary>How lists compare and concatenate (x-kubernetes-list-type).</summary>
public enum CelListSemantics
{
    /// <summary>In order, element by element.</summary>
    Atomic,

    /// <summary>Without order; concatenation is the union.</summary>
    Set,

    /// <summary>Without order, elements told apart by key fields; concatenation overwrites.</summary>
    Map,
}
