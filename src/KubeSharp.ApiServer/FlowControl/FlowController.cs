using KubeSharp.ApiMachinery.Json;
using KubeSharp.ApiServer.Authentication;
using KubeSharp.ApiServer.FlowControl.Configuration;
using KubeSharp.ApiServer.FlowControl.Queueing;
using KubeSharp.ApiServer.Objects;
using KubeSharp.ApiServer.Requests;

namespace KubeSharp.ApiServer.FlowControl;

/// <summary>
/// API Priority and Fairness: which FlowSchema a request belongs to and at which priority level it is worked on, as the objects of the cluster say.
/// </summary>
/// <remarks>https://kubernetes.io/docs/concepts/cluster-administration/flow-control/</remarks>
internal sealed class FlowController : IDisposable
{
    public const string Group = "flowcontrol.apiserver.k8s.io";
    public const string Schemas = "flowschemas";
    public const string Levels = "prioritylevelconfigurations";

    private static readonly TimeSpan BorrowingPeriod = TimeSpan.FromSeconds(10);

    private readonly int seats;
    private readonly TimeProvider time;
    private readonly Lock gate = new();
    private readonly Dictionary<string, JsonObject> schemas = new(StringComparer.Ordinal);
    private readonly Dictionary<string, LevelSpec> specs = new(StringComparer.Ordinal);
    private readonly Dictionary<string, PriorityLevel> levels = new(StringComparer.Ordinal);
    private readonly Dictionary<(string Schema, string Level), FlowCounters> counters = [];
    private readonly ITimer borrowing;
    private readonly List<IDisposable> subscriptions = [];
    private FlowBinding[] bindings = [];
    private int armed;

