using System.Buffers;
using KubeSharp.ApiMachinery.Validation;

namespace KubeSharp.ApiServer.Resources.Shared;

/// <summary>Names such as <c>acme.io/foo</c>: a domain and a path in it. Pure.</summary>
internal static class DomainPaths
{
    private static readonly SearchValues<char> InPaths =
        SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789/-._~%!$&'()*+,;=:");

    /// <summary>Finds what is wrong. Each fault shows the part that it is about.</summary>
    public static void Check(string value, FieldPath path, ErrorList errors)
    {
        if (value.Length == 0)
        {
            errors.Add(FieldError.Required(path));
            return;
        }

        var slash = value.IndexOf('/', StringComparison.Ordinal);
        if (slash <= 0 || slash == value.Length - 1)
        {
            errors.Add(FieldError.Invalid(path, value, "must be a domain-prefixed path (such as \"acme.io/foo\")"));
            return;
        }

        errors.AddInvalid(path, value[..slash], StringValidators.Dns1123Subdomain(value[..slash]));
        var rest = value[(slash + 1)..];
        if (rest.AsSpan().ContainsAnyExcept(InPaths))
            errors.Add(FieldError.Invalid(path, rest, "Invalid path (regex used for validation is '[A-Za-z0-9/\\-._~%!$&'()*+,;=:]+')"));
    }
}
