using KubeSharp.ApiMachinery.Json;
using KubeSharp.ApiMachinery.Validation;

namespace KubeSharp.ApiServer.Resources.Core.PodTemplates.Rules;

/// <summary>What is done in or to a container: by probes and by lifecycle hooks.</summary>
internal static class HandlerRules
{
    private const string OnlyOne = "may not specify more than 1 handler type";

    /// <summary>Checks a probe.</summary>
    /// <param name="probe">The probe.</param>
    /// <param name="name">Its name in the container.</param>
    /// <param name="gracePeriod">How long the pod may take to end.</param>
    public static void Probe(FieldCheck probe, string name, long gracePeriod)
    {
        Handler(probe, gracePeriod);
        probe.NonNegative("initialDelaySeconds", "timeoutSeconds", "periodSeconds", "successThreshold", "failureThreshold");
        if (probe.Number("terminationGracePeriodSeconds") is <= 0) probe.Invalid("terminationGracePeriodSeconds", "must be greater than 0");
        if (name == "readinessProbe")
        {
            if (probe.Has("terminationGracePeriodSeconds")) probe.Invalid("terminationGracePeriodSeconds", "must not be set for readinessProbes");
            return;
        }

        if (probe.Number("successThreshold") is not (null or 1)) probe.Invalid("successThreshold", "must be 1");
    }

    /// <summary>Checks the hooks of a container.</summary>
    public static void Lifecycle(FieldCheck lifecycle, long gracePeriod)
    {
        if (lifecycle.Child("postStart") is { } start) Handler(start, gracePeriod);
        if (lifecycle.Child("preStop") is { } stop) Handler(stop, gracePeriod);
    }

    private static void Handler(FieldCheck handler, long gracePeriod)
    {
        var count = 0;
        foreach (var name in (ReadOnlySpan<string>)["exec", "httpGet", "tcpSocket", "grpc", "sleep"])
        {
            if (handler.Child(name) is not { } action) continue;
            if (count++ > 0) handler.Forbid(name, OnlyOne);
            else Action(handler, action, name, gracePeriod);
        }

        if (count == 0) handler.Errors.Add(FieldError.Required(handler.Path, "must specify a handler type"));
    }

    private static void Action(FieldCheck handler, FieldCheck action, string name, long gracePeriod)
    {
        switch (name)
        {
            case "exec":
                action.Require("command");
                break;
            case "httpGet":
                action.Require("path");
                Port(action);
                if (action.Text("scheme") is not ("HTTP" or "HTTPS"))
                    action.Errors.Add(FieldError.NotSupported(action.At("scheme"), action.Text("scheme"), "HTTP", "HTTPS"));
                foreach (var header in action.Items("httpHeaders"))
                    action.Errors.AddInvalid(action.At("httpHeaders"), header.Text("name"), StringValidators.HttpHeaderName(header.Text("name")));
                break;
            case "tcpSocket":
                Port(action);
                break;
            case "grpc":
                action.Errors.AddRange(StringValidators.PortNumber(action.Number("port") ?? 0)
                    .Select(message => FieldError.Invalid(action.At("port"), action.Number("port") ?? 0, message)));
                break;
            default:
                var seconds = action.Number("seconds") ?? 0;
                if (seconds < 0 || seconds > gracePeriod)
                    handler.Errors.Add(FieldError.Invalid(handler.At(name), seconds, $"must be non-negative and less than terminationGracePeriodSeconds ({gracePeriod})"));
                break;
        }
    }

    private static void Port(FieldCheck action)
    {
        if (action.Value["port"] is JsonString text)
        {
            action.Errors.AddInvalid(action.At("port"), text.Value, StringValidators.PortName(text.Value));
            return;
        }

        var number = action.Number("port") ?? 0;
        foreach (var message in StringValidators.PortNumber(number)) action.Errors.Add(FieldError.Invalid(action.At("port"), number, message));
    }
}
