using KubeSharp.ApiServer.Requests;
using Microsoft.AspNetCore.Http;

namespace KubeSharp.ApiServer.Tests.Requests;

public sealed class RequestInfoParserTests
{
    [Theory]
    [InlineData("GET", "/api/v1/namespaces/ns/pods/p%2flog", "get", "ns", "pods", "log", "p")]
    [InlineData("GET", "/api/v1/namespaces/ns/pods", "list", "ns", "pods", "", "")]
    [InlineData("GET", "/api/v1/namespaces/ns/pods/p", "get", "ns", "pods", "", "p")]
    [InlineData("GET", "/api/v1/namespaces/ns/pods/p/log", "get", "ns", "pods", "log", "p")]
    [InlineData("GET", "/api/v1/namespaces/ns", "get", "ns", "namespaces", "", "ns")]
    [InlineData("PUT", "/api/v1/namespaces/ns/finalize", "update", "ns", "namespaces", "finalize", "ns")]
    [InlineData("DELETE", "/api/v1/namespaces/ns/pods", "deletecollection", "ns", "pods", "", "")]
    [InlineData("DELETE", "/api/v1/namespaces/ns/pods?fieldSelector=metadata.name=p", "deletecollection", "ns", "pods", "", "")]
    [InlineData("GET", "/api/v1/pods?watch=1", "watch", "", "pods", "", "")]
    [InlineData("GET", "/api/v1/pods?watch", "watch", "", "pods", "", "")]
    [InlineData("GET", "/api/v1/pods?watch=f", "watch", "", "pods", "", "")]
    [InlineData("GET", "/api/v1/pods?watch=FALSE", "list", "", "pods", "", "")]
    [InlineData("GET", "/api/v1/pods?watch=0", "list", "", "pods", "", "")]
    [InlineData("GET", "/api/v1/pods?fieldSelector=a=b,metadata.name==p", "list", "", "pods", "", "p")]
    [InlineData("GET", "/api/v1/pods?fieldSelector=metadata.name=a/b", "list", "", "pods", "", "")]
    [InlineData("GET", "/api/v1/pods?fieldSelector=metadata.name!=p", "list", "", "pods", "", "")]
    [InlineData("GET", "/api/v1/watch/namespaces/ns/pods/p", "watch", "ns", "pods", "", "p")]
    [InlineData("GET", "/api/v1/watch/pods?fieldSelector=metadata.name=p", "watch", "", "pods", "", "")]
    [InlineData("GET", "/apis/apps/v1/deployments/d/scale", "get", "", "deployments", "scale", "d")]
    public void A_resource_request_is_read_off_path_and_query(
        string method, string url, string verb, string ns, string resource, string subresource, string name)
    {
        var info = Parse(method, url);
        Assert.True(info.IsResourceRequest);
        Assert.Equal((verb, ns, resource, subresource, name), (info.Verb, info.Namespace, info.Resource, info.Subresource, info.Name));
    }

    [Theory]
    [InlineData("GET", "/", "get")]
    [InlineData("POST", "/healthz", "post")]
    [InlineData("GET", "/api/v1", "get")]
    [InlineData("GET", "/apis/apps/v1", "get")]
    public void Other_paths_have_the_method_for_a_verb(string method, string url, string verb)
    {
        var info = Parse(method, url);
        Assert.False(info.IsResourceRequest);
        Assert.Equal(verb, info.Verb);
    }

    [Fact]
    public void Selectors_do_not_count_where_the_verb_stands_in_the_path()
    {
        Assert.Equal("a=b", Parse("GET", "/api/v1/pods?watch=1&labelSelector=a=b").LabelSelector);
        Assert.Equal("", Parse("GET", "/api/v1/watch/pods?labelSelector=a=b").LabelSelector);
        Assert.Equal("unable to determine kind and namespace from url, /api/v1/watch", Parse("GET", "/api/v1/watch").Fault);
    }

    private static RequestInfo Parse(string method, string url)
    {
        var question = url.IndexOf('?', StringComparison.Ordinal);
        var http = new DefaultHttpContext();
        http.Request.Method = method;
        http.Request.Path = question < 0 ? url : url[..question];
        http.Request.QueryString = new QueryString(question < 0 ? "" : url[question..]);
        return RequestInfoParser.Parse(http.Request);
    }
}
