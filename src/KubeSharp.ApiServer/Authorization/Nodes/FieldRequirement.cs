namespace KubeSharp.ApiServer.Authorization.Nodes;

/// <summary>Whether a raw field selector limits a field to one value. Pure.</summary>
internal static class FieldRequirement
{
    /// <summary>True if one of the selector's terms is <c>field=value</c>.</summary>
    public static bool Equals(string? selector, string field, string value)
    {
        foreach (var term in (selector ?? "").Split(','))
        {
            var at = term.IndexOf('=', StringComparison.Ordinal);
            if (at <= 0 || term[at - 1] == '!')
                continue;
            if (term.AsSpan(0, at).SequenceEqual(field) && term.AsSpan(at).TrimStart('=').SequenceEqual(value))
                return true;
        }

        return false;
    }
}
