using KubeSharp.ApiMachinery.Json;
using KubeSharp.Client;
using KubeSharp.Models;
using KubeSharp.Models.Admissionregistration.V1;

namespace KubeSharp.Controllers;

/// <summary>
/// Tells in the status of validating admission policies which of their expressions cannot work for the types that they match:
/// https://kubernetes.io/docs/reference/access-authn-authz/validating-admission-policy/#type-checking.
/// </summary>
internal sealed class ValidatingAdmissionPolicyStatusController : KeyedController
{
    private readonly Informer<ValidatingAdmissionPolicy> policies;

    public ValidatingAdmissionPolicyStatusController(ControllerContext context)
        : base(context, workers: 1)
    {
        policies = Main<ValidatingAdmissionPolicy>();
    }

    protected override async Task<ReconcileResult> ReconcileAsync(ObjectKey key, CancellationToken cancellationToken)
    {
        if (policies.Get(key) is not { } policy || policy.Status.ObservedGeneration >= policy.Metadata.Generation) return ReconcileResult.Done;
        List<(string Field, string Warning)> found = PolicyTypeChecker.Check((JsonObject)JsonParser.Parse(KubernetesJson.ToUtf8Bytes(policy)));
        ValidatingAdmissionPolicy copy = policy.DeepCopy();
        copy.Status.ObservedGeneration = policy.Metadata.Generation;
        copy.Status.TypeChecking = new TypeChecking
        {
            ExpressionWarnings = found.Count == 0 ? null : [.. found.Select(warning => new ExpressionWarning { FieldRef = warning.Field, Warning = warning.Warning })],
        };
        await Client.UpdateStatusAsync(copy, cancellationToken: cancellationToken).ConfigureAwait(false);
        return ReconcileResult.Done;
    }
}
