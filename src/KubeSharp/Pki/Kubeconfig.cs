using System.Text;

namespace KubeSharp.Pki;

/// <summary>
/// Writes a kubeconfig with everything inside it, so that the file can be copied away.
/// See https://kubernetes.io/docs/concepts/configuration/organize-cluster-access-kubeconfig/.
/// </summary>
internal static class Kubeconfig
{
    /// <summary>The file's text.</summary>
    public static string Text(string cluster, string server, string authorityPem, string user, string certificatePem, string keyPem)
    {
        var context = Quote($"{user}@{cluster}");
        return $"""
            apiVersion: v1
            kind: Config
            clusters:
            - name: {Quote(cluster)}
              cluster:
                server: {Quote(server)}
                certificate-authority-data: {Base64(authorityPem)}
            users:
            - name: {Quote(user)}
              user:
                client-certificate-data: {Base64(certificatePem)}
                client-key-data: {Base64(keyPem)}
            contexts:
            - name: {context}
              context:
                cluster: {Quote(cluster)}
                user: {Quote(user)}
            current-context: {context}
            preferences: {"{}"}

            """;
    }

    private static string Base64(string text) => Convert.ToBase64String(Encoding.UTF8.GetBytes(text));

    // Single-quoted YAML: nothing but the quote itself has a meaning inside.
    private static string Quote(string text) => $"'{text.Replace("'", "''", StringComparison.Ordinal)}'";
}
