using KubeSharp.ApiMachinery.Validation;

namespace KubeSharp.ApiServer.Resources.Core.PodTemplates.Rules;

/// <summary>The devices that a pod claims.</summary>
/// <remarks>https://kubernetes.io/docs/concepts/scheduling-eviction/dynamic-resource-allocation/</remarks>
internal static class PodClaimRules
{
    public static void Check(FieldCheck spec)
    {
        var names = new HashSet<string>(StringComparer.Ordinal);
        foreach (var claim in spec.Items("resourceClaims"))
        {
            var name = claim.Text("name");
            if (claim.Require("name"))
            {
                claim.Messages("name", StringValidators.Dns1123Label(name));
                if (!names.Add(name)) claim.Errors.Add(FieldError.Duplicate(claim.At("name"), name));
            }

            var problem = (claim.Has("resourceClaimName"), claim.Has("resourceClaimTemplateName")) switch
            {
                (false, false) => "must specify one of: `resourceClaimName`, `resourceClaimTemplateName`",
                (true, true) => "at most one of `resourceClaimName` or `resourceClaimTemplateName` may be specified",
                _ => "",
            };
            if (problem.Length > 0)
                claim.Errors.Add(FieldError.Invalid(claim.Path, InternalForm.Of(claim.Value, "name", "resourceClaimName", "resourceClaimTemplateName"), problem));
            foreach (var source in (ReadOnlySpan<string>)["resourceClaimName", "resourceClaimTemplateName"])
            {
                if (claim.Has(source)) claim.Messages(source, StringValidators.Dns1123Subdomain(claim.Text(source)));
            }
        }
    }
}
