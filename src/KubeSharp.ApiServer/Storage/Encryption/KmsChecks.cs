using KubeSharp.ApiServer.Storage.Encryption.Protocol;

namespace KubeSharp.ApiServer.Storage.Encryption;

/// <summary>Whether what a key management service answers keeps to the protocol (https://kubernetes.io/docs/tasks/administer-cluster/kms-provider/). Pure.</summary>
internal static class KmsChecks
{
    private const int MaxKeyId = 1024;
    private const int MaxSource = 1024;
    private const int MaxAnnotations = 32 * 1024;

    /// <summary>What is wrong with a status; null if nothing is.</summary>
    public static string? Problem(StatusResponse status) => 0 switch
    {
        _ when status.Version is not ("v2" or "v2beta1") => $"expected KMSv2 API version v2, got {status.Version}",
        _ when status.Healthz != "ok" => $"got unexpected healthz status: {status.Healthz}",
        _ => KeyIdProblem(status.KeyId) is { } problem ? $"got invalid KMSv2 KeyID: {problem}" : null,
    };

    /// <summary>What is wrong with an encrypted seed; null if nothing is.</summary>
    public static string? Problem(EncryptResponse answer)
    {
        if (answer.Ciphertext.Length == 0) return "failed to validate encrypted DEK source: encrypted DEK source is empty";
        if (answer.Ciphertext.Length > MaxSource)
            return $"failed to validate encrypted DEK source: encrypted DEK source is {answer.Ciphertext.Length} bytes, which exceeds the max size of {MaxSource}";
        if (KeyIdProblem(answer.KeyId) is { } problem) return $"failed to validate key id: {problem}";
        var size = 0;
        foreach (var (name, value) in answer.Annotations)
        {
            if (!name.Contains('.', StringComparison.Ordinal)) return $"failed to validate annotations: annotation key {name}: should be a domain with at least two segments separated by dots";
            size += name.Length + value.Length;
        }

        return size > MaxAnnotations ? $"failed to validate annotations: total size of annotations is {size}, which exceeds the max size of {MaxAnnotations}" : null;
    }

    private static string? KeyIdProblem(string id) => id.Length switch
    {
        0 => "keyID is empty",
        > MaxKeyId => $"keyID is {id.Length} bytes, which exceeds the max size of {MaxKeyId}",
        _ => null,
    };
}
