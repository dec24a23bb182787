using KubeSharp.ApiMachinery.Json;
using KubeSharp.ApiServer.Admission.Matching;
using KubeSharp.Cel;
using KubeSharp.Cel.Admission;
using KubeSharp.Cel.Authorization;
using KubeSharp.Cel.Values;

namespace KubeSharp.ApiServer.Admission.Expressions;

/// <summary>What expressions see of one request in one version.</summary>
/// <param name="Attributes">The request.</param>
/// <param name="Match">How it is seen.</param>
/// <param name="Object">The object in that version, or null.</param>
/// <param name="OldObject">The object as it was, in that version, or null.</param>
/// <param name="Authorizer">Who decides what the user may do.</param>
internal sealed record ExpressionInput(
    AdmissionAttributes Attributes, AdmissionMatch Match, JsonObject? Object, JsonObject? OldObject, ExpressionAuthorizer Authorizer)
{
    /// <summary>The request's namespace; match conditions do not see it.</summary>
    public JsonObject? Namespace { get; init; }

    /// <summary>The parameter object, where there is one.</summary>
    public JsonObject? Parameter { get; init; }

    /// <summary>The values of the variables of an environment; those that it does not have are left out.</summary>
    public CelActivation Activate(CelEnvironment environment)
    {
        var activation = new CelActivation(environment);
        foreach (var variable in environment.Variables)
        {
            switch (variable.Name)
            {
                case "object":
                    activation.Set("object", CelValue.FromJson(Object));
                    break;
                case "oldObject":
                    activation.Set("oldObject", CelValue.FromJson(OldObject));
                    break;
                case "namespaceObject":
                    activation.Set("namespaceObject", Namespace is null ? CelValue.Null : CelValue.FromJson(Namespace, AdmissionTypes.Namespace));
                    break;
                case "request":
                    activation.SetLazy("request", () => CelValue.FromJson(AdmissionRequestDocument.Of(Attributes, Match), AdmissionTypes.Request));
                    break;
                case "params":
                    activation.Set("params", CelValue.FromJson(Parameter));
                    break;
                case "authorizer":
                    activation.Set("authorizer", CelValue.FromAuthorizer(Authorizer));
                    break;
                case "authorizer.requestResource":
                    activation.Set("authorizer.requestResource", CelValue.FromAuthorizer(Authorizer, RequestResource()));
                    break;
            }
        }

        return activation;
    }

    private CelAccessRequest RequestResource() => new()
    {
        Group = Attributes.Resource.Group,
        Resource = Attributes.Resource.Resource,
        Subresource = Attributes.Subresource,
        Namespace = RequestFacts.RequestNamespace(Attributes),
        Name = Attributes.Name,
    };
}
