using KubeSharp.ApiMachinery;
using KubeSharp.ApiMachinery.Errors;
using KubeSharp.ApiMachinery.Json;
using KubeSharp.ApiMachinery.Validation;
using KubeSharp.ApiServer.Authentication.ServiceAccounts;
using KubeSharp.ApiServer.Objects;

namespace KubeSharp.ApiServer.Authentication.Reviews;

/// <summary>
/// Gives out tokens of a service account: <c>serviceaccounts/NAME/token</c>
/// (https://kubernetes.io/docs/reference/kubernetes-api/authentication-resources/token-request-v1/).
/// </summary>
internal sealed class TokenRequests(
    IObjectLister objects, ServiceAccountTokenIssuer issuer, TokenRequestOptions options, TimeProvider time) : ICreateOnlyResource
{
    private const long DefaultSeconds = 3600;

    // The odd number by which the ServiceAccount plugin marks tokens that are mounted without a pod's asking.
    private const long MountedSeconds = 3607;

    private static readonly GroupKind _kind = new("authentication.k8s.io", "TokenRequest");

    /// <inheritdoc/>
    public void Default(JsonObject document) => document.GetOrAddObject("spec").SetDefault("expirationSeconds", DefaultSeconds);

    /// <inheritdoc/>
    public async ValueTask<Result<JsonObject>> CreateAsync(CreateOnlyRequest request, CancellationToken cancellationToken)
    {
        var document = request.Document;
        Default(document);
        var metadata = document.GetOrAddObject("metadata");
        if (CheckMetadata(metadata, request) is { } mismatch)
            return mismatch;
        var account = await objects.GetLatestAsync("", "serviceaccounts", request.Namespace, request.Name, cancellationToken);
        if (account is null)
            return StatusError.NotFound(new GroupResource("", "serviceaccounts"), request.Name);
        var uid = account.FindString("metadata", "uid") ?? "";
        var spec = document.GetObject("spec")!;
        if (CheckSpec(spec) is { } invalid)
            return invalid;
        if (spec.GetArray("audiences") is not { Count: > 0 })
            spec.Set("audiences", JsonArray.OfStrings(options.Audiences));

        var seconds = spec.GetInt64("expirationSeconds") ?? DefaultSeconds;
        if (options.MaxSeconds > 0 && seconds > options.MaxSeconds)
        {
            seconds = options.MaxSeconds;
            spec.Set("expirationSeconds", seconds);
        }

        var grant = new TokenGrant
        {
            Namespace = request.Namespace,
            ServiceAccount = new BoundObject(request.Name, uid),
            Audiences = [.. spec.GetArray("audiences")!.OfType<JsonString>().Select(text => text.Value)],
            ExpirationSeconds = seconds,
        };
        if (spec.GetObject("boundObjectRef") is { } reference)
        {
            var (bound, error) = await BindAsync(grant, reference, cancellationToken);
            if (error is not null)
                return error;
            grant = bound!;
        }
        else
        {
            spec.Set("boundObjectRef", JsonNull.Instance);
        }

        if (options.Extend && seconds == MountedSeconds && grant.Pod is not null && options.Audiences.SequenceEqual(grant.Audiences))
            grant = grant with { WarnAfterSeconds = seconds, ExtendedSeconds = options.MaxSeconds > 0 ? Math.Min(options.MaxSeconds, TokenGrant.Year) : TokenGrant.Year };
        var (token, expires, id) = issuer.Issue(grant);
        request.AddAnnotation("authentication.kubernetes.io/issued-credential-id", "JTI=" + id);
        metadata.Set("name", request.Name!);
        metadata.Set("namespace", request.Namespace!);
        metadata.Set("uid", uid!);
        metadata.Set("creationTimestamp", UserDocuments.Time(time.GetUtcNow()));
        document.Set("status", new JsonObject { { "token", token! }, { "expirationTimestamp", UserDocuments.Time(expires) } });
        return document;
    }

    private static StatusError? CheckMetadata(JsonObject metadata, CreateOnlyRequest request)
    {
        ErrorList errors = new();
        if (metadata.GetString("name") is { Length: > 0 } name && name != request.Name)
            errors.Add(FieldError.Invalid(FieldPath.Metadata.Child("name"), name, "must match the service account name if specified"));
        if (metadata.GetString("namespace") is { Length: > 0 } ns && ns != request.Namespace)
            errors.Add(FieldError.Invalid(FieldPath.Metadata.Child("namespace"), ns, "must match the service account namespace if specified"));
        return errors.ToStatus(_kind, request.Name);
    }

    private static StatusError? CheckSpec(JsonObject spec)
    {
        const long Shortest = 10 * 60;
        var path = FieldPath.Spec.Child("expirationSeconds");
        var seconds = spec.GetInt64("expirationSeconds") ?? DefaultSeconds;
        ErrorList errors = new();
        if (seconds < Shortest)
            errors.Add(FieldError.Invalid(path, seconds, "may not specify a duration less than 10 minutes"));
        if (seconds > 1L << 32)
            errors.Add(FieldError.Invalid(path, seconds, "may not specify a duration larger than 2^32 seconds"));
        return errors.ToStatus(_kind, "");
    }

    private async ValueTask<Result<TokenGrant>> BindAsync(TokenGrant grant, JsonObject reference, CancellationToken cancellationToken)
    {
        var (version, kind, name) = (reference.GetString("apiVersion") ?? "", reference.GetString("kind") ?? "", reference.GetString("name") ?? "");
        var resource = (version, kind) switch
        {
            ("v1", "Pod") => "pods",
            ("v1", "Secret") => "secrets",
            ("v1", "Node") => "nodes",
            _ => null,
        };
        if (resource is null)
        {
            var slash = version.IndexOf('/', StringComparison.Ordinal);
            var shown = slash < 0 ? $"/{version}" : version;
            return StatusError.BadRequest($"cannot bind token to object of type {shown}, Kind={kind}");
        }

        var found = await objects.GetLatestAsync("", resource, kind == "Node" ? "" : grant.Namespace, name, cancellationToken);
        if (found is null)
            return StatusError.NotFound(new GroupResource("", resource), name);
        if (kind == "Pod" && found.FindString("spec", "serviceAccountName") != grant.ServiceAccount.Name)
        {
            return StatusError.BadRequest(
                $"cannot bind token for serviceaccount \"{grant.ServiceAccount.Name}\" to pod running with different serviceaccount name.");
        }

        var uid = found.FindString("metadata", "uid") ?? "";
        if (reference.GetString("uid") is { Length: > 0 } wanted && wanted != uid)
        {
            return StatusError.Conflict(
                new GroupResource("", kind),
                name,
                $"the UID in the bound object reference ({wanted}) does not match the UID in record. The object might have been deleted and then recreated");
        }

        var bound = new BoundObject(name, uid);
        if (kind != "Pod")
            return kind == "Secret" ? grant with { Secret = bound } : grant with { Node = bound };

        // The token also says where the pod runs, as far as that is known.
        var node = found.FindString("spec", "nodeName") is { Length: > 0 } nodeName
            ? new BoundObject(nodeName, objects.Get("", "nodes", "", nodeName)?.FindString("metadata", "uid") ?? "")
            : null;
        return grant with { Pod = bound, Node = node };
    }
}
