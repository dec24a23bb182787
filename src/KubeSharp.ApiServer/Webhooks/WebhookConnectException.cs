namespace KubeSharp.ApiServer.Webhooks;

/// <summary>A webhook cannot be connected to. The message is worded for the answer.</summary>
internal sealed class WebhookConnectException(string message) : IOException(message);
