namespace KubeSharp.EndToEnd.Harness;

/// <summary>Somebody who works in one namespace with one version of kubectl.</summary>
internal sealed record KubectlUser(LoneApiServer Server, string Binary, string Namespace)
{
    /// <summary>What a command prints that must succeed.</summary>
    public Task<string> Run(params string[] arguments) => Run(arguments, null);

    /// <summary>What a command prints that must succeed, run with more environment variables.</summary>
    public async Task<string> Run(string[] arguments, Dictionary<string, string>? environment) =>
        (await Server.KubectlAsync([.. arguments, "-n", Namespace], input: null, Binary, environment)).Succeeded();

    /// <summary>What a command prints that must succeed and reads <paramref name="input"/>.</summary>
    public async Task<string> Feed(string input, params string[] arguments) => (await Ask(input, arguments)).Succeeded();

    /// <summary>What became of a command.</summary>
    public Task<CommandResult> Ask(string? input, params string[] arguments) => Server.KubectlAsync([.. arguments, "-n", Namespace], input, Binary);
}
