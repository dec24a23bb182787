namespace KubeSharp.Cli;

/// <summary>
/// A fault that the person at the keyboard can mend: printed as one sentence (what, where, what to do) with exit code 1,
/// never as a stack trace.
/// </summary>
internal sealed class UserError : Exception
{
    public UserError(string message) : base(message)
    {
    }

    public UserError(string message, Exception inner) : base(message, inner)
    {
    }
}
