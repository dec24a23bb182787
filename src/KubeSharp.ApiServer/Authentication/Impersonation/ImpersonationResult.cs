using KubeSharp.ApiMachinery.Errors;

namespace KubeSharp.ApiServer.Authentication.Impersonation;

/// <summary>What came of the impersonation headers of a request; neither user nor error if there were none.</summary>
/// <param name="User">Whom the request goes on as, or null.</param>
/// <param name="Error">400 for malformed headers, 403 for a refusal, or null.</param>
/// <param name="Constraint">The verb that allowed it, for audit; empty for the verb of old, <c>impersonate</c>.</param>
public readonly record struct ImpersonationResult(UserInfo? User, StatusError? Error = null, string Constraint = "");
