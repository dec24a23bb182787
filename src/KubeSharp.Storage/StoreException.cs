namespace KubeSharp.Storage;

/// <summary>The base of what a store throws.</summary>
public abstract class StoreException : Exception
{
    /// <summary>Makes the exception with the sentence to show.</summary>
    protected StoreException(string message, Exception? innerException = null)
        : base(message, innerException)
    {
    }
}
