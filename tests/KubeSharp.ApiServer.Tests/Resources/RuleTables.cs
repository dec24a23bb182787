using System.Text;
using KubeSharp.ApiMachinery.Json;
using KubeSharp.ApiMachinery.Validation;

namespace KubeSharp.ApiServer.Tests.Resources;

/// <summary>Runs rules over documents that are written as JSON, and prints what they find.</summary>
internal static class RuleTables
{
    public static JsonObject Parse(string json) => JsonParser.ParseObject(Encoding.UTF8.GetBytes(json));

    /// <summary>The faults, one a line.</summary>
    public static string Faults(Action<ErrorList> check)
    {
        var errors = new ErrorList();
        check(errors);
        return string.Join('\n', errors.Select(error => error.ToString()));
    }
}
