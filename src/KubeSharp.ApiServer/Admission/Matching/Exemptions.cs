namespace KubeSharp.ApiServer.Admission.Matching;

/// <summary>Requests that webhooks or policies never see, so that a bad one cannot lock everybody out.</summary>
internal static class Exemptions
{
    /// <summary>Whether the request is about the configuration of webhooks and policies themselves.</summary>
    public static bool IsConfiguration(AdmissionAttributes attributes) => attributes.Kind is
    {
        Group: "admissionregistration.k8s.io",
        Kind: "ValidatingWebhookConfiguration" or "MutatingWebhookConfiguration" or "ValidatingAdmissionPolicy" or "ValidatingAdmissionPolicyBinding"
            or "MutatingAdmissionPolicy" or "MutatingAdmissionPolicyBinding",
    };

    /// <summary>Whether policies leave the request alone: questions about who one is and what one may do.</summary>
    public static bool IsAccessReview(AdmissionAttributes attributes) => attributes.Resource is
    {
        Group: "authentication.k8s.io", Resource: "selfsubjectreviews" or "tokenreviews"
    }
    or
    {
        Group: "authorization.k8s.io",
        Resource: "selfsubjectaccessreviews" or "selfsubjectrulesreviews" or "localsubjectaccessreviews" or "subjectaccessreviews",
    };
}
