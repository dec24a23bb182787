using KubeSharp.ApiMachinery.Json;

namespace KubeSharp.ApiServer.Authentication.Jwt;

/// <summary>Makes a user of the claims of a verified token, as the settings say. Pure.</summary>
internal static class JwtUserMapper
{
    /// <summary>The user, or why there is none.</summary>
    public static (UserInfo? User, string Error) Map(JwtIssuerSettings settings, JsonObject claims)
    {
        var name = Username(settings.Username, claims);
        if (name.Error.Length > 0) return (null, name.Error);
        (IReadOnlyList<string> Values, string Error) groups = settings.Groups is { } mapping ? Groups(mapping, claims) : ([], "");
        if (groups.Error.Length > 0) return (null, groups.Error);
        (string Value, string Error) uid = settings.Uid is { } own ? Uid(own, claims) : ("", "");
        if (uid.Error.Length > 0) return (null, uid.Error);
        var (extra, fault) = Extra(settings, claims);
        if (fault.Length > 0) return (null, fault);
        var user = new UserInfo { Name = name.Value, Uid = uid.Value, Groups = groups.Values, Extra = extra };
        var refusal = CheckClaims(settings, claims);
        if (refusal.Length == 0) refusal = CheckUser(settings, user);
        return refusal.Length > 0 ? (null, refusal) : (user, "");
    }

    private static (string Value, string Error) Username(ClaimMapping mapping, JsonObject claims)
    {
        const string Where = "oidc: error evaluating username claim expression: ";
        if (mapping.Expression is { } expression)
        {
            var result = expression.Evaluate(claims);
            if (result.Error.Length > 0) return ("", Where + result.Error);
            return result.Value is JsonString text ? (text.Value, "") : ("", Where + "username claim expression must return a string");
        }

        var (value, fault) = Text(claims, mapping.Claim);
        if (fault.Length > 0) return ("", $"oidc: parse username claims \"{mapping.Claim}\": {fault}");
        // An address that nobody has checked is no identity.
        if (mapping.Claim == "email" && claims["email_verified"] is { } verified)
        {
            if (verified is not JsonBoolean known) return ("", $"oidc: parse 'email_verified' claim: json: cannot unmarshal {verified.GoKind} into Go value of type bool");
            if (!known.Value) return ("", "oidc: email not verified");
        }

        return (mapping.Prefix + value, "");
    }

    private static (IReadOnlyList<string> Values, string Error) Groups(ClaimMapping mapping, JsonObject claims)
    {
        if (mapping.Expression is { } expression)
        {
            var (values, fault) = Strings(expression, claims);
            return (values, fault.Length > 0 ? "oidc: error evaluating group claim expression: " + fault : "");
        }

        List<string> groups = [];
        switch (claims[mapping.Claim])
        {
            case null:
                return ([], "");
            case JsonString one:
                groups.Add(mapping.Prefix + one.Value);
                break;
            case JsonArray many when many.All(item => item is JsonString):
                foreach (var item in many) groups.Add(mapping.Prefix + ((JsonString)item).Value);
                break;
            case var other:
                return ([], $"oidc: parse groups claim \"{mapping.Claim}\": json: cannot unmarshal {other.GoKind} into Go value of type string");
        }

        return (groups, "");
    }

    private static (string Value, string Error) Uid(ClaimMapping mapping, JsonObject claims)
    {
        if (mapping.Expression is null)
        {
            var (value, fault) = Text(claims, mapping.Claim);
            return fault.Length > 0 ? ("", $"oidc: parse uid claim \"{mapping.Claim}\": {fault}") : (value, "");
        }

        var result = mapping.Expression.Evaluate(claims);
        if (result.Error.Length > 0) return ("", "oidc: error evaluating uid claim expression: " + result.Error);
        return result.Value is JsonString text ? (text.Value, "") : ("", "oidc: error evaluating uid claim expression: uid claim expression must return a string");
    }

    private static (IReadOnlyDictionary<string, IReadOnlyList<string>> Extra, string Error) Extra(JwtIssuerSettings settings, JsonObject claims)
    {
        Dictionary<string, IReadOnlyList<string>> extra = new(StringComparer.Ordinal);
        if (claims.GetString("jti") is { Length: > 0 } id) extra[UserExtraKeys.CredentialId] = ["JTI=" + id];
        foreach (var (key, expression) in settings.Extra)
        {
            var (values, fault) = Strings(expression, claims);
            if (fault.Length > 0) return (extra, $"oidc: error evaluating extra claim expression: {expression.Text}: {fault}");
            if (values.Count > 0) extra[key] = values;
        }

        return (extra, "");
    }

    private static string CheckClaims(JwtIssuerSettings settings, JsonObject claims)
    {
        foreach (var (claim, wanted) in settings.RequiredClaims)
        {
            if (!claims.Contains(claim)) return $"oidc: required claim {claim} not present in ID token";
            var (value, fault) = Text(claims, claim);
            if (fault.Length > 0) return $"oidc: parse claim {claim}: {fault}";
            if (value != wanted) return $"oidc: required claim {claim} value does not match. Got = {value}, want = {wanted}";
        }

        return Check(settings.ClaimRules, claims, "oidc: error evaluating claim validation expression: ");
    }

    private static string CheckUser(JwtIssuerSettings settings, UserInfo user)
    {
        if (settings.UserRules.Count == 0) return "";
        var extra = new JsonObject();
        foreach (var (key, values) in user.Extra) extra.Set(key, JsonArray.OfStrings(values));
        var document = new JsonObject
        {
            { "username", user.Name },
            { "uid", user.Uid },
            { "groups", JsonArray.OfStrings(user.Groups) },
            { "extra", extra },
        };
        return Check(settings.UserRules, document, "oidc: error evaluating user info validation rule: ");
    }

    private static string Check(IReadOnlyList<JwtRule> rules, JsonObject document, string where)
    {
        foreach (var rule in rules)
        {
            var result = rule.Expression.Evaluate(document);
            if (result.Error.Length > 0) return where + result.Error;
            if (result.Value is not JsonBoolean holds) return where + "validation expression must return a boolean";
            if (!holds.Value) return $"{where}validation expression '{rule.Expression.Text}' failed: {rule.Message}";
        }

        return "";
    }

    // Nothing, and empty texts, count as not there.
    private static (IReadOnlyList<string> Values, string Error) Strings(JwtExpression expression, JsonObject claims)
    {
        const string Wrong = "expression must return a string or a list of strings";
        var result = expression.Evaluate(claims);
        if (result.Error.Length > 0) return ([], result.Error);
        switch (result.Value)
        {
            case null or JsonNull:
                return ([], "");
            case JsonString one:
                return (one.Value.Length == 0 ? [] : [one.Value], "");
            case JsonArray many:
                List<string> values = [];
                foreach (var item in many)
                {
                    if (item is not JsonString text) return ([], Wrong);
                    if (text.Value.Length > 0) values.Add(text.Value);
                }

                return (values, "");
            default:
                return ([], Wrong);
        }
    }

    private static (string Value, string Error) Text(JsonObject claims, string claim) => claims[claim] switch
    {
        null => ("", "claim not present"),
        JsonString text => (text.Value, ""),
        JsonNull => ("", ""),
        var other => ("", $"json: cannot unmarshal {other.GoKind} into Go value of type string"),
    };
}
