namespace KubeSharp.ApiMachinery.Protobuf;

/// <summary>How a field's value is laid out.</summary>
internal static class WireType
{
    public const int Varint = 0;
    public const int Fixed64 = 1;
    public const int Bytes = 2;
    public const int Fixed32 = 5;
}
