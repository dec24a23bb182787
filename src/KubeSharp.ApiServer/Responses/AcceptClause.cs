using System.Globalization;

namespace KubeSharp.ApiServer.Responses;

/// <summary>One of the media types of an Accept header, read as the library goautoneg does: what it cannot read is left out.</summary>
internal sealed class AcceptClause
{
    private readonly string type;
    private readonly string subtype;
    private readonly List<KeyValuePair<string, string>> parameters = [];
    private double weight = 1;

    private AcceptClause(string type, string subtype) => (this.type, this.subtype) = (type, subtype);

    /// <summary>A parameter of the type, as it stands; null without.</summary>
    public string? this[string name]
    {
        get
        {
            foreach (var (key, value) in parameters)
            {
                if (key == name) return value;
            }

            return null;
        }
    }

    /// <summary>The clauses of a header, in the order in which they are tried.</summary>
    public static IReadOnlyList<AcceptClause> Parse(string header)
    {
        var clauses = new List<AcceptClause>(2);
        foreach (var range in header.AsSpan().Split(','))
        {
            if (Read(header.AsSpan()[range].Trim()) is { } clause) clauses.Add(clause);
        }

        // The order is no order in the strict sense (of a lighter type and a heavier wildcard each comes before the other), so how it is sorted matters.
        for (var i = 1; i < clauses.Count; i++)
        {
            for (var j = i; j > 0 && clauses[j].ComesBefore(clauses[j - 1]); j--) (clauses[j - 1], clauses[j]) = (clauses[j], clauses[j - 1]);
        }

        return clauses;
    }

    /// <summary>Whether the clause names a media type, or is itself the wildcard that is given.</summary>
    public bool Is(ReadOnlySpan<char> mediaType)
    {
        var slash = mediaType.IndexOf('/');
        return mediaType[..slash].SequenceEqual(type) && mediaType[(slash + 1)..].SequenceEqual(subtype);
    }

    private bool ComesBefore(AcceptClause other) =>
        weight > other.weight || (type != "*" && other.type == "*") || (subtype != "*" && other.subtype == "*");

    private static AcceptClause? Read(ReadOnlySpan<char> text)
    {
        var semicolon = text.IndexOf(';');
        var name = semicolon < 0 ? text : text[..semicolon];
        var slash = name.IndexOf('/');
        var type = (slash < 0 ? name : name[..slash]).Trim();
        var subtype = slash < 0 ? "*" : name[(slash + 1)..].Trim();
        if ((slash < 0 && type is not "*") || subtype.Contains('/')) return null;
        var clause = new AcceptClause(type.ToString(), subtype.ToString());
        if (semicolon >= 0) clause.ReadParameters(text[(semicolon + 1)..]);
        return clause;
    }

    private void ReadParameters(ReadOnlySpan<char> text)
    {
        foreach (var range in text.Split(';'))
        {
            var parameter = text[range];
            var equals = parameter.IndexOf('=');
            if (equals < 0 || equals == parameter.Length - 1 || parameter[(equals + 1)..].Contains('=')) continue;
            var name = parameter[..equals].Trim();
            var value = parameter[(equals + 1)..];
            if (name is not "q") parameters.Insert(0, new(name.ToString(), value.Trim().ToString()));
            else weight = double.TryParse(value, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) ? number : 0;
        }
    }
}
