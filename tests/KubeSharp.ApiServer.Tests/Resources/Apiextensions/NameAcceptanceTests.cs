using System.Text;
using KubeSharp.ApiMachinery.Json;
using KubeSharp.ApiServer.Resources.Apiextensions.Definitions;

namespace KubeSharp.ApiServer.Tests.Resources.Apiextensions;

public sealed class NameAcceptanceTests
{
    private const string Now = "2026-01-01T00:00:00Z";

    [Fact]
    public void Free_names_are_accepted_and_the_definition_is_established()
    {
        var next = NameAcceptance.Next(Definition("ws", "W"), [], Now)!;
        Assert.Equal("ws", next.FindString("status", "acceptedNames", "plural"));
        Assert.True(CustomResourceConditions.IsTrue(next, "NamesAccepted"));
        Assert.True(CustomResourceConditions.IsTrue(next, "Established"));
        Assert.Null(NameAcceptance.Next(next, [next], Now));
    }

    [Theory]
    [InlineData("xs", "W", "ListKindConflict", "\"WList\" is already in use")]
    [InlineData("w", "X", "PluralConflict", "\"w\" is already in use")]
    public void A_name_that_another_definition_of_the_group_has_is_refused(string plural, string kind, string reason, string message)
    {
        var other = NameAcceptance.Next(Definition("ws", "W"), [], Now)!;
        var next = NameAcceptance.Next(Definition(plural, kind, singular: kind == "W" ? "y" : "x"), [other], Now)!;
        var condition = (JsonObject)next.FindArray("status", "conditions")![0];
        Assert.Equal(("False", reason, message), (condition.GetString("status"), condition.GetString("reason"), condition.GetString("message")));
        Assert.False(CustomResourceConditions.IsTrue(next, "Established"));
    }

    [Fact]
    public void An_approval_shows_as_a_condition()
    {
        var definition = Definition("ws", "W", group: "a.k8s.io");
        definition.GetObject("metadata")!.Set("annotations", new JsonObject { { "api-approved.kubernetes.io", "https://example.com/1" } });
        Assert.Equal("ApprovedAnnotation", CustomResourceConditions.Reason(NameAcceptance.Next(definition, [], Now)!, "KubernetesAPIApprovalPolicyConformant"));
    }

    private static JsonObject Definition(string plural, string kind, string singular = "w", string group = "example.com") => (JsonObject)JsonParser.Parse(Encoding.UTF8.GetBytes($$$"""
        {"metadata":{"name":"{{{plural}}}.{{{group}}}"},
         "spec":{"group":"{{{group}}}","names":{"plural":"{{{plural}}}","singular":"{{{singular}}}","kind":"{{{kind}}}","listKind":"{{{kind}}}List"},
           "versions":[{"name":"v1","served":true,"storage":true,"schema":{"openAPIV3Schema":{"type":"object"} } }]},
         "status":{"conditions":null,"acceptedNames":{"plural":"","kind":""},"storedVersions":["v1"]}}
        """));
}
