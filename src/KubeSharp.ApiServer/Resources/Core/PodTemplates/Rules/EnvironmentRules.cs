using KubeSharp.ApiMachinery.Validation;

namespace KubeSharp.ApiServer.Resources.Core.PodTemplates.Rules;

/// <summary>The environment of a container.</summary>
internal static class EnvironmentRules
{
    /// <summary>Checks <c>env</c> and <c>envFrom</c>.</summary>
    public static void Check(FieldCheck container)
    {
        foreach (var variable in container.Items("env"))
        {
            variable.RequireName("name", StringValidators.EnvVarName);
            if (variable.Child("valueFrom") is { } source) Source(variable, source);
        }

        foreach (var source in container.Items("envFrom")) Sources(container, source);
    }

    private static void Source(FieldCheck variable, FieldCheck source)
    {
        var count = 0;
        if (source.Child("fieldRef") is { } field)
        {
            count++;
            FieldReferenceRules.Field(field, inFile: false);
        }

        if (source.Child("resourceFieldRef") is { } resource)
        {
            count++;
            FieldReferenceRules.Resource(resource, inFile: false);
        }

        foreach (var name in (ReadOnlySpan<string>)["configMapKeyRef", "secretKeyRef"])
        {
            if (source.Child(name) is not { } key) continue;
            count++;
            key.Messages("name", StringValidators.Dns1123Subdomain(key.Text("name")));
            key.RequireName("key", StringValidators.ConfigMapKey);
        }

        if (source.Child("fileKeyRef") is { } file)
        {
            count++;
            file.RequireName("key", StringValidators.EnvVarName);
            file.RequireName("volumeName", StringValidators.Dns1123Label);
            if (file.Require("path")) PathRules.DescendingNotReserved(file.Text("path"), file.At("path"), file.Errors);
        }

        var problem = count == 0 ? "must specify one of: `fieldRef`, `resourceFieldRef`, `configMapKeyRef`, `secretKeyRef` or `fileKeyRef`"
            : variable.Text("value").Length > 0 ? "may not be specified when `value` is not empty"
            : count > 1 ? "may not have more than one field specified at a time"
            : "";
        if (problem.Length > 0) source.Errors.Add(FieldError.Invalid(source.Path, "", problem));
    }

    private static void Sources(FieldCheck container, FieldCheck source)
    {
        source.OptionalName("prefix", StringValidators.EnvVarName);
        var count = 0;
        foreach (var kind in (ReadOnlySpan<string>)["configMapRef", "secretRef"])
        {
            if (source.Child(kind) is not { } reference) continue;
            count++;
            // Upstream looks at the name as at the beginning of one.
            reference.RequireName("name", name => NameChecks.DnsSubdomain(name, prefix: true));
        }

        if (count == 1) return;
        source.Errors.Add(FieldError.Invalid(
            container.At("envFrom"), "", count == 0 ? "must specify one of: `configMapRef` or `secretRef`" : "may not have more than one field specified at a time"));
    }
}
