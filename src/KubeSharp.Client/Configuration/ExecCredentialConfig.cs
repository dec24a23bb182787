namespace KubeSharp.Client;

/// <summary>A program that gives credentials. See https://kubernetes.io/docs/reference/access-authn-authz/authentication/#client-go-credential-plugins.</summary>
public sealed record ExecCredentialConfig
{
    /// <summary>The version of ExecCredential to speak, for example <c>client.authentication.k8s.io/v1</c>.</summary>
    public required string ApiVersion { get; init; }

    /// <summary>The program; with a slash in it relative to the kubeconfig, else sought in PATH.</summary>
    public required string Command { get; init; }

    /// <summary>Its arguments.</summary>
    public IReadOnlyList<string> Args { get; init; } = [];

    /// <summary>Environment variables added to our own.</summary>
    public IReadOnlyDictionary<string, string> Env { get; init; } = new Dictionary<string, string>();

    /// <summary>Tell the program about the cluster.</summary>
    public bool ProvideClusterInfo { get; init; }

    /// <summary>What to say to the user when the program is not there.</summary>
    public string? InstallHint { get; init; }
}
