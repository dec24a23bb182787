using KubeSharp.ApiMachinery.Json;
using KubeSharp.ApiServer.Objects;

namespace KubeSharp.ApiServer.Admission.Policies;

/// <summary>All policies of one kind with their bindings, both ordered by name; kept up to date. A policy without a binding is not in force.</summary>
/// <typeparam name="TPolicy">The kind.</typeparam>
internal sealed class PolicyCatalog<TPolicy>
    where TPolicy : AdmissionPolicy
{
    private readonly Lock gate = new();
    private readonly SortedDictionary<string, TPolicy> policies = new(StringComparer.Ordinal);
    private readonly SortedDictionary<string, PolicyBinding> bindings = new(StringComparer.Ordinal);
    private volatile (TPolicy Policy, PolicyBinding[] Bindings)[] inForce = [];

    /// <summary>Begins to watch.</summary>
    /// <param name="objects">Where the policies are.</param>
    /// <param name="policyResource">The policies' resource.</param>
    /// <param name="bindingResource">The bindings' resource.</param>
    /// <param name="read">Makes a policy of a name and a document.</param>
    public PolicyCatalog(IObjectLister objects, string policyResource, string bindingResource, Func<string, JsonObject, TPolicy> read)
    {
        const string Group = "admissionregistration.k8s.io";
        var ofPolicies = new Feed((name, document) => Change(() => Put(policies, name, document is null ? null : read(name, document))));
        var ofBindings = new Feed((name, document) => Change(() => Put(bindings, name, document is null ? null : new PolicyBinding(name, document))));
        objects.Observe(Group, policyResource, ofPolicies);
        objects.Observe(Group, bindingResource, ofBindings);
        Synced = Task.WhenAll(ofPolicies.Synced, ofBindings.Synced);
    }

    /// <summary>Completes when all that is stored is known.</summary>
    public Task Synced { get; }

    /// <summary>The policies in force with their bindings.</summary>
    public (TPolicy Policy, PolicyBinding[] Bindings)[] InForce => inForce;

    private static void Put<TValue>(SortedDictionary<string, TValue> all, string name, TValue? value)
        where TValue : class
    {
        if (value is null) all.Remove(name);
        else all[name] = value;
    }

    private void Change(Action change)
    {
        lock (gate)
        {
            change();
            var byPolicy = bindings.Values.ToLookup(binding => binding.PolicyName, StringComparer.Ordinal);
            inForce = [.. policies.Values.Where(policy => byPolicy.Contains(policy.Name)).Select(policy => (policy, byPolicy[policy.Name].ToArray()))];
        }
    }

    private sealed class Feed(Action<string, JsonObject?> change) : IObjectObserver
    {
        private readonly TaskCompletionSource synced = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public Task Synced => synced.Task;

        public void OnSet(string @namespace, string name, JsonObject document) => change(name, document);

        public void OnDeleted(string @namespace, string name) => change(name, null);

        public void OnSynced() => synced.TrySetResult();
    }
}
