using KubeSharp.ApiMachinery.Json;
using KubeSharp.ApiMachinery.Validation;

namespace KubeSharp.ApiServer.Resources.Core.PodTemplates.Rules;

/// <summary>Where containers see volumes.</summary>
internal static class MountRules
{
    /// <summary>Checks <c>volumeMounts</c> and <c>volumeDevices</c>.</summary>
    /// <param name="container">The container.</param>
    /// <param name="volumes">The pod's volumes without faults, by name.</param>
    public static void Check(FieldCheck container, IReadOnlyDictionary<string, JsonObject> volumes)
    {
        var mounts = container.Items("volumeMounts");
        var devices = container.Items("volumeDevices");
        if (mounts.Count == 0 && devices.Count == 0) return;
        var privileged = container.Value.GetObject("securityContext")?.GetBool("privileged") == true;
        var deviceNames = Texts(devices, "name");
        var devicePaths = Texts(devices, "devicePath");
        var paths = new HashSet<string>(StringComparer.Ordinal);
        foreach (var mount in mounts)
        {
            // What is missing is looked for too.
            mount.Require("name");
            if (!volumes.ContainsKey(mount.Text("name"))) mount.Errors.Add(FieldError.NotFound(mount.At("name"), mount.Text("name")));
            mount.Require("mountPath");
            if (!paths.Add(mount.Text("mountPath"))) mount.Errors.Add(FieldError.Invalid(mount.At("mountPath"), mount.Text("mountPath"), "must be unique"));
            if (deviceNames.Contains(mount.Text("name"))) mount.Invalid("name", "must not already exist in volumeDevices");
            if (devicePaths.Contains(mount.Text("mountPath"))) mount.Invalid("mountPath", "must not already exist as a path in volumeDevices");
            Options(mount, container.At("volumeMounts"), privileged);
        }

        Devices(devices, volumes, Texts(mounts, "name"), paths);
    }

    private static void Options(FieldCheck mount, FieldPath list, bool privileged)
    {
        var (subPath, expression, propagation) = (mount.Text("subPath"), mount.Text("subPathExpr"), mount.Text("mountPropagation"));
        if (subPath.Length > 0) PathRules.Descending(subPath, list.Child("subPath"), mount.Errors);
        if (expression.Length > 0)
        {
            if (subPath.Length > 0) mount.Invalid("subPathExpr", "subPathExpr and subPath are mutually exclusive");
            PathRules.Descending(expression, list.Child("subPathExpr"), mount.Errors);
        }

        var at = list.Child("mountPropagation");
        if (mount.Has("mountPropagation") && propagation is not ("Bidirectional" or "HostToContainer" or "None"))
            mount.Errors.Add(FieldError.NotSupported(at, propagation, "Bidirectional", "HostToContainer", "None"));
        else if (propagation == "Bidirectional" && !privileged)
            mount.Errors.Add(FieldError.Forbidden(at, "Bidirectional mount propagation is available only to privileged containers"));
        var recursive = mount.Text("recursiveReadOnly");
        at = list.Child("recursiveReadOnly");
        if (mount.Has("recursiveReadOnly") && recursive is not ("Disabled" or "Enabled" or "IfPossible"))
        {
            mount.Errors.Add(FieldError.NotSupported(at, recursive, "Disabled", "Enabled", "IfPossible"));
        }
        else if (recursive is "Enabled" or "IfPossible")
        {
            if (!mount.Flag("readOnly")) mount.Errors.Add(FieldError.Forbidden(at, "may only be specified when readOnly is true"));
            if (propagation is not ("" or "None"))
                mount.Errors.Add(FieldError.Forbidden(at, "may only be specified when mountPropagation is None or not specified"));
        }
    }

    private static void Devices(IReadOnlyList<FieldCheck> devices, IReadOnlyDictionary<string, JsonObject> volumes, HashSet<string> mountNames, HashSet<string> mountPaths)
    {
        var names = new HashSet<string>(StringComparer.Ordinal);
        var paths = new HashSet<string>(StringComparer.Ordinal);
        foreach (var device in devices)
        {
            var (name, path) = (device.Text("name"), device.Text("devicePath"));
            if (device.Require("name") && !names.Add(name)) device.Invalid("name", "must be unique");
            if (!volumes.TryGetValue(name, out var volume)) device.Errors.Add(FieldError.NotFound(device.At("name"), name));
            else if (!volume.Contains("persistentVolumeClaim") && !volume.Contains("ephemeral"))
                device.Invalid("name", "can only use volume source type of PersistentVolumeClaim or Ephemeral for block mode");
            device.Require("devicePath");
            if (path.Split('/').Contains("..")) device.Invalid("devicePath", "can not contain backsteps ('..')");
            else if (!paths.Add(path)) device.Errors.Add(FieldError.Invalid(device.At("devicePath"), path, "must be unique"));

            if (mountNames.Contains(name)) device.Invalid("name", "must not already exist in volumeMounts");
            if (mountPaths.Contains(path)) device.Invalid("devicePath", "must not already exist as a path in volumeMounts");
        }
    }

    private static HashSet<string> Texts(IReadOnlyList<FieldCheck> items, string name) => new(items.Select(item => item.Text(name)), StringComparer.Ordinal);
}
