using System.Globalization;
using KubeSharp.Storage.CrashLoad;

// load DIRECTORY SEED AFTER    puts a store under mixed load until it is killed
// trial ROUNDS [SEED]          kills such processes and checks what they leave
switch (args)
{
    case ["load", var directory, var seed, var after]:
        await MixedLoad.RunAsync(directory, int.Parse(seed, CultureInfo.InvariantCulture), long.Parse(after, CultureInfo.InvariantCulture));
        return 0;
    case ["trial", var rounds, .. var rest]:
        var trial = new CrashTrial(rest is [var s] ? int.Parse(s, CultureInfo.InvariantCulture) : Environment.TickCount);
        var report = await trial.RunAsync(int.Parse(rounds, CultureInfo.InvariantCulture), Console.Error);
        Console.WriteLine(report);
        return report.Faults.Count == 0 ? 0 : 1;
    default:
        Console.Error.WriteLine("usage: load DIRECTORY SEED AFTER | trial ROUNDS [SEED]");
        return 2;
}
