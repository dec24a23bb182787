using KubeSharp.Cel.Types;

namespace KubeSharp.Cel.Values;

/// <summary>An object that an expression made: <c>Object.spec{replicas: 3}</c>.</summary>
internal sealed class MadeObject(CelType type, KeyValuePair<string, CelValue>[] fields) : ICelObject
{
    public CelType Type => type;

    /// <summary>The fields that were given a value, in order.</summary>
    public IReadOnlyList<KeyValuePair<string, CelValue>> Fields => fields;

    public bool TryGetField(string name, out CelValue value)
    {
        foreach (var (field, given) in fields)
        {
            if (field == name)
            {
                value = given;
                return true;
            }
        }

        value = default;
        return false;
    }
}
