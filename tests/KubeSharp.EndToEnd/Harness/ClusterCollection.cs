namespace KubeSharp.EndToEnd.Harness;

/// <summary>Tests that share one running cluster, each in a namespace of its own.</summary>
[CollectionDefinition(Name)]
public sealed class ClusterCollection : ICollectionFixture<TestCluster>
{
    /// <summary>The name that test classes carry.</summary>
    public const string Name = "one cluster";
}
