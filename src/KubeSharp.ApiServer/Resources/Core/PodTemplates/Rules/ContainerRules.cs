using KubeSharp.ApiMachinery.Json;
using KubeSharp.ApiMachinery.Validation;

namespace KubeSharp.ApiServer.Resources.Core.PodTemplates.Rules;

/// <summary>The containers of a pod: those that run, those that run before, and those that look on.</summary>
internal sealed class ContainerRules(FieldCheck spec, IReadOnlyDictionary<string, JsonObject> volumes)
{
    private static readonly string[] NotEphemeral = ["ports", "livenessProbe", "readinessProbe", "startupProbe", "lifecycle", "resources", "resizePolicy"];

    private readonly bool hostNetwork = spec.Flag("hostNetwork");
    private readonly bool hostUsers = spec.Value.GetBool("hostUsers") != false;
    private readonly long gracePeriod = spec.Number("terminationGracePeriodSeconds") ?? 30;
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
            Running(container);
        }

        PortRules.Conflicts(containers);
        foreach (var container in spec.Items("initContainers"))
        {
            Common(container);
            var stays = container.Text("restartPolicy") == "Always";
            if (stays)
            {
                Running(container);
                continue;
            }

            foreach (var name in (ReadOnlySpan<string>)["livenessProbe", "readinessProbe", "startupProbe"])
                container.ForbidIfSet(name, "may not be set for init containers without restartPolicy=Always");
            container.ForbidIfSet("lifecycle", "may not be set for init containers without restartPolicy=Always");
        }

        foreach (var container in spec.Items("ephemeralContainers")) Ephemeral(container, containers);
    }

    private void Common(FieldCheck container)
    {
        if (container.Require("name"))
        {
            var messages = StringValidators.Dns1123Label(container.Text("name"));
            container.Messages("name", messages);
            if (!names.Add(container.Text("name"))) container.Errors.Add(FieldError.Duplicate(container.At("name"), container.Text("name")));
        }

        var image = container.Text("image");
        if (container.Require("image") && image != image.Trim()) container.Invalid("image", "must not have leading or trailing whitespace");
        if (container.Require("terminationMessagePolicy")) container.OneOf("terminationMessagePolicy", "File", "FallbackToLogsOnError");
        if (container.Require("imagePullPolicy")) container.OneOf("imagePullPolicy", "Always", "IfNotPresent", "Never");
        PortRules.Check(container, hostNetwork);
        EnvironmentRules.Check(container);
        if (container.Child("resources") is { } resources) ResourceRules.Check(resources, claims);
        MountRules.Check(container, volumes);
        if (container.Child("securityContext") is { } context) SecurityRules.Container(context, hostUsers);
        foreach (var policy in container.Items("resizePolicy"))
        {
            policy.OneOf("resourceName", "cpu", "memory");
            policy.OneOf("restartPolicy", "NotRequired", "RestartContainer");
        }
    }

    private void Running(FieldCheck container)
    {
        if (container.Child("lifecycle") is { } lifecycle) HandlerRules.Lifecycle(lifecycle, gracePeriod);
        foreach (var name in (ReadOnlySpan<string>)["livenessProbe", "readinessProbe", "startupProbe"])
        {
            if (container.Child(name) is { } probe) HandlerRules.Probe(probe, name);
        }
    }

    private void Ephemeral(FieldCheck container, IReadOnlyList<FieldCheck> containers)
    {
        Common(container);
        foreach (var name in NotEphemeral)
        {
            if (container.Value[name] is not (null or JsonNull or JsonObject { Count: 0 } or JsonArray { Count: 0 })) container.Forbid(name, "cannot be set for an Ephemeral Container");
        }

        var target = container.Text("targetContainerName");
        if (target.Length > 0 && !containers.Concat(spec.Items("initContainers")).Any(other => other.Text("name") == target))
            container.Errors.Add(FieldError.NotFound(container.At("targetContainerName"), target));
        foreach (var mount in container.Items("volumeMounts"))
        {
            mount.ForbidIfSet("subPath", "cannot be set for an Ephemeral Container");
            mount.ForbidIfSet("subPathExpr", "cannot be set for an Ephemeral Container");
        }
    }
}
