using KubeSharp.ApiMachinery.Errors;
using KubeSharp.ApiServer.Reading;

namespace KubeSharp.ApiServer.Handlers;

/// <summary>GET of a collection.</summary>
internal sealed class ListHandler : IResourceHandler
{
    public async ValueTask<StatusError?> HandleAsync(ResourceRequest request)
    {
        var options = ReadOptions.Parse(request.Http, watch: false);
        if (options.Error is not null) return options.Error;
        var filter = SelectionFilter.For(request, options.Value!);
        if (filter.Error is not null) return filter.Error;
        var page = await ReadAsync(request, options.Value!, filter.Value!);
        if (page.Error is not null) return page.Error;
        return await ListAnswerWriter.WriteAsync(request, options.Value!, page.Value!);
    }

    /// <summary>The objects that the options ask for.</summary>
    public static async ValueTask<Result<ObjectPage>> ReadAsync(ResourceRequest request, ReadOptions options, SelectionFilter filter)
    {
        var prefix = request.Stored.Prefix(request.Namespace);
        var query = new ListQuery
        {
            Resource = request.Stored,
            // A selector for one name makes the range that is looked through as short as the name allows.
            Prefix = options.Continue.Length == 0 && filter.SingleName is { } name && (request.Namespace.Length > 0 || !request.Stored.Namespaced)
                ? prefix + name
                : prefix,
            // Whoever takes what the cache has gets all of it.
            Limit = options.ResourceVersion == "0" && options.Continue.Length == 0 ? 0 : (int)Math.Min(options.Limit, int.MaxValue),
            Filter = filter.ChoosesAll ? null : filter.Matches,
            AtLeast = options.Revision,
        };
        if (options.Continue.Length > 0)
        {
            if (ContinueToken.TryParse(options.Continue, out var token) is { } problem) return StatusError.BadRequest(problem);
            if (options.ResourceVersion.Length > 0 && options.ResourceVersion != "0")
            {
                return StatusError.BadRequest("specifying resource version is not allowed when using continue");
            }

            query = query with { After = token.LastKey(prefix), Exactly = token.Revision > 0 ? token.Revision : null, AtLeast = null };
            var rest = await request.Core.Reader.ListAsync(query, request.Cancelled);
            // The revision of the first page is forgotten: what follows can still be had, as it is now.
            return rest.Error is { Code: 410 } expired
                ? expired with { Message = ContinueToken.ExpiredMessage, Continue = (token with { Revision = -1 }).ToString() }
                : rest;
        }
        else if (options.Match == "Exact")
        {
            query = query with { Exactly = options.Revision, AtLeast = null };
        }
        else if (options.Revision is > 0 && options.Limit > 0 && options.Match.Length == 0)
        {
            // The rule of old: with a limit, a resourceVersion is exact.
            query = query with { Exactly = options.Revision, AtLeast = null };
        }

        return await request.Core.Reader.ListAsync(query, request.Cancelled);
    }
}
