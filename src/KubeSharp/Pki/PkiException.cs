namespace KubeSharp.Pki;

/// <summary>Key material that must not be used or cannot be read. The message is one sentence for the user: what, where, what to do.</summary>
internal sealed class PkiException : Exception
{
    public PkiException(string message) : base(message)
    {
    }

    public PkiException(string message, Exception inner) : base(message, inner)
    {
    }

    public PkiException()
    {
    }
}
