using System.Globalization;

namespace KubeSharp.ApiServer.Responses;

/// <summary>One of the media types of an Accept header, read as the library goautoneg does: what it cannot read is left out. A view of the header.</summary>
internal readonly struct AcceptClause
{
    private readonly ReadOnlyMemory<char> type;
    private readonly ReadOnlyMemory<char> subtype;
    private readonly ReadOnlyMemory<char> parameters;
    private readonly double weight;

    private AcceptClause(ReadOnlyMemory<char> type, ReadOnlyMemory<char> subtype, ReadOnlyMemory<char> parameters)
    {
        (this.type, this.subtype, this.parameters) = (type, subtype, parameters);
        weight = !TryGet("q", out var text) ? 1 : double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) ? number : 0;
    }

    /// <summary>The clauses of a header, in the order in which they are tried.</summary>
    public static List<AcceptClause> Parse(string header)
    {
        var clauses = new List<AcceptClause>(2);
        foreach (var range in header.AsSpan().Split(','))
        {
            if (TryRead(header.AsMemory()[range], out var clause)) clauses.Add(clause);
        }

        // The order is no order in the strict sense (of a lighter type and a heavier wildcard each comes before the other), so how it is sorted matters.
        for (var i = 1; i < clauses.Count; i++)
        {
            for (var j = i; j > 0 && clauses[j].ComesBefore(clauses[j - 1]); j--) (clauses[j - 1], clauses[j]) = (clauses[j], clauses[j - 1]);
        }

        return clauses;
    }

    /// <summary>Reads one clause; false for what cannot be read.</summary>
    public static bool TryRead(ReadOnlyMemory<char> text, out AcceptClause clause)
    {
        text = text.Trim();
        var semicolon = text.Span.IndexOf(';');
        var name = semicolon < 0 ? text : text[..semicolon];
        var slash = name.Span.IndexOf('/');
        var type = (slash < 0 ? name : name[..slash]).Trim();
        var subtype = slash < 0 ? "*".AsMemory() : name[(slash + 1)..].Trim();
        var readable = (slash >= 0 || type.Span is "*") && !subtype.Span.Contains('/');
        clause = readable ? new AcceptClause(type, subtype, semicolon < 0 ? default : text[(semicolon + 1)..]) : default;
        return readable;
    }

    /// <summary>Whether the clause names a media type, or is itself the wildcard that is given.</summary>
    public bool Is(ReadOnlySpan<char> mediaType)
    {
        var slash = mediaType.IndexOf('/');
        return mediaType[..slash].SequenceEqual(type.Span) && mediaType[(slash + 1)..].SequenceEqual(subtype.Span);
    }

    /// <summary>A parameter of the type; false without. Of several with the name the last one counts.</summary>
    public bool TryGet(ReadOnlySpan<char> name, out ReadOnlySpan<char> value)
    {
        value = default;
        var found = false;
        var text = parameters.Span;
        foreach (var range in text.Split(';'))
        {
            var parameter = text[range];
            var equals = parameter.IndexOf('=');
            if (equals < 0 || equals == parameter.Length - 1 || parameter[(equals + 1)..].Contains('=')) continue;
            if (!parameter[..equals].Trim().SequenceEqual(name)) continue;
            value = parameter[(equals + 1)..].Trim();
            found = true;
        }

        return found;
    }

    private bool ComesBefore(in AcceptClause other) =>
        weight > other.weight || (type.Span is not "*" && other.type.Span is "*") || (subtype.Span is not "*" && other.subtype.Span is "*");
}
