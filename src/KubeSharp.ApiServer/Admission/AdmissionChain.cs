using KubeSharp.ApiMachinery.Errors;

namespace KubeSharp.ApiServer.Admission;

/// <summary>All admission plug-ins that are on, in their order.</summary>
public sealed class AdmissionChain
{
    private readonly IMutatingAdmission[] mutating;
    private readonly IValidatingAdmission[] validating;

    /// <summary>Splits the plug-ins by what they can do; the order stays.</summary>
    public AdmissionChain(IReadOnlyList<IAdmissionPlugin> plugins)
    {
        mutating = [.. plugins.OfType<IMutatingAdmission>()];
        validating = [.. plugins.OfType<IValidatingAdmission>()];
        Synced = Task.WhenAll(plugins.OfType<IWaitsForObjects>().Select(plugin => plugin.Synced));
    }

    /// <summary>Completes when the plug-ins know everything that is stored of what they decide by; the server does not serve before.</summary>
    internal Task Synced { get; }

    /// <summary>Lets every mutating plug-in have its say, and once more if a webhook or policy changed what others had seen; stops at the first refusal.</summary>
    public async ValueTask<StatusError?> AdmitAsync(AdmissionAttributes attributes, CancellationToken cancellationToken)
    {
        if (await RoundAsync(attributes, cancellationToken) is { } refusal) return refusal;
        if (!attributes.Reinvocation.IsWanted) return null;
        attributes.Reinvocation.Begin();
        return await RoundAsync(attributes, cancellationToken);
    }

    /// <summary>Asks every validating plug-in; stops at the first refusal.</summary>
    public async ValueTask<StatusError?> ValidateAsync(AdmissionAttributes attributes, CancellationToken cancellationToken)
    {
        foreach (var plugin in validating)
        {
            if (plugin.Handles(attributes.Operation) && await plugin.ValidateAsync(attributes, cancellationToken) is { } refusal) return refusal;
        }

        return null;
    }

    private async ValueTask<StatusError?> RoundAsync(AdmissionAttributes attributes, CancellationToken cancellationToken)
    {
        foreach (var plugin in mutating)
        {
            if (plugin.Handles(attributes.Operation) && await plugin.AdmitAsync(attributes, cancellationToken) is { } refusal) return refusal;
        }

        return null;
    }
}
