using KubeSharp.ApiMachinery.Apply;

namespace KubeSharp.ApiServer.Tests.Handlers;

public sealed class ManagerNameTests
{
    [Theory]
    [InlineData("me", "kubectl/v1.36", "me")]
    [InlineData("", "kubectl/v1.36 (linux)", "kubectl")]
    [InlineData("", "", "unknown")]
    [InlineData("", "/v1", "unknown")]
    [InlineData(null, null, "unknown")]
    public void Who_does_not_say_who_writes_is_called_unknown(string? fieldManager, string? userAgent, string name) =>
        Assert.Equal(name, FieldManager.ManagerName(fieldManager, userAgent));
}
