namespace KubeSharp.ApiServer.Requests;

/// <summary>One link of the chain that every request goes through. Stateless per request, called concurrently.</summary>
internal interface IRequestFilter
{
    /// <summary>Answers the request itself, or has <paramref name="next"/> do it.</summary>
    Task InvokeAsync(RequestContext context, RequestStep next);
}
