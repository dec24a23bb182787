using System.Globalization;
using KubeSharp.Storage.CrashLoad;

// load DIRECTORY SEED AFTER CHECKED   puts a store under mixed load until it is killed
// trial KILLS [SEED]                  kills such processes and checks what they leave
// power KILLS [SEED]                  the same on a disk that loses at each kill what was not synced
// nosync KILLS [SEED]                 the same with a store that does not sync, as with synchronous=OFF, which must be caught
switch (args)
{
    case ["load", var directory, var seed, var after, var upTo]:
        await MixedLoad.RunAsync(directory, int.Parse(seed, CultureInfo.InvariantCulture), Number(after), Number(upTo));
        return 0;
    case [var what, var kills, .. var rest] when what is "trial" or "power" or "nosync":
        return await CrashCommand.RunAsync(what, (int)Number(kills), rest is [var s] ? (int)Number(s) : Environment.TickCount);
    default:
        Console.Error.WriteLine("usage: load DIRECTORY SEED AFTER CHECKED | trial KILLS [SEED] | power KILLS [SEED] | nosync KILLS [SEED]");
        return 2;
}

static long Number(string text) => long.Parse(text, CultureInfo.InvariantCulture);
