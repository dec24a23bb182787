using System.Globalization;
using KubeSharp.Storage.CrashLoad;

// load DIRECTORY SEED AFTER    puts a store under mixed load until it is killed
// trial ROUNDS [SEED]          kills such processes and checks what they leave
// power ROUNDS [SEED]          the same on a disk that loses at each kill what was not synced
switch (args)
{
    case ["load", var directory, var seed, var after]:
        await MixedLoad.RunAsync(directory, int.Parse(seed, CultureInfo.InvariantCulture), long.Parse(after, CultureInfo.InvariantCulture));
        return 0;
    case ["trial" or "power", var rounds, .. var rest]:
        using (var power = args[0] == "power" ? new PowerLoss(syncs: true) : null)
        {
            var trial = new CrashTrial(rest is [var s] ? int.Parse(s, CultureInfo.InvariantCulture) : Environment.TickCount, power);
            var report = await trial.RunAsync(int.Parse(rounds, CultureInfo.InvariantCulture), Console.Error);
            Console.WriteLine(report);
            return report.Faults.Count == 0 ? 0 : 1;
        }

    default:
        Console.Error.WriteLine("usage: load DIRECTORY SEED AFTER | trial ROUNDS [SEED] | power ROUNDS [SEED]");
        return 2;
}
