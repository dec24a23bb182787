using System.IO.Compression;
using KubeSharp.DescriptionBuilder;

// Usage: KubeSharp.DescriptionBuilder KubernetesClient.xml kubernetes.schema OUTPUT
// Runs while KubeSharp.ApiMachinery is built: picks the documentation of every field in the table and compresses it.
if (args.Length != 3)
{
    await Console.Error.WriteLineAsync("usage: KubeSharp.DescriptionBuilder DOCUMENTATION.xml SCHEMA-TABLE OUTPUT");
    return 2;
}

var documentation = Documentation.Load(args[0]);
using var output = File.Create(args[2]);
using var compressed = new BrotliStream(output, CompressionLevel.SmallestSize);
using var writer = new StreamWriter(compressed) { NewLine = "\n" };
foreach (var type in TableTypes.Read(args[1]))
{
    if (documentation.FindClass(type.Name) is not { } found)
        continue;
    writer.WriteLine($"{type.Name}\t{documentation.OfClass(found)}");
    foreach (var field in type.Fields)
    {
        if (documentation.OfField(found, field) is { } text)
            writer.WriteLine($" {field}\t{text}");
    }
}

return 0;
