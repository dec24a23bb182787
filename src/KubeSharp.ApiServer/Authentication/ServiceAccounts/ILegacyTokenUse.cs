namespace KubeSharp.ApiServer.Authentication.ServiceAccounts;

/// <summary>Hears that a token out of a secret was used, so that those nobody uses can be found and removed.</summary>
internal interface ILegacyTokenUse
{
    /// <summary>Must return at once; what is to be written is written later.</summary>
    /// <param name="namespace">The namespace of the secret.</param>
    /// <param name="name">Its name.</param>
    void Note(string @namespace, string name);
}
