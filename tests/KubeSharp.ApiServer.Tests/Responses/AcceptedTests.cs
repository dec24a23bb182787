using KubeSharp.ApiServer.Responses;
using Microsoft.AspNetCore.Http;

namespace KubeSharp.ApiServer.Tests.Responses;

public sealed class AcceptedTests
{
    [Theory]
    [InlineData("", "application/json Object")]
    [InlineData("application/json", "application/json Object")]
    [InlineData("*/*, application/yaml", "application/yaml Object")]
    [InlineData("*", "application/json Object")]
    [InlineData("application/json;q=0.5, application/yaml", "application/yaml Object")]
    [InlineData("*/*;q=0.9, application/yaml;q=0.1", "application/yaml Object")]
    [InlineData("application/yaml;q=0.1, */*;q=0.9", "application/json Object")]
    [InlineData("application/json;as=Table;v=v1;g=meta.k8s.io, application/yaml", "application/json Table")]
    [InlineData("application/json;as=Table;v=v2;g=meta.k8s.io, application/yaml", "application/yaml Object")]
    [InlineData("application/json;as=\"Table\";v=v1;g=meta.k8s.io", "")]
    [InlineData("application/json;v=v1;g=meta.k8s.io", "")]
    [InlineData("application/json;stream=watch", "application/json Object")]
    [InlineData("application/json;stream=other", "")]
    [InlineData("application/yaml;stream=watch", "")]
    [InlineData("application/json/x, text/html", "")]
    public void What_is_answered_follows_from_the_header(string header, string expected)
    {
        var http = new DefaultHttpContext();
        if (header.Length > 0) http.Request.Headers.Accept = header;
        var accepted = Accepted.Negotiate(http.Request, shapes: true);
        Assert.Equal(expected, accepted.IsOk ? $"{accepted.Value.ContentType} {accepted.Value.Shape}" : "");
    }
}
