using KubeSharp.Cel.Values;

namespace KubeSharp.Cel;

/// <summary>
/// The values of an environment's variables for evaluations. Reusable for any number of programs of the environment (and of those
/// extended from it), one after the other; not safe for use by several threads at once.
/// </summary>
public sealed class CelActivation
{
    private readonly CelEnvironment environment;
    private readonly CelValue[] values;
    private readonly Func<CelValue>?[] lazy;

    /// <summary>An activation in which no variable has a value yet.</summary>
    public CelActivation(CelEnvironment environment)
    {
        this.environment = environment;
        values = new CelValue[environment.Variables.Count];
        lazy = new Func<CelValue>?[values.Length];
    }

    /// <summary>Gives a variable a value.</summary>
    /// <exception cref="KeyNotFoundException">The environment has no such variable.</exception>
    public CelActivation Set(string variable, CelValue value)
    {
        var at = environment.SlotOf(variable);
        values[at] = value;
        lazy[at] = null;
        return this;
    }

    /// <summary>Gives a variable a value that is computed when first read; it may be an error.</summary>
    /// <exception cref="KeyNotFoundException">The environment has no such variable.</exception>
    public CelActivation SetLazy(string variable, Func<CelValue> value)
    {
        var at = environment.SlotOf(variable);
        values[at] = default;
        lazy[at] = value;
        return this;
    }

    /// <summary>The value in a slot; kind None when there is none.</summary>
    internal CelValue this[int slot]
    {
        get
        {
            if ((uint)slot >= (uint)values.Length)
                return default;
            if (lazy[slot] is { } compute)
            {
                values[slot] = compute();
                lazy[slot] = null;
            }

            return values[slot];
        }
    }
}
