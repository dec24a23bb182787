using System.Text;
using KubeSharp.ApiServer.Objects;

namespace KubeSharp.ApiServer.Tests.Objects;

public sealed class ResourceVersionSpliceTests
{
    [Theory]
    [InlineData("""{"kind":"A","metadata":{"name":"a","uid":"u","labels":{"x":"y"}},"data":{"k":"v"}}""", """{"kind":"A","metadata":{"name":"a","uid":"u","resourceVersion":"17","labels":{"x":"y"}},"data":{"k":"v"}}""")]
    [InlineData("""{"metadata":{"name":"a"}}""", """{"metadata":{"name":"a","resourceVersion":"17"}}""")]
    [InlineData("""{"metadata":{}}""", """{"metadata":{"resourceVersion":"17"}}""")]
    [InlineData("""{"metadata":{"labels":{"resourceVersion":"3"}}}""", """{"metadata":{"resourceVersion":"17","labels":{"resourceVersion":"3"}}}""")]
    public void What_is_put_in_can_be_taken_out(string stored, string wire)
    {
        Assert.Equal(wire, Encoding.UTF8.GetString(ResourceVersionSplice.Insert(Encoding.UTF8.GetBytes(stored), 17)));
        Assert.Equal(stored, Encoding.UTF8.GetString(ResourceVersionSplice.Remove(Encoding.UTF8.GetBytes(wire))));
    }
}
