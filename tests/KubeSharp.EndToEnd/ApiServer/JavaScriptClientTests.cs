using KubeSharp.EndToEnd.Harness;

namespace KubeSharp.EndToEnd.ApiServer;

/// <summary>The official JavaScript client, from npm, on the tour in tests/clients/javascript.</summary>
[Collection(ApiServerCollection.Name)]
public sealed class JavaScriptClientTests(LoneApiServer server)
{
    [Fact]
    public async Task The_official_javascript_client_tours_the_api()
    {
        var folder = Path.Combine(Repository.Root, "tests/clients/javascript");
        if (!await HasAsync("node") || !await HasAsync("npm"))
            Assert.Skip("Node.js and npm are not installed");
        if (!Directory.Exists(Path.Combine(folder, "node_modules")))
            (await Shell.RunAsync("npm", ["ci", "--prefix", folder, "--no-audit", "--no-fund"], limit: TimeSpan.FromMinutes(5))).Succeeded();

        var tour = await Shell.RunAsync(
            "node", [Path.Combine(folder, "tour.mjs"), server.Kubeconfig, "js-" + Guid.NewGuid().ToString("N")[..8]], limit: TimeSpan.FromMinutes(2));
        Assert.EndsWith("done\n", tour.Succeeded());
    }

    private static async Task<bool> HasAsync(string program) => (await Shell.RunAsync("sh", ["-c", $"command -v {program}"])).ExitCode == 0;
}
