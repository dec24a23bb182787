using KubeSharp.ApiMachinery.Json;
using KubeSharp.ApiMachinery.Validation;
using KubeSharp.ApiServer.Objects;
using KubeSharp.ApiServer.Resources;
using KubeSharp.ApiServer.Resources.Core.PodTemplates.Rules;
using KubeSharp.ApiServer.Resources.Core.Pods;

namespace KubeSharp.ApiServer.Tests.Resources.Core.Pods;

/// <summary>Annotations of pods that mean something.</summary>
public sealed class PodAnnotationsTests
{
    private const string A = AppArmorAnnotations.Prefix;

    [Theory]
    [InlineData("kubernetes.io/config.mirror: x", "metadata.annotations[kubernetes.io/config.mirror]: Invalid value: \"x\": must set spec.nodeName if mirror pod annotation is set")]
    [InlineData("controller.kubernetes.io/pod-deletion-cost: '1'", "")]
    [InlineData("controller.kubernetes.io/pod-deletion-cost: '-2147483648'", "")]
    [InlineData("controller.kubernetes.io/pod-deletion-cost: '+1'", "metadata.annotations[controller.kubernetes.io/pod-deletion-cost]: Invalid value: \"+1\": must be a 32bit integer")]
    [InlineData("controller.kubernetes.io/pod-deletion-cost: '2147483648'", "metadata.annotations[controller.kubernetes.io/pod-deletion-cost]: Invalid value: \"2147483648\": must be a 32bit integer")]
    [InlineData("seccomp.security.alpha.kubernetes.io/pod: odd", "metadata.annotations.seccomp.security.alpha.kubernetes.io/pod: Invalid value: \"odd\": must be a valid seccomp profile")]
    [InlineData("container.seccomp.security.alpha.kubernetes.io/c: localhost/../x", "metadata.annotations.container.seccomp.security.alpha.kubernetes.io/c: Invalid value: \"../x\": must not contain '..'")]
    [InlineData(A + "zz: unconfined", "metadata.annotations[" + A + "zz]: Invalid value: \"zz\": container not found")]
    [InlineData(A + "c: odd", "metadata.annotations[" + A + "c]: Invalid value: \"odd\": invalid AppArmor profile name: \"odd\"")]
    [InlineData("scheduler.alpha.kubernetes.io/tolerations: '[{\"operator\":\"Equal\"}]'",
        "metadata.annotations.scheduler.alpha.kubernetes.io/tolerations[0].operator: Invalid value: \"Equal\": operator must be Exists when `key` is empty, which means \"match all values and all keys\"")]
    public void TheyAreCheckedByThemselves(string annotation, string faults)
    {
        var (annotations, spec) = Parts(PodUnderTest.Pod("metadata: {annotations: {" + annotation + "}}"));
        PodAnnotationRules.Check(annotations, spec);
        Assert.Equal(faults, PodUnderTest.Show(annotations.Errors));
    }

    [Theory]
    [InlineData("", "spec.containers[0].securityContext.appArmorProfile.type: Forbidden: apparmor type in annotation and field must match")]
    [InlineData("os: {name: windows}, ", "")]
    public void TheProfileOfThePodIsThatOfItsContainers(string os, string faults)
    {
        var (annotations, spec) = Parts(PodUnderTest.Pod("metadata: {annotations: {" + A + "c: unconfined}}, spec: {" + os + "securityContext: {appArmorProfile: {type: RuntimeDefault}}}"));
        PodAnnotationRules.Match(annotations, spec);
        Assert.Equal(faults, PodUnderTest.Show(annotations.Errors.Concat(spec.Errors).Distinct()));
    }

    [Theory]
    [InlineData("runtime/default", "{type: RuntimeDefault}", "")]
    [InlineData("unconfined", "{type: RuntimeDefault}", "spec.containers[0].securityContext.appArmorProfile.type: Forbidden: apparmor type in annotation and field must match")]
    [InlineData("localhost/a", "{type: Localhost, localhostProfile: b}", "spec.containers[0].securityContext.appArmorProfile.localhostProfile: Forbidden: apparmor profile in annotation and field must match")]
    public void FieldAndAnnotationSayTheSame(string annotation, string profile, string faults)
    {
        var (annotations, spec) = Parts(PodUnderTest.Pod(
            "metadata: {annotations: {" + A + "c: " + annotation + "}}, spec: {containers: [{name: c, image: i, securityContext: {appArmorProfile: " + profile + "}}]}"));
        PodAnnotationRules.Match(annotations, spec);
        Assert.Equal(faults, PodUnderTest.Show(annotations.Errors));
    }

