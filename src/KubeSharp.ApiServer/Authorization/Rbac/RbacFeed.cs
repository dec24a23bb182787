using KubeSharp.ApiMachinery.Json;
using KubeSharp.ApiServer.Objects;

namespace KubeSharp.ApiServer.Authorization.Rbac;

/// <summary>Keeps an <see cref="RbacAuthorizer"/> in step with the roles and bindings in the cluster.</summary>
internal sealed class RbacFeed : IDisposable
{
    private readonly RbacAuthorizer _authorizer;
    private readonly Lock _gate = new();
    private readonly List<IDisposable> _subscriptions = [];
    private readonly TaskCompletionSource _synced = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly List<(Func<RbacState, bool> Condition, TaskCompletionSource Met)> _waiting = [];
    private RbacState _state = RbacState.Empty;
    private int _unsynced = 4;

    /// <summary>Starts to observe.</summary>
    public RbacFeed(IObjectLister objects, RbacAuthorizer authorizer)
    {
        _authorizer = authorizer;
        Observe(objects, "clusterroles", (state, _, name, document) => state with
        {
            ClusterRoles = document is null ? state.ClusterRoles.Remove(name) : state.ClusterRoles.SetItem(name, RbacDocuments.Rules(document)),
        });
        Observe(objects, "roles", (state, ns, name, document) => state with
        {
            Roles = document is null ? state.Roles.Remove((ns, name)) : state.Roles.SetItem((ns, name), RbacDocuments.Rules(document)),
        });
        Observe(objects, "clusterrolebindings", SetBinding);
        Observe(objects, "rolebindings", SetBinding);
    }

    /// <summary>Completes when all roles and bindings that were there at the start are in force.</summary>
    public Task Synced => _synced.Task;

    /// <summary>Completes when the state in force meets a condition.</summary>
    public Task WaitForAsync(Func<RbacState, bool> condition, CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            if (_unsynced == 0 && condition(_state))
                return Task.CompletedTask;
            var met = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            _waiting.Add((condition, met));
            return met.Task.WaitAsync(cancellationToken);
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var subscription in _subscriptions)
            subscription.Dispose();
    }

    private static RbacState SetBinding(RbacState state, string ns, string name, JsonObject? document) => state with
    {
        Bindings = document is null
            ? state.Bindings.Remove((ns, name))
            : state.Bindings.SetItem((ns, name), RbacDocuments.Binding(ns, name, document)),
    };

    private void Observe(IObjectLister objects, string resource, Func<RbacState, string, string, JsonObject?, RbacState> change) =>
        _subscriptions.Add(objects.Observe(RbacDocuments.Group, resource, new Observer(this, change)));

    private void Change(Func<RbacState, RbacState> change)
    {
        // Four watches feed one state; each calls from a thread of its own.
        lock (_gate)
        {
            _state = change(_state);

            // Until everything is known, half a state would only refuse what the whole allows; it is put in force at once instead.
            if (_unsynced == 0)
                PutInForce();
        }
    }

    private void PutInForce()
    {
        _authorizer.Replace(_state);
        for (var i = _waiting.Count - 1; i >= 0; i--)
        {
            if (!_waiting[i].Condition(_state))
                continue;
            _waiting[i].Met.TrySetResult();
            _waiting.RemoveAt(i);
        }
    }

    private void OnSynced()
    {
        lock (_gate)
        {
            if (--_unsynced > 0)
                return;
            PutInForce();
        }

        _synced.TrySetResult();
    }

    private sealed class Observer(RbacFeed feed, Func<RbacState, string, string, JsonObject?, RbacState> change) : IObjectObserver
    {
        private bool _synced;

        public void OnSet(string @namespace, string name, JsonObject document) => feed.Change(state => change(state, @namespace, name, document));

        public void OnDeleted(string @namespace, string name) => feed.Change(state => change(state, @namespace, name, null));

        public void OnSynced()
        {
            if (_synced)
                return;
            _synced = true;
            feed.OnSynced();
        }
    }
}
