using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;
using KubeSharp.Client;
using KubeSharp.Models.Authentication.V1;
using KubeSharp.Models.Authorization.V1;
using Microsoft.AspNetCore.Http;
using AuthenticationUser = KubeSharp.Models.Authentication.V1.UserInfo;

namespace KubeSharp.Kubelet.Server.Access;

/// <summary>
/// Who may use the kubelet's server: client certificates of the cluster and bearer tokens that the API server knows, for what the API
/// server allows on <c>nodes/…</c> (https://kubernetes.io/docs/reference/access-authn-authz/kubelet-authn-authz/). Answers are
/// remembered for as long as upstream remembers them.
/// </summary>
internal sealed class KubeletAccess(KubeClient client, ClientCertificates certificates, string nodeName, bool anonymous, TimeProvider time)
{
    private static readonly TimeSpan TokenLife = TimeSpan.FromMinutes(2);
    private static readonly TimeSpan AllowedLife = TimeSpan.FromMinutes(5);
    private static readonly TimeSpan DeniedLife = TimeSpan.FromSeconds(30);
    private const int MostRemembered = 4096;

    private readonly ConcurrentDictionary<string, (AuthenticationUser? User, DateTimeOffset Until)> _tokens = new();
    private readonly ConcurrentDictionary<string, (bool Allowed, DateTimeOffset Until)> _decisions = new();

    /// <summary>True when the request may go on; otherwise the answer has been given.</summary>
    public async Task<bool> AdmitAsync(HttpContext context)
    {
        if (await IdentifyAsync(context) is not { } user)
        {
            await RefuseAsync(context, StatusCodes.Status401Unauthorized, "Unauthorized");
            return false;
        }

        var (verb, subresources) = Attributes(context.Request);
        foreach (var subresource in subresources)
        {
            if (await IsAllowedAsync(user, verb, subresource, context.RequestAborted))
                return true;
        }

        await RefuseAsync(context, StatusCodes.Status403Forbidden, $"Forbidden (user={user.Username}, verb={verb}, resource=nodes, subresource(s)=[{string.Join(' ', subresources)}])\n");
        return false;
    }

    /// <summary>The verb, and the subresources of which one must be allowed.</summary>
    internal static (string Verb, IReadOnlyList<string> Subresources) Attributes(HttpRequest request)
    {
        var verb = request.Method switch { "POST" => "create", "PUT" => "update", "PATCH" => "patch", "DELETE" => "delete", _ => "get" };
        var first = (request.Path.Value ?? "").Split('/', StringSplitOptions.RemoveEmptyEntries).FirstOrDefault();
        return (verb, first switch
        {
            "stats" => ["stats"],
            "metrics" => ["metrics"],
            "logs" => ["log"],
            "checkpoint" => ["checkpoint"],
            "pods" or "runningpods" => ["pods", "proxy"],
            "healthz" => ["healthz", "proxy"],
            "configz" => ["configz", "proxy"],
            _ => ["proxy"],
        });
    }

    private async Task<AuthenticationUser?> IdentifyAsync(HttpContext context)
    {
        if (context.Connection.ClientCertificate is { } certificate && certificates.Identify(certificate) is { } known)
            return known;
        var authorization = context.Request.Headers.Authorization.ToString();
        if (authorization.StartsWith("Bearer ", StringComparison.OrdinalIgnoreCase))
            return await ReviewAsync(authorization[7..].Trim(), context.RequestAborted);
        return anonymous ? new AuthenticationUser { Username = "system:anonymous", Groups = ["system:unauthenticated"] } : null;
    }

    private async Task<AuthenticationUser?> ReviewAsync(string token, CancellationToken cancellationToken)
    {
        var key = Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(token)));
        var now = time.GetUtcNow();
        if (_tokens.TryGetValue(key, out var known) && known.Until > now)
            return known.User;
        var answer = await client.CreateAsync(new TokenReview { Spec = new() { Token = token } }, cancellationToken: cancellationToken);
        var user = answer.Status.Authenticated == true ? answer.Status.User : null;
        Remember(_tokens, key, (user, now + TokenLife));
        return user;
    }

    private async Task<bool> IsAllowedAsync(AuthenticationUser user, string verb, string subresource, CancellationToken cancellationToken)
    {
        var key = $"{user.Username}\n{string.Join(',', user.Groups ?? [])}\n{verb}\n{subresource}";
        var now = time.GetUtcNow();
        if (_decisions.TryGetValue(key, out var known) && known.Until > now)
            return known.Allowed;
        SubjectAccessReview review = new()
        {
            Spec = new()
            {
                User = user.Username,
                Uid = user.Uid,
                Groups = user.Groups,
                ResourceAttributes = new() { Verb = verb, Version = "v1", Resource = "nodes", Subresource = subresource, Name = nodeName },
            },
        };
        var answer = await client.CreateAsync(review, cancellationToken: cancellationToken);
        var allowed = answer.Status.Allowed;
        Remember(_decisions, key, (allowed, now + (allowed ? AllowedLife : DeniedLife)));
        return allowed;
    }

    private static void Remember<T>(ConcurrentDictionary<string, T> memory, string key, T value)
    {
        // Callers are few; whoever makes up new names for ever gains nothing by it.
        if (memory.Count > MostRemembered)
            memory.Clear();
        memory[key] = value;
    }

    private static Task RefuseAsync(HttpContext context, int status, string message)
    {
        context.Response.StatusCode = status;
        return context.Response.WriteAsync(message);
    }
}
