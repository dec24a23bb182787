using System.Xml.Linq;

namespace KubeSharp.Tests;

/// <summary>The folder layout is the architecture: who may know whom. See ARCHITECTURE.md.</summary>
public sealed class ProjectReferenceTests
{
    private static readonly Dictionary<string, string[]> Allowed = new()
    {
        ["KubeSharp.ApiMachinery"] = [],
        ["KubeSharp.Storage"] = [],
        ["KubeSharp.Cel"] = ["KubeSharp.ApiMachinery"],
        ["KubeSharp.Models"] = ["KubeSharp.ApiMachinery"],
        ["KubeSharp.Client"] = ["KubeSharp.ApiMachinery", "KubeSharp.Models"],
        // Only the API server touches the store.
        ["KubeSharp.ApiServer"] = ["KubeSharp.ApiMachinery", "KubeSharp.Storage", "KubeSharp.Cel"],
        ["KubeSharp.Scheduler"] = ["KubeSharp.ApiMachinery", "KubeSharp.Client"],
        // One of them checks the expressions of admission policies.
        ["KubeSharp.Controllers"] = ["KubeSharp.ApiMachinery", "KubeSharp.Cel", "KubeSharp.Client"],
        ["KubeSharp.Kubelet"] = ["KubeSharp.ApiMachinery", "KubeSharp.Client"],
        ["KubeSharp.Proxy"] = ["KubeSharp.ApiMachinery", "KubeSharp.Client"],
        ["KubeSharp.Network"] = ["KubeSharp.ApiMachinery", "KubeSharp.Client"],
    };

    private static readonly string Source = FindSource();

    public static TheoryData<string> Projects =>
        new(Directory.EnumerateDirectories(Source).Select(d => Path.GetFileName(d)!).Where(name => File.Exists(ProjectFile(name))));

    [Theory]
    [MemberData(nameof(Projects))]
    public void A_project_knows_only_what_the_architecture_allows(string project)
    {
        // The command line composes the parts, so it knows them all.
        if (project != "KubeSharp")
            Assert.Empty(References(project).Except(Allowed[project]));
    }

    [Fact]
    public void The_product_does_not_ship_the_client_that_the_tests_use() =>
        Assert.False(File.Exists(Path.Combine(AppContext.BaseDirectory, "KubernetesClient.dll")));

    private static List<string> References(string project) =>
        [.. XDocument.Load(ProjectFile(project)).Descendants("ProjectReference")
            // Generators and other tools of the build are no part of the product.
            .Where(r => (string?)r.Attribute("OutputItemType") != "Analyzer" && (string?)r.Attribute("ReferenceOutputAssembly") != "false")
            .Select(r => Path.GetFileNameWithoutExtension((string)r.Attribute("Include")!))];

    private static string ProjectFile(string project) => Path.Combine(Source, project, project + ".csproj");

    private static string FindSource()
    {
        for (var dir = new DirectoryInfo(AppContext.BaseDirectory); dir is not null; dir = dir.Parent)
        {
            if (File.Exists(Path.Combine(dir.FullName, "KubeSharp.slnx")))
                return Path.Combine(dir.FullName, "src");
        }

        throw new InvalidOperationException("the tests run outside the repository");
    }
}
