using KubeSharp.ApiMachinery.Validation;

namespace KubeSharp.ApiServer.Resources.Core.PodTemplates.Rules;

/// <summary>The files in volumes that are made of other objects.</summary>
internal static class VolumeFiles
{
    /// <summary>Checks the keys of a Secret or ConfigMap, and the mode of files.</summary>
    public static void Keys(FieldCheck source)
    {
        Mode(source, "defaultMode");
        foreach (var item in source.Items("items"))
        {
            item.Require("key");
            if (item.Require("path")) PathRules.DescendingNotReserved(item.Text("path"), item.At("path"), item.Errors);
            Mode(item, "mode");
        }
    }

    /// <summary>Checks a file of the downward API. Its faults stand at the list's owner, without a number.</summary>
    public static void Downward(FieldCheck file, FieldPath owner)
    {
        if (file.Text("path").Length == 0) file.Errors.Add(FieldError.Required(owner.Child("path")));
        else PathRules.DescendingNotReserved(file.Text("path"), owner.Child("path"), file.Errors);
        var field = file.Value.GetObject("fieldRef");
        var resource = file.Value.GetObject("resourceFieldRef");
        if (field is not null) FieldReferenceRules.Field(new FieldCheck(field, owner.Child("fieldRef"), file.Errors), inFile: true);
        if (field is not null && resource is not null)
            file.Errors.Add(FieldError.Invalid(owner, "resource", "fieldRef and resourceFieldRef can not be specified simultaneously"));
        else if (resource is not null) FieldReferenceRules.Resource(new FieldCheck(resource, owner.Child("resourceFieldRef"), file.Errors), inFile: true);
        else if (field is null) file.Errors.Add(FieldError.Required(owner, "one of fieldRef and resourceFieldRef is required"));
        Mode(new FieldCheck(file.Value, owner, file.Errors), "mode");
    }

    /// <summary>Checks permissions.</summary>
    public static void Mode(FieldCheck value, string name)
    {
        if (value.Number(name) is < 0 or > 511) value.Invalid(name, "must be a number between 0 and 0777 (octal), both inclusive");
    }
}
