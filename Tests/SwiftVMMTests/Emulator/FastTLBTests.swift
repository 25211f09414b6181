import Testing

@testable import SwiftVMM

@Suite struct FastTLBTests {
    /// An empty entry once matched misaligned addresses in page 0, and the load went to the host's
    /// address of the same number.
    @Test(arguments: [UInt64(1), 5, 9, 0x2d, 0xff1])
    func emptyEntryDoesNotMatchMisalignedAddressInPageZero(_ address: UInt64) throws {
        let memory = try GuestMemory(base: MemoryMap.ram, lengthBytes: 0x1000)
        let system = EmulatedSystem(
            memory: memory, bus: Bus(), model: .max, cpuCount: 1, hasEL2: true)
        let vcpu = system.vcpus[0]
        // ldr w0, [x1]; str w0, [x1]; ldr x0, [x1]; ldrh w0, [x1]; ldp x0, x2, [x1]
        for word: UInt32 in [0xb940_0020, 0xb900_0020, 0xf940_0020, 0x7940_0020, 0xa940_0820] {
            vcpu.reset(policy: .zero, seed: 0, entryLevel: .el2)
            try memory.write(
                withUnsafeBytes(of: word.littleEndian) { [UInt8]($0) }, at: MemoryMap.ram)
            system.dropTranslations()
            vcpu.write(.x(1), address)
            vcpu.write(.pc, MemoryMap.ram.value)
            #expect(vcpu.run(budget: 1) == .budgetExpired)
            // Device memory with the MMU off: an Alignment fault.
            #expect(vcpu.read(.system(.farEL2)) == address)
            #expect(vcpu.read(.system(.elrEL2)) == MemoryMap.ram.value)
            #expect((vcpu.read(.system(.esrEL2)) ?? 0) & 0x3f == 0x21)
        }
    }
}
