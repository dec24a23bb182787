using System.Text;
using KubeSharp.ApiMachinery.Json;
using KubeSharp.ApiServer.Resources.Apiextensions.Definitions;

namespace KubeSharp.ApiServer.Tests.Resources.Apiextensions;

public sealed class FormatWarningsTests
{
    [Theory]
    [InlineData("""{"type":"string","format":"date-time"}""", "")]
    [InlineData("""{"type":"string","format":"k8s-short-name"}""", "")]
    [InlineData("""{"format":"byte","x-kubernetes-preserve-unknown-fields":true}""", "")]
    [InlineData("""{"type":"integer","format":"int32"}""", "")]
    [InlineData("""{"type":"number","format":"double"}""", "")]
    [InlineData("""{"type":"string","format":"odd"}""", "odd")]
    [InlineData("""{"type":"string","format":"int32"}""", "int32")]
    [InlineData("""{"type":"integer","format":"float"}""", "float")]
    [InlineData("""{"type":"boolean","format":"date"}""", "date")]
    [InlineData("""{"type":"array","items":{"type":"string","format":"odd"}}""", "odd")]
    [InlineData("""{"x-kubernetes-int-or-string":true,"format":"int-or-string"}""", "int-or-string")]
    public void A_format_that_means_nothing_for_its_type_is_warned_of(string property, string formats) =>
        Assert.Equal(formats, string.Join(',', FormatWarnings.Of(Definition(property), null)));

    [Theory]
    [InlineData("""{"type":"string","format":"odd"}""", "")]
    [InlineData("""{"type":"string","format":"odder"}""", "odder")]
    public void A_format_that_was_there_before_is_not_warned_of_again(string property, string formats) =>
        Assert.Equal(formats, string.Join(',', FormatWarnings.Of(Definition(property), Definition("""{"type":"string","format":"odd"}"""))));

    private static JsonObject Definition(string property) => JsonParser.ParseObject(Encoding.UTF8.GetBytes(
        """{"spec":{"versions":[{"name":"v1","schema":{"openAPIV3Schema":{"type":"object","properties":{"a":""" + property + "}}}}]}}"));
}
