using System.ComponentModel;
using System.Diagnostics;
using System.Text;

namespace KubeSharp.Processes;

/// <summary>Runs the tools of the system.</summary>
/// <param name="wrapper">Words to put before every command, such as nsenter with its arguments; none for the process's own namespaces.</param>
internal sealed class CommandRunner(params string[] wrapper)
{
    /// <summary>Runs a program to its end. A program that is not there gives exit code 127.</summary>
    public async Task<CommandResult> RunAsync(string program, IReadOnlyList<string> arguments, string? input, CancellationToken cancel)
    {
        var start = new ProcessStartInfo(wrapper.Length > 0 ? wrapper[0] : program)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
        };
        if (wrapper.Length > 0)
        {
            foreach (var word in wrapper.AsSpan(1))
                start.ArgumentList.Add(word);
            start.ArgumentList.Add(program);
        }

        foreach (var argument in arguments)
            start.ArgumentList.Add(argument);
        try
        {
            using var process = Process.Start(start)!;
            var output = process.StandardOutput.ReadToEndAsync(cancel);
            var error = process.StandardError.ReadToEndAsync(cancel);
            if (input is not null)
            {
                try
                {
                    await process.StandardInput.BaseStream.WriteAsync(Encoding.ASCII.GetBytes(input), cancel).ConfigureAwait(false);
                }
                catch (IOException)
                {
                    // It ended before it read everything; its exit code and words say why.
                }
            }

            try
            {
                process.StandardInput.Close();
            }
            catch (IOException)
            {
                // Same.
            }

            var texts = await Task.WhenAll(output, error).ConfigureAwait(false);
            await process.WaitForExitAsync(cancel).ConfigureAwait(false);
            return new CommandResult(process.ExitCode, texts[0], texts[1].Trim());
        }
        catch (Win32Exception fault)
        {
            return new CommandResult(127, "", $"{program}: {fault.Message}");
        }
    }
}
