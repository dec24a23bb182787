using KubeSharp.SchemaBuilder;

// Usage: dotnet run --project tools/KubeSharp.SchemaBuilder -- FACTS OUTPUT
// FACTS is the folder with openapi/, discovery/, tables.json and protobuf-fields.json; OUTPUT the table to write.
if (args.Length != 2)
{
    await Console.Error.WriteLineAsync("usage: KubeSharp.SchemaBuilder FACTS-FOLDER OUTPUT-FILE");
    return 2;
}

var own = Path.Combine(AppContext.BaseDirectory, "facts");
var facts = new HandFacts(own);
var proto = new ProtobufFacts(Path.Combine(args[0], "protobuf-fields.json"));
var types = OpenApiTypes.Load(Path.Combine(args[0], "openapi", "v3"), proto, facts);
foreach (var (name, type) in ExtraTypes.Load(Path.Combine(own, "extra.schema"), proto, facts))
    types[name] = type;
using (var writer = new StreamWriter(args[1]) { NewLine = "\n" })
{
    writer.WriteLine("# Facts about the Kubernetes v1.36 API. Written by tools/KubeSharp.SchemaBuilder; do not edit.");
    writer.WriteLine("# Syntax: docs in src/KubeSharp.ApiMachinery/Schema/TableSyntax.md.");
    DiscoveryFacts.Write(args[0], own, writer);
    TypeTable.Write(types, writer);
}
Console.WriteLine($"{types.Count} types, {new FileInfo(args[1]).Length} bytes");
return 0;
