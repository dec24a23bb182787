using System.Buffers;
using Microsoft.AspNetCore.Connections.Features;

namespace KubeSharp.ApiServer.Hosting.InMemory;

/// <summary>The shared pool with a block size: Kestrel asks for "some memory" (0 bytes) and must not get none.</summary>
internal sealed class BlockPool : MemoryPool<byte>, IMemoryPoolFeature
{
    private const int BlockSize = 4096;

    public static BlockPool Instance { get; } = new();

    public override int MaxBufferSize => Shared.MaxBufferSize;

    public MemoryPool<byte> MemoryPool => this;

    public override IMemoryOwner<byte> Rent(int minBufferSize = -1) => Shared.Rent(Math.Max(minBufferSize, BlockSize));

    protected override void Dispose(bool disposing)
    {
        // Shared by all connections: never disposed of.
    }
}
