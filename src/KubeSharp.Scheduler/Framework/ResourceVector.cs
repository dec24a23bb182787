namespace KubeSharp.Scheduler.Framework;

/// <summary>Amounts of resources in whole units: CPU in thousandths of a core, memory and ephemeral storage in bytes.</summary>
internal sealed class ResourceVector
{
    private Dictionary<string, long>? others;

    /// <summary>CPU in thousandths of a core.</summary>
    public long MilliCpu { get; set; }

    /// <summary>Memory in bytes.</summary>
    public long Memory { get; set; }

    /// <summary>Local ephemeral storage in bytes.</summary>
    public long EphemeralStorage { get; set; }

    /// <summary>How many pods a node takes; only meaningful for what a node offers.</summary>
    public long Pods { get; set; }

    /// <summary>Hugepages, extended and attachable resources by name; null when there are none.</summary>
    public Dictionary<string, long>? Others => others;

    /// <summary>True when nothing at all is asked for.</summary>
    public bool IsZero => MilliCpu == 0 && Memory == 0 && EphemeralStorage == 0 && others is null;

    /// <summary>The amount of any resource by its Kubernetes name.</summary>
    public long this[string name]
    {
        get => name switch
        {
            "cpu" => MilliCpu,
            "memory" => Memory,
            "ephemeral-storage" => EphemeralStorage,
            "pods" => Pods,
            _ => others is not null && others.TryGetValue(name, out var value) ? value : 0,
        };
        set
        {
            switch (name)
            {
                case "cpu":
                    MilliCpu = value;
                    break;
                case "memory":
                    Memory = value;
                    break;
                case "ephemeral-storage":
                    EphemeralStorage = value;
                    break;
                case "pods":
                    Pods = value;
                    break;
                default:
                    (others ??= new Dictionary<string, long>(StringComparer.Ordinal))[name] = value;
                    break;
            }
        }
    }

    /// <summary>Adds <paramref name="sign"/> times the other amounts (1 or -1).</summary>
    public void Add(ResourceVector other, int sign = 1)
    {
        MilliCpu += sign * other.MilliCpu;
        Memory += sign * other.Memory;
        EphemeralStorage += sign * other.EphemeralStorage;
        if (other.others is null)
            return;
        foreach (var (name, value) in other.others)
            this[name] = this[name] + (sign * value);
    }

    /// <summary>Raises every amount to at least the other's.</summary>
    public void Max(ResourceVector other)
    {
        MilliCpu = Math.Max(MilliCpu, other.MilliCpu);
        Memory = Math.Max(Memory, other.Memory);
        EphemeralStorage = Math.Max(EphemeralStorage, other.EphemeralStorage);
        if (other.others is null)
            return;
        foreach (var (name, value) in other.others)
            this[name] = Math.Max(this[name], value);
    }

    /// <summary>An independent copy.</summary>
    public ResourceVector Clone() => new()
    {
        MilliCpu = MilliCpu,
        Memory = Memory,
        EphemeralStorage = EphemeralStorage,
        Pods = Pods,
        others = others is null ? null : new Dictionary<string, long>(others, StringComparer.Ordinal),
    };
}
