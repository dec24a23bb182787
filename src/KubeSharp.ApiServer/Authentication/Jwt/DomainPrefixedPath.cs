using KubeSharp.ApiMachinery.Validation;

namespace KubeSharp.ApiServer.Authentication.Jwt;

/// <summary>Keys such as <c>example.org/tenant</c>. Pure.</summary>
internal static class DomainPrefixedPath
{
    /// <summary>What is wrong with a key.</summary>
    public static IEnumerable<FieldError> Check(string key, FieldPath path)
    {
        if (key.Length == 0) return [FieldError.Required(path)];
        var slash = key.IndexOf('/', StringComparison.Ordinal);
        if (slash < 0 || slash == key.Length - 1) return [FieldError.Invalid(path, key, "must be a domain-prefixed path (such as \"acme.io/foo\")")];
        List<FieldError> errors = [];
        foreach (var fault in StringValidators.Dns1123Subdomain(key[..slash])) errors.Add(FieldError.Invalid(path, key[..slash], fault));
        foreach (var part in key[(slash + 1)..].Split('/'))
        {
            if (part.Length == 0 || part.AsSpan().IndexOfAnyExcept(Allowed) >= 0) errors.Add(FieldError.Invalid(path, key[(slash + 1)..], "Invalid path"));
        }

        return errors;
    }

    private static readonly System.Buffers.SearchValues<char> Allowed =
        System.Buffers.SearchValues.Create("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789/-._~%!$&'()*+,;=:");
}
