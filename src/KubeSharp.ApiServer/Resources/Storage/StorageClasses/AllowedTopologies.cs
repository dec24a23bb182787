using KubeSharp.ApiMachinery.Json;
using KubeSharp.ApiMachinery.Validation;
using KubeSharp.ApiServer.Registry;
using KubeSharp.ApiServer.Resources.Shared;

namespace KubeSharp.ApiServer.Resources.Storage.StorageClasses;

/// <summary>Where the volumes of a storage class may be: terms, of which no two may say the same.</summary>
internal static class AllowedTopologies
{
    public static void Check(JsonArray? terms, FieldPath path, ErrorList errors)
    {
        var seen = new List<Dictionary<string, SortedSet<string>>>();
        foreach (var (index, term) in terms.Items())
        {
            // Faults of a term are reported without its index, as upstream does.
            var keys = Term(term.GetArray("matchLabelExpressions"), path.Child("matchLabelExpressions"), errors);
            if (keys.Count > 0 && seen.Exists(other => Same(other, keys))) errors.Add(FieldError.Duplicate(path.Index(index).Child("matchLabelExpressions"), JsonString.Empty));
            seen.Add(keys);
        }
    }

    public static void Warn(WriteContext context, JsonObject storageClass)
    {
        foreach (var (index, term) in storageClass.GetArray("allowedTopologies").Items())
        {
            NodeLabelDeprecations.WarnOfRequirements(
                context, term.GetArray("matchLabelExpressions"), FieldPath.Of("allowedTopologies").Index(index).Child("matchLabelExpressions"));
        }
    }

    private static Dictionary<string, SortedSet<string>> Term(JsonArray? requirements, FieldPath path, ErrorList errors)
    {
        var keys = new Dictionary<string, SortedSet<string>>(StringComparer.Ordinal);
        foreach (var (number, requirement) in requirements.Items())
        {
            var at = path.Index(number);
            var values = new SortedSet<string>(StringComparer.Ordinal);
            if (requirement.GetArray("values") is not { Count: > 0 }) errors.Add(FieldError.Required(at.Child("values")));
            foreach (var (place, value) in requirement.GetArray("values").Texts())
            {
                if (!values.Add(value)) errors.Add(FieldError.Duplicate(at.Child("values").Index(place), new JsonString(value)));
            }

            var key = requirement.GetString("key") ?? "";
            errors.AddInvalid(at.Child("key"), key, StringValidators.QualifiedName(key));
            if (!keys.TryAdd(key, values)) errors.Add(FieldError.Duplicate(at.Child("key"), new JsonString(key)));
        }

        return keys;
    }

    private static bool Same(Dictionary<string, SortedSet<string>> a, Dictionary<string, SortedSet<string>> b) =>
        a.Count == b.Count && a.All(pair => b.TryGetValue(pair.Key, out var values) && values.SetEquals(pair.Value));
}
