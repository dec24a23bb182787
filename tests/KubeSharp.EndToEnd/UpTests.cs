using KubeSharp.EndToEnd.Harness;

namespace KubeSharp.EndToEnd;

/// <summary>What a person sees in the first minute.</summary>
[Collection(ClusterCollection.Name)]
public sealed class UpTests(TestCluster cluster)
{
    public static TheoryData<string> Kubectls => KubectlBinaries.Versions;

    [Fact]
    public void Up_tells_how_long_it_took_where_the_kubeconfig_is_and_what_to_try()
    {
        Assert.Contains(cluster.Kubeconfig, cluster.UpOutput);
        Assert.Matches(@"Ready, in \d+\.\d s", cluster.UpOutput);
        Assert.Contains("kubectl", cluster.UpOutput);
    }

    [Fact]
    public async Task A_second_up_is_harmless()
    {
        var pid = await File.ReadAllTextAsync(Path.Combine(cluster.DataDir, "run/kubesharp.pid"), TestContext.Current.CancellationToken);
        (await cluster.UpAsync()).Succeeded();
        Assert.Equal(pid, await File.ReadAllTextAsync(Path.Combine(cluster.DataDir, "run/kubesharp.pid"), TestContext.Current.CancellationToken));
    }

    [Theory]
    [MemberData(nameof(Kubectls))]
    public async Task Every_kubectl_sees_a_ready_node_and_a_complete_api(string kubectl)
    {
        async Task<string> Run(params string[] arguments) => (await cluster.KubectlAsync(arguments, input: null, kubectl)).Succeeded();

        var nodes = await Run("get", "nodes", "-o", "wide");
        Assert.Matches(@"\sReady\s", nodes);
        Assert.Contains("containerd://", nodes);
        Assert.Contains("v1.36", nodes);
        Assert.Contains("Kubernetes control plane", await Run("cluster-info"));
        Assert.Matches(@"Server Version: .*v1\.36", await Run("version"));
        var resources = await Run("api-resources");
        Assert.Contains("deployments", resources);
        Assert.Contains("customresourcedefinitions", resources);
        Assert.Contains("apps/v1", await Run("api-versions"));
        var explained = await Run("explain", "deployment.spec.strategy");
        Assert.Contains("rollingUpdate", explained);
        Assert.Contains("DESCRIPTION", explained);
        Assert.Contains("readyz check passed", await Run("get", "--raw", "/readyz?verbose"));
    }

    [Fact]
    public async Task Status_says_that_it_runs_and_the_kubeconfig_command_names_the_file()
    {
        Assert.Contains("running", (await cluster.KubesharpAsync("status")).Succeeded());
        Assert.Equal(cluster.Kubeconfig, (await cluster.KubesharpAsync("kubeconfig")).Succeeded().Trim());
    }
}
