using KubeSharp.ApiMachinery.Json;
using KubeSharp.ApiMachinery.Validation;
using KubeSharp.ApiServer.Resources.Shared;

namespace KubeSharp.ApiServer.Resources.Resource;

/// <summary>The requests of a claim by name, those among which one is chosen as <c>request/alternative</c>.</summary>
internal sealed class RequestNames
{
    private const int Most = 32;
    private const string Unknown = "must be the name of a request in the claim or the name of a request and a subrequest separated by '/'";

    private readonly HashSet<string> names = new(StringComparer.Ordinal);

    /// <summary>Reads the names.</summary>
    /// <param name="devices">The devices that a claim asks for.</param>
    public RequestNames(JsonObject? devices)
    {
        foreach (var (_, request) in (devices?.GetArray("requests")).Items())
        {
            var name = request.GetString("name") ?? "";
            names.Add(name);
            foreach (var (_, alternative) in request.GetArray("firstAvailable").Items()) names.Add($"{name}/{alternative.GetString("name")}");
        }
    }

    /// <summary>Checks the requests that something is about.</summary>
    public void CheckList(JsonObject from, FieldPath path, ErrorList errors) =>
        DeviceLists.Texts(from.GetArray("requests"), Most, path.Child("requests"), errors, (name, at) => CheckOne(name, at, errors));

    /// <summary>Checks the name of a request.</summary>
    public void CheckOne(string name, FieldPath path, ErrorList errors)
    {
        var parts = name.Split('/');
        for (var i = 0; parts.Length <= 2 && i < parts.Length; i++) errors.AddInvalid(path, parts[i], StringValidators.Dns1123Label(parts[i]));
        if (!names.Contains(name)) errors.Add(FieldError.Invalid(path, name, Unknown));
    }
}