    /// <param name="seats">How many requests the server works on at a time.</param>
    /// <param name="time">The time.</param>
    public FlowController(int seats, TimeProvider time)
    {
        this.seats = seats;
        this.time = time;
        borrowing = time.CreateTimer(static state => ((FlowController)state!).Borrow(), this, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        // What must be there whatever the objects say: until they are read, and if somebody deletes them.
        foreach (var level in FlowControlObjects.MandatoryLevels) specs[new Metadata(level).Name] = LevelSpec.Read(level);
        foreach (var schema in FlowControlObjects.MandatorySchemas) schemas[new Metadata(schema).Name] = schema;
        Rebuild();
    }

    /// <summary>Called when an object of the configuration changed.</summary>
    public Action? Changed { get; set; }

    /// <summary>The schemas that lead to a level, in the order in which they are asked.</summary>
    public IReadOnlyList<FlowBinding> Bindings => Volatile.Read(ref bindings);

    /// <summary>All levels.</summary>
    public IReadOnlyList<PriorityLevel> AllLevels
    {
        get
        {
            lock (gate) return [.. levels.Values.OrderBy(level => level.Spec.Name, StringComparer.Ordinal)];
        }
    }

    /// <summary>All schemas and the counters of what became of their requests.</summary>
    public IReadOnlyList<(string Schema, string Level, FlowCounters Counters)> Counters
    {
        get
        {
            lock (gate) return [.. counters.Select(pair => (pair.Key.Schema, pair.Key.Level, pair.Value))];
        }
    }

    /// <summary>Learns of the objects of the cluster from now on.</summary>
    public void Follow(IObjectLister objects)
    {
        subscriptions.Add(objects.Observe(Group, Levels, new LevelObserver(this)));
        subscriptions.Add(objects.Observe(Group, Schemas, new SchemaObserver(this)));
    }

    /// <summary>Finds the schema of a request. Allocates nothing.</summary>
    public FlowBinding Classify(RequestInfo request, UserInfo user)
    {
        var all = Volatile.Read(ref bindings);
        for (var i = 0; i < all.Length - 1; i++)
        {
            if (all[i].Schema.Matches(request, user)) return all[i];
        }

        return all[^1];
    }

    /// <summary>The schemas as they are, with whether their level is there.</summary>
    public IReadOnlyList<(JsonObject Schema, string Level, bool Exists)> References()
    {
        lock (gate) return [.. schemas.Values.Select(schema => new FlowSchema(schema)).Select(schema => (schema.Document, schema.Level, specs.ContainsKey(schema.Level)))];
    }

    public void Dispose()
    {
        foreach (var subscription in subscriptions) subscription.Dispose();
        borrowing.Dispose();
    }

    private void SetLevel(string name, JsonObject? document)
    {
        lock (gate)
        {
            if (document is not null) specs[name] = LevelSpec.Read(document);
            else if (FlowControlObjects.MandatoryLevels.FirstOrDefault(level => new Metadata(level).Name == name) is { } kept) specs[name] = LevelSpec.Read(kept);
            else specs.Remove(name);
            Rebuild();
        }

        Changed?.Invoke();
    }

    private void SetSchema(string name, JsonObject? document)
    {
        lock (gate)
        {
            if (document is not null) schemas[name] = document;
            else if (FlowControlObjects.MandatorySchemas.FirstOrDefault(schema => new Metadata(schema).Name == name) is { } kept) schemas[name] = kept;
            else schemas.Remove(name);
            Rebuild();
        }

        Changed?.Invoke();
    }

    private void Rebuild()
    {
        LevelSpec[] ordered = [.. specs.Values.OrderBy(spec => spec.Name, StringComparer.Ordinal)];
        var limits = ConcurrencyShares.Divide([.. ordered.Select(spec => (spec.Shares, spec.LendablePercent, spec.BorrowingPercent, spec.IsExempt))], seats);
        for (var i = 0; i < ordered.Length; i++)
        {
            if (!levels.TryGetValue(ordered[i].Name, out var level)) levels[ordered[i].Name] = level = new PriorityLevel(time) { Pressed = Press };
            level.Configure(ordered[i], limits[i]);
        }

        // Requests that are at work at a level that went away finish there.
        foreach (var name in levels.Keys.Where(name => !specs.ContainsKey(name)).ToArray()) levels.Remove(name);
        var sorted = schemas.Values.Select(document => new FlowSchema(document)).Where(schema => specs.ContainsKey(schema.Level))
            .OrderBy(schema => schema.Precedence).ThenBy(schema => schema.Name, StringComparer.Ordinal);
        FlowBinding[] made = [.. sorted.Select(schema => new FlowBinding(schema, levels[schema.Level], CountersOf(schema)))];
        // The last one takes all that nobody took.
        Volatile.Write(ref bindings, [.. made.Where(binding => binding.Schema.Name != "catch-all"), .. made.Where(binding => binding.Schema.Name == "catch-all")]);
    }

    private FlowCounters CountersOf(FlowSchema schema)
    {
        if (!counters.TryGetValue((schema.Name, schema.Level), out var found)) counters[(schema.Name, schema.Level)] = found = new FlowCounters();
        return found;
    }

    // Nothing is divided anew as long as every level has enough.
    private void Press()
    {
        if (Interlocked.Exchange(ref armed, 1) == 0) borrowing.Change(BorrowingPeriod, Timeout.InfiniteTimeSpan);
    }

    private void Borrow()
    {
        Volatile.Write(ref armed, 0);
        PriorityLevel[] all;
        lock (gate) all = [.. levels.Values];
        var demands = new (SeatLimits, double)[all.Length];
        for (var i = 0; i < all.Length; i++) demands[i] = (all[i].Limits, all[i].TakeDemand());
        var lent = ConcurrencyShares.Lend(demands, Math.Max(seats, all.Sum(level => level.Limits.Nominal)));
        var uneven = false;
        for (var i = 0; i < all.Length; i++)
        {
            if (all[i].IsExempt) continue;
            all[i].Lend(lent[i]);
            uneven |= demands[i].Item2 > all[i].Limits.Nominal || all[i].Waiting > 0;
        }

        if (uneven) Press();
    }

    private sealed class LevelObserver(FlowController owner) : IObjectObserver
    {
        public void OnSet(string @namespace, string name, JsonObject document) => owner.SetLevel(name, document);

        public void OnDeleted(string @namespace, string name) => owner.SetLevel(name, null);

        public void OnSynced()
        {
        }
    }

    private sealed class SchemaObserver(FlowController owner) : IObjectObserver
    {
        public void OnSet(string @namespace, string name, JsonObject document) => owner.SetSchema(name, document);

        public void OnDeleted(string @namespace, string name) => owner.SetSchema(name, null);

        public void OnSynced()
        {
        }
    }
}
