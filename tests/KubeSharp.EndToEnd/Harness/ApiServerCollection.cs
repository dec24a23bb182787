namespace KubeSharp.EndToEnd.Harness;

/// <summary>Tests of clients that share one API server, each with objects of its own.</summary>
[CollectionDefinition(Name)]
public sealed class ApiServerCollection : ICollectionFixture<LoneApiServer>
{
    /// <summary>The name that test classes carry.</summary>
    public const string Name = "one API server";
}
