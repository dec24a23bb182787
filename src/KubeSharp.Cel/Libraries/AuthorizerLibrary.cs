using KubeSharp.Cel.Authorization;
using KubeSharp.Cel.Costs;
using KubeSharp.Cel.Types;
using KubeSharp.Cel.Values;
using static KubeSharp.Cel.Authorization.CelAuthorizerTypes;
using static KubeSharp.Cel.Types.CelType;

namespace KubeSharp.Cel.Libraries;

/// <summary>
/// Authorization checks.
/// <see href="https://kubernetes.io/docs/reference/using-api/cel/#kubernetes-authorizer-library"/>.
/// </summary>
internal static class AuthorizerLibrary
{
    public static void Declare(Library library) => library
        .Member("path", "authorizer_path", [Authorizer, CelType.String], PathCheck, static (_, a) => Library.Text(a[1]).Length == 0
            ? CelValue.Fail("path must not be empty")
            : Start(a[0], PathCheck, new CelAccessRequest { Path = Library.Text(a[1]) }))
        .Member("group", "authorizer_group", [Authorizer, CelType.String], GroupCheck, static (_, a) => Start(a[0], GroupCheck, new CelAccessRequest { Group = Library.Text(a[1]) }))
        .Member("serviceAccount", "authorizer_serviceaccount", [Authorizer, CelType.String, CelType.String], Authorizer, static (_, a) =>
            CelValue.Of(((AuthorizerValue)a[0].Reference!) with { ServiceAccount = (Library.Text(a[1]), Library.Text(a[2])) }))
        .Member("resource", "groupcheck_resource", [GroupCheck, CelType.String], ResourceCheck, static (_, a) =>
            CelValue.Of(Of(a[0]) with { Type = ResourceCheck, Request = Of(a[0]).Request with { Resource = Library.Text(a[1]) } }))
        .Member("subresource", "resourcecheck_subresource", [ResourceCheck, CelType.String], ResourceCheck, static (_, a) => Continue(a[0], Of(a[0]).Request with { Subresource = Library.Text(a[1]) }))
        .Member("namespace", "resourcecheck_namespace", [ResourceCheck, CelType.String], ResourceCheck, static (_, a) => Continue(a[0], Of(a[0]).Request with { Namespace = Library.Text(a[1]) }))
        .Member("name", "resourcecheck_name", [ResourceCheck, CelType.String], ResourceCheck, static (_, a) => Continue(a[0], Of(a[0]).Request with { Name = Library.Text(a[1]) }))
        .Member("fieldSelector", "authorizer_fieldselector", [ResourceCheck, CelType.String], ResourceCheck, static (_, a) => Continue(a[0], Of(a[0]).Request with { FieldSelector = Library.Text(a[1]) }))
        .Member("labelSelector", "authorizer_labelselector", [ResourceCheck, CelType.String], ResourceCheck, static (_, a) => Continue(a[0], Of(a[0]).Request with { LabelSelector = Library.Text(a[1]) }))
        .Member("check", "pathcheck_check", [PathCheck, CelType.String], Decision, static (_, a) => Check(a), CostRule.Authorize)
        .Member("check", "resourcecheck_check", [ResourceCheck, CelType.String], Decision, static (_, a) => Check(a), CostRule.Authorize)
        .Member("allowed", "decision_allowed", [Decision], Bool, static (_, a) => CelValue.Of(Answer(a[0]).Allowed))
        .Member("reason", "decision_reason", [Decision], CelType.String, static (_, a) => CelValue.Of(Answer(a[0]).Reason))
        .Member("errored", "decision_errored", [Decision], Bool, static (_, a) => CelValue.Of(Answer(a[0]).Error is not null))
        .Member("error", "decision_error", [Decision], CelType.String, static (_, a) => CelValue.Of(Answer(a[0]).Error ?? ""));

    private static AccessCheckValue Of(in CelValue value) => (AccessCheckValue)value.Reference!;

    private static CelDecision Answer(in CelValue value) => ((DecisionValue)value.Reference!).Decision;

    private static CelValue Start(in CelValue authorizer, Types.CelType type, CelAccessRequest request)
    {
        var value = (AuthorizerValue)authorizer.Reference!;
        return CelValue.Of(new AccessCheckValue(type, value.Authorizer, request with { ServiceAccount = value.ServiceAccount }));
    }

    private static CelValue Continue(in CelValue check, CelAccessRequest request) => CelValue.Of(Of(check) with { Request = request });

    private static CelValue Check(ReadOnlySpan<CelValue> a)
    {
        var check = Of(a[0]);
        return CelValue.Of(new DecisionValue(check.Authorizer.Check(check.Request with { Verb = Library.Text(a[1]) })));
    }
}
