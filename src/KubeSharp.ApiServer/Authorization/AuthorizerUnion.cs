namespace KubeSharp.ApiServer.Authorization;

/// <summary>Asks authorizers in order; the first that allows or denies decides. Reasons of those with no opinion are kept.</summary>
internal sealed class AuthorizerUnion(IReadOnlyList<IAuthorizer> authorizers) : IAuthorizer
{
    /// <inheritdoc/>
    public ValueTask<AuthorizationDecision> AuthorizeAsync(AuthorizationAttributes attributes, CancellationToken cancellationToken)
    {
        string reasons = "", errors = "";
        for (var i = 0; i < authorizers.Count; i++)
        {
            var pending = authorizers[i].AuthorizeAsync(attributes, cancellationToken);
            if (!pending.IsCompletedSuccessfully)
                return ContinueAsync(pending, i, reasons, errors, attributes, cancellationToken);
            var decision = pending.Result;
            if (IsFinal(decision, ref reasons, ref errors))
                return new(decision);
        }

        return new(new AuthorizationDecision(AuthorizationOutcome.NoOpinion, reasons, errors));
    }

    private static bool IsFinal(in AuthorizationDecision decision, ref string reasons, ref string errors)
    {
        if (decision.Outcome != AuthorizationOutcome.NoOpinion)
            return true;
        reasons = Join(reasons, decision.Reason, "\n");
        errors = Join(errors, decision.EvaluationError, ", ");
        return false;
    }

    private static string Join(string left, string? right, string separator) =>
        string.IsNullOrEmpty(right) ? left : left.Length == 0 ? right : left + separator + right;

    private async ValueTask<AuthorizationDecision> ContinueAsync(
        ValueTask<AuthorizationDecision> pending,
        int at,
        string reasons,
        string errors,
        AuthorizationAttributes attributes,
        CancellationToken cancellationToken)
    {
        while (true)
        {
            var decision = await pending.ConfigureAwait(false);
            if (IsFinal(decision, ref reasons, ref errors))
                return decision;
            if (++at == authorizers.Count)
                return new AuthorizationDecision(AuthorizationOutcome.NoOpinion, reasons, errors);
            pending = authorizers[at].AuthorizeAsync(attributes, cancellationToken);
        }
    }
}
