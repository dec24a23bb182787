using KubeSharp.ApiMachinery.Json;

namespace KubeSharp.ApiServer.Resources.Apiextensions.Definitions;

/// <summary>The conditions of a definition.</summary>
internal static class CustomResourceConditions
{
    /// <summary>Whether a condition holds.</summary>
    public static bool IsTrue(JsonObject definition, string type) => Find(definition.GetObject("status"), type)?.GetString("status") == "True";

    /// <summary>The reason of a condition; null if there is no such condition.</summary>
    public static string? Reason(JsonObject definition, string type) => Find(definition.GetObject("status"), type)?.GetString("reason");

    /// <summary>Removes a condition.</summary>
    public static void Remove(JsonObject status, string type) =>
        status.GetArray("conditions")?.RemoveAll(one => one is JsonObject condition && condition.GetString("type") == type);

    /// <summary>Sets a condition; its time moves only with its value.</summary>
    public static void Set(JsonObject status, string type, bool holds, string reason, string message, string now)
    {
        var value = holds ? "True" : "False";
        var condition = Find(status, type);
        if (condition is null)
        {
            condition = new JsonObject { { "type", type } };
            if (status.GetArray("conditions") is { } conditions) conditions.Add(condition);
            else status.Set("conditions", new JsonArray { condition });
        }

        var changed = condition.GetString("status") != value;
        condition.Set("status", new JsonString(value));
        if (changed) condition.Set("lastTransitionTime", new JsonString(now));
        condition.Set("reason", new JsonString(reason));
        condition.Set("message", new JsonString(message));
    }

    private static JsonObject? Find(JsonObject? status, string type) =>
        (status?.GetArray("conditions") ?? []).OfType<JsonObject>().FirstOrDefault(condition => condition.GetString("type") == type);
}
