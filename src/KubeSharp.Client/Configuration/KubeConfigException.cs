namespace KubeSharp.Client;

/// <summary>The configuration for reaching a cluster is missing, unreadable or contradicts itself; the message says what and where.</summary>
public sealed class KubeConfigException : Exception
{
    /// <summary>With a sentence for the user.</summary>
    public KubeConfigException(string message)
        : base(message)
    {
    }

    /// <summary>With a sentence for the user and what caused it.</summary>
    public KubeConfigException(string message, Exception inner)
        : base(message, inner)
    {
    }
}
