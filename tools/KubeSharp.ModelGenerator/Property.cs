namespace KubeSharp.ModelGenerator;

/// <summary>How one field becomes a property: its shape decides each of the generated members.</summary>
internal sealed class Property
{
    public Property(FieldLine field, string className)
    {
        Field = field;
        Name = Names.Property(field.Name, className);
        Type = Types.CSharp(field.Type);
        Codec = Types.Codec(field.Type);
        var collection = field.IsList || field.IsMap;
        Shape = field switch
        {
            { IsReference: true } => field.HasEmptyDefault || field.Required ? PropertyShape.Lazy : PropertyShape.NullableClass,
            _ when collection => field.Required ? PropertyShape.Lazy : PropertyShape.NullableClass,
            { Type: "time" or "microtime" } => PropertyShape.NullableStruct,
            { Type: "string" } => field.Always && !field.Pointer ? PropertyShape.Plain : PropertyShape.NullableClass,
            { Type: "bytes" } => field.Required ? PropertyShape.Lazy : PropertyShape.NullableClass,
            _ when Types.IsPlain(field.Type) => field.Always && !field.Pointer ? PropertyShape.Plain : PropertyShape.NullableStruct,
            _ => field.Required && !field.Pointer ? PropertyShape.Plain : PropertyShape.NullableStruct,
        };
    }

    public FieldLine Field { get; }

    public string Name { get; }

    public string Type { get; }

    public string Codec { get; }

    public PropertyShape Shape { get; }

    /// <summary>The expression that reads the stored value without creating it.</summary>
    public string Stored => Shape == PropertyShape.Lazy ? "_" + Name : Name;

    /// <summary>True for values where null and empty mean the same.</summary>
    public bool EmptyIsNull => !Field.Pointer && !(Field.IsReference && !Field.HasEmptyDefault);

    public string Declaration => Shape switch
    {
        PropertyShape.Lazy => $"    private {Type}? _{Name};\n    public {Type} {Name} {{ get => _{Name} ??= {(Field.Type == "bytes" ? "[]" : "new()")}; set => _{Name} = value; }}\n",
        PropertyShape.Plain => $"    public {Type} {Name} {{ get; set; }}{(Field.Type == "string" ? " = \"\";" : "")}\n",
        _ => $"    public {Type}? {Name} {{ get; set; }}\n",
    };

    public string Read => Shape switch
    {
        PropertyShape.Plain when Field.Type == "string" => $"o.{Name} = StringCodec.Read(ref r) ?? \"\"",
        PropertyShape.Plain => $"o.{Name} = ModelReader.OrDefault<{Type}, {Codec}>(ref r)",
        PropertyShape.NullableStruct => $"o.{Name} = ModelReader.OrNull<{Type}, {Codec}>(ref r)",
        _ => $"o.{Stored} = {Codec}.Read(ref r)!",
    };

    public string Write
    {
        get
        {
            var name = $"\"{Field.Name}\"u8";
            var method = Field.Type switch { "string" => "WriteString", "bool" => "WriteBoolean", _ => "WriteNumber" };
            switch (Shape)
            {
                case PropertyShape.Plain when Types.IsPlain(Field.Type):
                    return $"w.{method}({name}, {Name});";
                case PropertyShape.Plain:
                    return $"w.WritePropertyName({name}); {Name}.WriteTo(w);";
                case PropertyShape.Lazy when Field.IsReference && !Field.HasEmptyDefault:
                    return $"if (_{Name} is not null) {{ w.WritePropertyName({name}); _{Name}.WriteTo(w); }}" + (Field.Always ? $" else w.WriteNull({name});" : "");
                case PropertyShape.Lazy when Field.IsReference:
                    return $"ModelWriter.Struct(w, {name}, _{Name});";
                case PropertyShape.Lazy:
                    return $"ModelWriter.Always<{Type}, {Codec}>(w, {name}, {Name});";
                case PropertyShape.NullableClass when Field.Type == "string":
                    return Field.Pointer ? $"if ({Name} is not null) w.WriteString({name}, {Name});" : $"if ({Name} is {{ Length: > 0 }}) w.WriteString({name}, {Name});";
                case PropertyShape.NullableStruct when Types.IsPlain(Field.Type):
                    var zero = Field.Pointer ? "" : Field.Type == "bool" ? " and not false" : " and not 0";
                    return $"if ({Name} is {{ }}{zero}) w.{method}({name}, {Name}.Value);".Replace("{ } and not", "not null and not");
                case PropertyShape.NullableStruct when Field.Always && Field.Type is "time" or "microtime" or "raw":
                    return Field.Always
                        ? $"w.WritePropertyName({name}); if ({Name} is {{ }} v{Name}) v{Name}.WriteTo(w); else w.WriteNullValue();"
                        : $"if ({Name} is {{ }} v{Name}) {{ w.WritePropertyName({name}); v{Name}.WriteTo(w); }}";
                case PropertyShape.NullableStruct:
                    return $"if ({Name} is {{ }} v{Name}) {{ w.WritePropertyName({name}); v{Name}.WriteTo(w); }}";
                case PropertyShape.NullableClass when Field.IsReference:
                    return $"if ({Name} is not null) {{ w.WritePropertyName({name}); {Name}.WriteTo(w); }}" + (Field.Always ? $" else w.WriteNull({name});" : "");
                case PropertyShape.NullableClass when Field.Always:
                    return $"ModelWriter.OrNull<{Type}, {Codec}>(w, {name}, {Name});";
                case PropertyShape.NullableClass when Field.IsList || Field.IsMap:
                    return $"if ({Name} is {{ Count: > 0 }}) ModelWriter.Always<{Type}, {Codec}>(w, {name}, {Name});";
                default:
                    return $"if ({Name} is {{ Length: > 0 }}) w.WriteBase64String({name}, {Name});";
            }
        }
    }

    public string Copy => Shape is PropertyShape.Lazy or PropertyShape.NullableClass && Field.Type != "string"
        ? Field.IsReference ? $"o.{Stored} = {Stored}?.DeepCopy()" : $"o.{Stored} = {Stored} is null ? null : {Codec}.Copy({Stored})"
        : $"o.{Name} = {Name}";

    public string Equal
    {
        get
        {
            var (mine, other) = (Stored, "other." + Stored);
            if (Field.IsReference)
                return EmptyIsNull ? $"ModelEquality.Structs({mine}, {other})" : $"ModelEquality.Pointers({mine}, {other})";
            if (Field.IsList)
                return $"ModelEquality.Lists<{Types.CSharp(Field.Type.Substring(2))}, {Types.Codec(Field.Type.Substring(2))}>({mine}, {other})";
            if (Field.IsMap)
                return $"ModelEquality.Maps<{Types.CSharp(Field.Type.Substring(2))}, {Types.Codec(Field.Type.Substring(2))}>({mine}, {other})";
            if (Field.Type == "bytes")
                return $"ModelEquality.Bytes({mine}, {other})";
            if (Shape == PropertyShape.NullableStruct && EmptyIsNull && Types.IsPlain(Field.Type))
                return $"{mine}.GetValueOrDefault() == {other}.GetValueOrDefault()";
            if (Field.Type == "string")
                return EmptyIsNull && Shape != PropertyShape.Plain ? $"ModelEquality.Strings({mine}, {other})" : $"{mine} == {other}";
            return $"{mine}.Equals({other})";
        }
    }
}
