namespace KubeSharp.Client;

/// <summary>How informers list and watch.</summary>
public sealed record InformerOptions
{
    /// <summary>Items per page of the first list. Default 500.</summary>
    public int PageSize { get; init; } = 500;

    /// <summary>
    /// Take the first state as a stream of events (<c>sendInitialEvents</c>) instead of as pages: the server holds no list in memory.
    /// A server that refuses is asked for pages instead.
    /// </summary>
    public bool StreamInitialList { get; init; }

    /// <summary>
    /// How long one watch may last before the server ends it; each watch takes a random time between this and twice this, so that
    /// thousands of clients do not come back at once. Default 5 minutes.
    /// </summary>
    public TimeSpan WatchTimeout { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>
    /// A watch that is silent for this long (no event, no bookmark) is given up and taken up again where it was. Servers send
    /// bookmarks about once a minute. Default 4 minutes.
    /// </summary>
    public TimeSpan IdleTimeout { get; init; } = TimeSpan.FromMinutes(4);

    /// <summary>First delay after a failure; doubles up to <see cref="MaxBackoff"/>, with up to as much again at random. Default 800 ms.</summary>
    public TimeSpan MinBackoff { get; init; } = TimeSpan.FromMilliseconds(800);

    /// <summary>The longest delay between tries. Default 30 seconds.</summary>
    public TimeSpan MaxBackoff { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>Tell handlers of every object again this often, as an update from itself to itself. Null: never, which is right for most.</summary>
    public TimeSpan? ResyncPeriod { get; init; }

    /// <summary>Keep <c>metadata.managedFields</c>, often half of an object. Default false: a write without them leaves them as they are.</summary>
    public bool KeepManagedFields { get; init; }
}
