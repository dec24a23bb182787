using KubeSharp.ApiMachinery.Json;
using KubeSharp.ApiMachinery.Validation;

namespace KubeSharp.ApiServer.Resources.Core.PodTemplates.Rules;

/// <summary>The containers of a pod: those that run, those that run before, and those that look on.</summary>
internal sealed class ContainerRules(FieldCheck spec, IReadOnlyDictionary<string, JsonObject> volumes, bool isPod)
{
    private const string OnlyLasting = "may not be set for init containers without restartPolicy=Always";
    private const string NotEphemeral = "cannot be set for an Ephemeral Container";

    private static readonly string[] Probes = ["livenessProbe", "readinessProbe", "startupProbe"];

    private static readonly string[] NotForEphemeral =
        ["ports", "resources", "resizePolicy", "restartPolicy", "restartPolicyRules", "livenessProbe", "readinessProbe", "startupProbe", "lifecycle"];

    private readonly bool hostUsers = spec.Value.GetBool("hostUsers") != false;
    private readonly long gracePeriod = spec.Number("terminationGracePeriodSeconds") ?? 0;
    private readonly HashSet<string> claims = new(spec.Items("resourceClaims").Select(claim => claim.Text("name")), StringComparer.Ordinal);
    private readonly HashSet<string> names = new(StringComparer.Ordinal);

    /// <summary>All containers, of all three kinds.</summary>
    public IReadOnlyList<FieldCheck> All { get; } = [.. spec.Items("containers"), .. spec.Items("initContainers"), .. spec.Items("ephemeralContainers")];

    /// <summary>Checks them.</summary>
    public void Check()
    {
        var containers = spec.Items("containers");
        if (containers.Count == 0) spec.Errors.Add(FieldError.Required(spec.At("containers")));
        foreach (var container in containers)
        {
            Common(container);
            if (!names.Add(container.Text("name"))) container.Errors.Add(FieldError.Duplicate(container.At("name"), container.Text("name")));
            RestartRules.Policy(container);
            Running(container);
        }

        PortRules.Conflicts(containers, spec.At("containers"));
        foreach (var container in spec.Items("initContainers")) Initial(container);
        foreach (var container in spec.Items("ephemeralContainers")) Ephemeral(container, containers);
    }

    private void Common(FieldCheck container)
    {
        container.RequireName("name", StringValidators.Dns1123Label);
        if (container.Require("image") && isPod && container.Text("image") is var image && image != image.Trim())
            container.Invalid("image", "must not have leading or trailing whitespace");
        if (container.Require("terminationMessagePolicy")) container.OneOf("terminationMessagePolicy", "File", "FallbackToLogsOnError");
        PortRules.Check(container);
        EnvironmentRules.Check(container);
        MountRules.Check(container, volumes);
        if (container.Require("imagePullPolicy")) container.OneOf("imagePullPolicy", "Always", "IfNotPresent", "Never");
        if (container.Child("resources") is { } resources) ResourceRules.Check(resources, claims);
        RestartRules.Resize(container, spec.Text("restartPolicy"));
        if (container.Child("securityContext") is { } context) SecurityRules.Container(context, hostUsers);
    }

    private void Initial(FieldCheck container)
    {
        Common(container);
        RestartRules.Policy(container);
        var name = container.Text("name");
        if (names.Contains(name)) container.Errors.Add(FieldError.Duplicate(container.At("name"), name));
        else if (name.Length > 0) names.Add(name);
        // They run one after the other: only ports of one and the same are in each other's way.
        PortRules.Conflicts([container], spec.At("initContainers"));
        if (container.Text("restartPolicy") == "Always")
        {
            Running(container);
            return;
        }

        foreach (var field in Probes) container.ForbidIfSet(field, OnlyLasting);
        container.ForbidIfSet("lifecycle", OnlyLasting);
    }

    private void Running(FieldCheck container)
    {
        if (container.Child("lifecycle") is { } lifecycle) HandlerRules.Lifecycle(lifecycle, gracePeriod);
        foreach (var name in Probes)
        {
            if (container.Child(name) is { } probe) HandlerRules.Probe(probe, name, gracePeriod);
        }
    }

    private void Ephemeral(FieldCheck container, IReadOnlyList<FieldCheck> containers)
    {
        Common(container);
        if (!names.Add(container.Text("name"))) container.Errors.Add(FieldError.Duplicate(container.At("name"), container.Text("name")));
        foreach (var name in NotForEphemeral)
        {
            // Of these only the resources are no pointer upstream: an empty object of any other is there.
            var empty = container.Value[name] is null or JsonNull or JsonArray { Count: 0 } || (name == "resources" && container.Value[name] is JsonObject { Count: 0 });
            if (!empty) container.Forbid(name, NotEphemeral);
        }

        var target = container.Text("targetContainerName");
        if (target.Length > 0 && !containers.Concat(spec.Items("initContainers")).Any(other => other.Text("name") == target))
            container.Errors.Add(FieldError.NotFound(container.At("targetContainerName"), target));
        foreach (var mount in container.Items("volumeMounts"))
        {
            foreach (var name in (ReadOnlySpan<string>)["subPath", "subPathExpr"])
            {
                if (mount.Text(name).Length > 0) mount.Forbid(name, NotEphemeral);
            }
        }
    }
}
