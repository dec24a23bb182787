namespace KubeSharp.ApiServer.Authentication.ServiceAccounts;

/// <summary>An object a token is bound to: the token dies with it.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Uid">Its UID, so that another object of the same name does not count.</param>
internal sealed record BoundObject(string Name, string Uid);
