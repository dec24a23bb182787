using System.Buffers.Binary;
using System.Runtime.InteropServices;

namespace KubeSharp.Kubelet.Images;

/// <summary>
/// The program of the pause image: a static Linux executable of a few hundred bytes. It blocks SIGINT, SIGTERM and SIGCHLD and
/// waits for them one at a time; a SIGCHLD makes it reap every ended child (it is process 1 of pods that share their process
/// namespace), the others end it with exit code 0. Blocked signals reach process 1 too, although it has no handlers.
/// </summary>
internal static class PauseProgram
{
    private const ulong BaseAddress = 0x400000;
    private const int HeaderBytes = 64 + 56;
    private const ulong SignalSet = (1UL << (2 - 1)) | (1UL << (15 - 1)) | (1UL << (17 - 1));

    /// <summary>The executable for this processor.</summary>
    /// <exception cref="PlatformNotSupportedException">There is no code for this architecture.</exception>
    public static byte[] For(Architecture architecture) => architecture switch
    {
        Architecture.X64 => Wrap(X64Code, machine: 62),
        Architecture.Arm64 => Wrap(Arm64Code(), machine: 183),
        _ => throw new PlatformNotSupportedException($"there is no pause program for {architecture}"),
    };

    private static ReadOnlySpan<byte> X64Code =>
    [
        0xB8, 0x0E, 0x00, 0x00, 0x00,             // 00 mov eax, 14             rt_sigprocmask
        0x31, 0xFF,                               // 05 xor edi, edi            SIG_BLOCK
        0x48, 0x8D, 0x35, 0x58, 0x00, 0x00, 0x00, // 07 lea rsi, [set]
        0x31, 0xD2,                               // 0e xor edx, edx
        0x41, 0xBA, 0x08, 0x00, 0x00, 0x00,       // 10 mov r10d, 8
        0x0F, 0x05,                               // 16 syscall
        0xB8, 0x80, 0x00, 0x00, 0x00,             // 18 wait: mov eax, 128      rt_sigtimedwait
        0x48, 0x8D, 0x3D, 0x42, 0x00, 0x00, 0x00, // 1d lea rdi, [set]
        0x31, 0xF6,                               // 24 xor esi, esi
        0x31, 0xD2,                               // 26 xor edx, edx            no time limit
        0x41, 0xBA, 0x08, 0x00, 0x00, 0x00,       // 28 mov r10d, 8
        0x0F, 0x05,                               // 2e syscall
        0x83, 0xF8, 0x11,                         // 30 cmp eax, 17             SIGCHLD
        0x74, 0x0C,                               // 33 je reap
        0x83, 0xF8, 0x02,                         // 35 cmp eax, 2              SIGINT
        0x74, 0x23,                               // 38 je exit
        0x83, 0xF8, 0x0F,                         // 3a cmp eax, 15             SIGTERM
        0x74, 0x1E,                               // 3d je exit
        0xEB, 0xD7,                               // 3f jmp wait
        0xB8, 0x3D, 0x00, 0x00, 0x00,             // 41 reap: mov eax, 61       wait4
        0xBF, 0xFF, 0xFF, 0xFF, 0xFF,             // 46 mov edi, -1             any child
        0x31, 0xF6,                               // 4b xor esi, esi
        0xBA, 0x01, 0x00, 0x00, 0x00,             // 4d mov edx, 1              WNOHANG
        0x45, 0x31, 0xD2,                         // 52 xor r10d, r10d
        0x0F, 0x05,                               // 55 syscall
        0x85, 0xC0,                               // 57 test eax, eax
        0x7F, 0xE6,                               // 59 jg reap
        0xEB, 0xBB,                               // 5b jmp wait
        0x31, 0xFF,                               // 5d exit: xor edi, edi
        0xB8, 0x3C, 0x00, 0x00, 0x00,             // 5f mov eax, 60             exit
        0x0F, 0x05,                               // 64 syscall
        0x02, 0x40, 0x01, 0x00, 0x00, 0x00, 0x00, 0x00, // 66 set
    ];

