namespace KubeSharp.SchemaBuilder;

/// <summary>Reads the hand-written types and adds pointer marks and protobuf numbers.</summary>
internal static class ExtraTypes
{
    public static Dictionary<string, TypeFact> Load(string path, ProtobufFacts proto, HandFacts facts)
    {
        var types = new Dictionary<string, TypeFact>();
        var package = "";
        TypeFact? type = null;
        foreach (var line in File.ReadLines(path))
        {
            if (line.Length == 0 || line[0] == '#')
                continue;
            var words = line.Split(' ', StringSplitOptions.RemoveEmptyEntries);
            if (line[0] == ' ')
            {
                var flags = string.Join(' ', words[2..]);
                if (facts.IsPointer(type!.Name, words[0]))
                    flags = "* " + flags;
                var number = proto.Fields(type.Name).Find(f => f.Name == words[0]);
                if (number.Path is not null)
                    flags += $" #{number.Path}";
                type.Fields.Add(new FieldFact(words[0], Qualify(words[1], package), flags.Trim()));
            }
            else if (words[0] == "package")
            {
                package = words[1];
            }
            else
            {
                type = new TypeFact($"{package}.{words[1]}", string.Join(' ', words[2..]), []);
                types.Add(type.Name, type);
            }
        }

        return types;
    }

    private static string Qualify(string type, string package)
    {
        var start = type.TakeWhile(c => c is '[' or ']' or '{' or '}').Count();
        return char.IsUpper(type[start]) ? $"{type[..start]}{package}.{type[start..]}" : type;
    }
}
