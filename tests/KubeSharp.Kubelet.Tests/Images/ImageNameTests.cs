using KubeSharp.Kubelet.Images;

namespace KubeSharp.Kubelet.Tests.Images;

public sealed class ImageNameTests
{
    [Theory]
    [InlineData("busybox")]
    [InlineData("busybox:1.36")]
    [InlineData("library/busybox")]
    [InlineData("localhost/a_b__c--d.e:v1")]
    [InlineData("registry.example:5000/team/app:v1")]
    [InlineData("REGISTRY/app")]
    [InlineData("[::1]:5000/app")]
    [InlineData("app@sha256:0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef")]
    [InlineData("app:v1@sha256:0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef")]
    public void Names_of_images_have_no_fault(string name) => Assert.Null(ImageName.Fault(name));

    [Theory]
    [InlineData("", "invalid reference format")]
    [InlineData("UPPER/case:bad tag", "invalid reference format")]
    [InlineData("Busybox", "invalid reference format: repository name must be lowercase")]
    [InlineData("library/Busybox:1", "invalid reference format: repository name must be lowercase")]
    [InlineData("app:", "invalid reference format")]
    [InlineData("app@sha256:12", "invalid reference format")]
    [InlineData("-app", "invalid reference format")]
    [InlineData("bad_host.example/app", "invalid reference format")]
    [InlineData("http://example.com/app", "invalid reference format")]
    [InlineData(
        "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef",
        "invalid repository name (0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef), cannot specify 64-byte hexadecimal strings")]
    public void Anything_else_says_what_is_wrong(string name, string fault) => Assert.Equal(fault, ImageName.Fault(name));
}
