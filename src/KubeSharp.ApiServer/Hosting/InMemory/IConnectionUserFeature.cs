using KubeSharp.ApiServer.Authentication;

namespace KubeSharp.ApiServer.Hosting.InMemory;

/// <summary>The user that a connection was opened for; present on in-memory connections only.</summary>
internal interface IConnectionUserFeature
{
    UserInfo User { get; }
}