    [Theory]
    [InlineData("runtime/default", "", "{\"type\":\"RuntimeDefault\"}", true)]
    [InlineData("localhost/x", "", "{\"type\":\"Localhost\",\"localhostProfile\":\"x\"}", true)]
    [InlineData("runtime/default", "securityContext: {appArmorProfile: {type: RuntimeDefault}}", "", false)]
    [InlineData("odd", "", "", true)]
    public void AnAnnotationBecomesAField(string annotation, string spec, string field, bool warned)
    {
        var warnings = new List<string>();
        var pod = PodUnderTest.Pod("metadata: {annotations: {" + A + "c: " + annotation + "}}, spec: {" + spec + "}");
        AppArmorAnnotations.Apply(pod, warnings.Add);
        Assert.Equal(field, pod.FindArray("spec", "containers")![0].Find("securityContext", "appArmorProfile")?.ToString() ?? "");
        Assert.Equal(warned ? 1 : 0, warnings.Count);
    }

    [Theory]
    [InlineData("a: b", "a: c", "")]
    [InlineData("", A + "c: unconfined", "metadata.annotations[" + A + "c]: Forbidden: may not add AppArmor annotations")]
    [InlineData(A + "c: unconfined", "", "metadata.annotations[" + A + "c]: Forbidden: may not remove or update AppArmor annotations")]
    [InlineData("kubernetes.io/config.mirror: x", "", "metadata.annotations[kubernetes.io/config.mirror]: Forbidden: may not remove or update mirror pod annotation")]
    [InlineData("controller.kubernetes.io/pod-deletion-cost: x", "controller.kubernetes.io/pod-deletion-cost: z", "")]
    public void SomeStayAsTheyWere(string before, string after, string faults)
    {
        var (annotations, spec) = Parts(PodUnderTest.Pod("metadata: {annotations: {" + after + "}}"));
        PodAnnotationRules.CheckUpdate(annotations, new Metadata(PodUnderTest.Pod("metadata: {annotations: {" + before + "}}")).Annotations ?? new JsonObject(), spec);
        Assert.Equal(faults, PodUnderTest.Show(annotations.Errors));
    }

    [Theory]
    [InlineData("pod.beta.kubernetes.io/init-containers: '[]'", "")]
    [InlineData("pod.alpha.kubernetes.io/init-container-statuses: '[]', a: b", "{\"a\":\"b\"}")]
    public void InitContainersAreNotToldOfByAnnotations(string annotations, string kept)
    {
        var pod = PodUnderTest.Pod("metadata: {annotations: {" + annotations + "}}");
        new PodStrategy().Default(pod);
        Assert.Equal(kept, $"{pod.FindObject("metadata", "annotations")}");
    }

    [Fact]
    public void TheNodeMayBeAskedForByItsOldName()
    {
        var (strategy, pod) = (new PodStrategy(), PodUnderTest.WithSpec("nodeName: one"));
        Assert.True(strategy.CanSelect("", "spec.host"));
        Assert.Equal("one", strategy.SelectableField(pod, "spec.host"));
    }

    [Fact]
    public void LabelKeysAreMergedIntoTheSelectorBesideThem()
    {
        var pod = PodUnderTest.Pod(
            "metadata: {labels: {a: '1', b: '2'}}, spec: {affinity: {podAffinity: {requiredDuringSchedulingIgnoredDuringExecution: "
            + "[{topologyKey: z, labelSelector: {}, matchLabelKeys: [a, none], mismatchLabelKeys: [b]}]}}}");
        LabelKeyMerging.Apply(pod);
        Assert.Equal(
            """{"matchExpressions":[{"key":"a","operator":"In","values":["1"]},{"key":"b","operator":"NotIn","values":["2"]}]}""",
            pod.Find("spec", "affinity", "podAffinity")!.FindArray("requiredDuringSchedulingIgnoredDuringExecution")![0].Find("labelSelector")!.ToString());
    }

    private static (FieldCheck Annotations, FieldCheck Spec) Parts(JsonObject pod)
    {
        var errors = new ErrorList();
        return (new FieldCheck(new Metadata(pod).Annotations ?? new JsonObject(), FieldPath.Metadata.Child("annotations"), errors),
            new FieldCheck(pod.GetObject("spec")!, FieldPath.Spec, errors));
    }
}
