using KubeSharp.ApiMachinery.Decoding;
using KubeSharp.ApiMachinery.Json;
using KubeSharp.ApiMachinery.Schema;
using KubeSharp.ApiMachinery.Validation;
using KubeSharp.ApiMachinery.Yaml;
using KubeSharp.ApiServer.Resources;
using KubeSharp.ApiServer.Resources.Core.PodTemplates;
using KubeSharp.ApiServer.Resources.Core.PodTemplates.Rules;
using KubeSharp.ApiServer.Resources.Core.Pods;

namespace KubeSharp.ApiServer.Tests.Resources.Core;

/// <summary>Pods for tables of rules: written as little as a case needs, then decoded and filled in as the server does.</summary>
internal static class PodUnderTest
{
    private static readonly TypeSchema Schema = SchemaRegistry.Kubernetes.FindKind("", "v1", "Pod")!;

    /// <summary>A pod from the members of its manifest, in YAML's flow style; containers and a name are added where they are missing.</summary>
    public static JsonObject Pod(string members)
    {
        var pod = (JsonObject)YamlReader.Parse("{" + members + "}")!;
        pod.GetOrAddObject("metadata").SetDefault("name", "p");
        var spec = pod.GetOrAddObject("spec");
        spec.SetDefault("containers", YamlReader.Parse("[{name: c, image: i}]")!);
        spec.SetDefault("serviceAccountName", "default");
        pod = DocumentDecoder.Decode(pod, Schema).Object!;
        SchemaDefaults.Apply(pod, Schema);
        new PodStrategy().Default(pod);
        return pod;
    }

    /// <summary>A pod whose specification has these members.</summary>
    public static JsonObject WithSpec(string members) => Pod("spec: {" + members + "}");

    /// <summary>A pod with one container that has these members, besides name and image.</summary>
    public static JsonObject WithContainer(string members) => WithSpec("containers: [{name: c, image: i, " + members + "}]");

    /// <summary>The faults of the specification, sorted, each in a line.</summary>
    public static string Faults(JsonObject pod, bool isTemplate = false)
    {
        var errors = new ErrorList();
        var spec = pod.GetObject("spec")!;
        DisabledFields.Drop(spec);
        PodSpecRules.Check(new FieldCheck(spec, FieldPath.Spec, errors), isTemplate ? null : pod.FindString("metadata", "name"));
        return Show(errors);
    }

    /// <summary>Faults, sorted, each in a line.</summary>
    public static string Show(IEnumerable<FieldError> errors) => Lines(errors.Select(error => error.ToString()));

    /// <summary>Sorted lines.</summary>
    public static string Lines(IEnumerable<string> lines) => string.Join('\n', lines.Order(StringComparer.Ordinal));
}
