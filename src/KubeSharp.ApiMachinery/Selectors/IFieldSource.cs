namespace KubeSharp.ApiMachinery.Selectors;

/// <summary>The selectable fields of an object.</summary>
public interface IFieldSource
{
    /// <summary>The text of a field; empty when it is not set.</summary>
    string Get(string field);
}