    private static byte[] Arm64Code()
    {
        const int wait = 6, reap = 19, exit = 28, set = 31;
        return Assemble(
        [
            Move(8, 135),                       // 0  rt_sigprocmask
            Move(0, 0),                         //    SIG_BLOCK
            AddressOf(1, 2, set),
            Move(2, 0),
            Move(3, 8),
            SystemCall,
            Move(8, 137),                       // 6  wait: rt_sigtimedwait
            AddressOf(0, 7, set),
            Move(1, 0),
            Move(2, 0),
            Move(3, 8),
            SystemCall,
            CompareWith(17),                    // 12 SIGCHLD
            BranchIfEqual(13, reap),
            CompareWith(2),                     //    SIGINT
            BranchIfEqual(15, exit),
            CompareWith(15),                    //    SIGTERM
            BranchIfEqual(17, exit),
            Branch(18, wait),
            Move(8, 260),                       // 19 reap: wait4
            MoveMinusOne(0),
            Move(1, 0),
            Move(2, 1),                         //    WNOHANG
            Move(3, 0),
            SystemCall,
            CompareWith(0),                     // 25 a process id: there may be more
            BranchIfGreater(26, reap),
            Branch(27, wait),
            Move(8, 93),                        // 28 exit
            Move(0, 0),
            SystemCall,
            (uint)SignalSet,                    // 31 set
            0,
        ]);

        static uint Move(uint register, uint value) => 0xD2800000 | (value << 5) | register;
        static uint MoveMinusOne(uint register) => 0x92800000 | register;
        static uint CompareWith(uint value) => 0x7100001F | (value << 10);
        static uint BranchIfEqual(int from, int to) => 0x54000000 | Offset19(from, to);
        static uint BranchIfGreater(int from, int to) => 0x5400000C | Offset19(from, to);
        static uint Branch(int from, int to) => 0x14000000 | ((uint)(to - from) & 0x3FFFFFF);
        static uint Offset19(int from, int to) => ((uint)(to - from) & 0x7FFFF) << 5;
        static uint AddressOf(uint register, int from, int to) => 0x10000000 | (((uint)(to - from) & 0x7FFFF) << 5) | register;
    }

    private const uint SystemCall = 0xD4000001;

    private static byte[] Assemble(ReadOnlySpan<uint> words)
    {
        var bytes = new byte[words.Length * sizeof(uint)];
        for (var i = 0; i < words.Length; i++)
        {
            BinaryPrimitives.WriteUInt32LittleEndian(bytes.AsSpan(i * sizeof(uint)), words[i]);
        }

        return bytes;
    }

    /// <summary>An ELF header, one loadable read-and-execute segment that covers the whole file, the code.</summary>
    private static byte[] Wrap(ReadOnlySpan<byte> code, ushort machine)
    {
        var file = new byte[HeaderBytes + code.Length];
        Span<byte> header = file;
        ReadOnlySpan<byte> identification = [0x7F, (byte)'E', (byte)'L', (byte)'F', 2, 1, 1];
        identification.CopyTo(header);
        Write16(16, 2);                                   // executable
        Write16(18, machine);
        Write32(20, 1);
        Write64(24, BaseAddress + HeaderBytes);           // entry
        Write64(32, 64);                                  // program headers follow at once
        Write16(52, 64);
        Write16(54, 56);
        Write16(56, 1);
        Write16(58, 64);
        Write32(64, 1);                                   // PT_LOAD
        Write32(68, 5);                                   // read, execute
        Write64(80, BaseAddress);
        Write64(88, BaseAddress);
        Write64(96, (ulong)file.Length);
        Write64(104, (ulong)file.Length);
        Write64(112, 0x1000);
        code.CopyTo(header[HeaderBytes..]);
        return file;

        void Write16(int at, ushort value) => BinaryPrimitives.WriteUInt16LittleEndian(file.AsSpan(at), value);
        void Write32(int at, uint value) => BinaryPrimitives.WriteUInt32LittleEndian(file.AsSpan(at), value);
        void Write64(int at, ulong value) => BinaryPrimitives.WriteUInt64LittleEndian(file.AsSpan(at), value);
    }
}
