// V registers by name, and loads and stores of them: byte order, page faults, alignment.

import Testing

@testable import SwiftVMM

@Suite struct VectorAccessTests {
    @Test func registersHaveNames() {
        for number in 0...31 {
            for half in 0...1 {
                let register = Register.v(number, half: half)
                #expect(Register(named: register.name) == register)
            }
            #expect(Register(named: "D\(number)") == .v(number, half: 0))
        }
        for name in ["v32.d[0]", "v0.d[2]", "v1", "d32", "v.d[0]", "vx.d[1]"] {
            #expect(Register(named: name) == nil, "\(name)")
        }
    }

    @Test func registersAreReadAndWritten() throws {
        let machine = try ModelMachine(.max)
        machine.vcpu.reset(policy: .poison, seed: 1, entryLevel: .el2)
        for number in 0...31 {
            #expect(machine.vcpu.write(.v(number, half: 0), UInt64(number)))
            #expect(machine.vcpu.write(.v(number, half: 1), UInt64(number) << 32))
        }
        let snapshot = machine.vcpu.snapshot()
        for number in 0...31 {
            #expect(snapshot[.v(number, half: 0)] == UInt64(number))
            #expect(machine.vcpu.read(.v(number, half: 1)) == UInt64(number) << 32)
        }
        #expect(!machine.vcpu.write(.v(32, half: 0), 0))
        #expect(machine.vcpu.read(.v(0, half: 2)) == nil)
    }

    /// One row: a load into V0 (and V1) from bytes 0, 1, 2... and what it leaves by byte order.
    struct Load: Sendable {
        var word: UInt32
        var little: [UInt64]
        var big: [UInt64]
    }

    private static let loads = [
        // ldr q0, [x1]
        Load(
            word: 0x3dc0_0020, little: [0x0706_0504_0302_0100, 0x0f0e_0d0c_0b0a_0908],
            big: [0x0809_0a0b_0c0d_0e0f, 0x0001_0203_0405_0607]),
        // ldr d0, [x1]
        Load(
            word: 0xfd40_0020, little: [0x0706_0504_0302_0100, 0],
            big: [0x0001_0203_0405_0607, 0]),
        // ldr h0, [x1]
        Load(word: 0x7d40_0020, little: [0x0100, 0], big: [0x0001, 0]),
        // ldp s0, s1, [x1]
        Load(
            word: 0x2d40_0420, little: [0x0302_0100, 0, 0x0706_0504, 0],
            big: [0x0001_0203, 0, 0x0405_0607, 0]),
        // ldp q0, q1, [x1]
        Load(
            word: 0xad40_0420,
            little: [
                0x0706_0504_0302_0100, 0x0f0e_0d0c_0b0a_0908, 0x1716_1514_1312_1110,
                0x1f1e_1d1c_1b1a_1918,
            ],
            big: [
                0x0809_0a0b_0c0d_0e0f, 0x0001_0203_0405_0607, 0x1819_1a1b_1c1d_1e1f,
                0x1011_1213_1415_1617,
            ]),
        // ld1 {v0.8h}, [x1]
        Load(
            word: 0x4c40_7420, little: [0x0706_0504_0302_0100, 0x0f0e_0d0c_0b0a_0908],
            big: [0x0607_0405_0203_0001, 0x0e0f_0c0d_0a0b_0809]),
        // ld2 {v0.4s, v1.4s}, [x1]
        Load(
            word: 0x4c40_8820,
            little: [
                0x0b0a_0908_0302_0100, 0x1b1a_1918_1312_1110, 0x0f0e_0d0c_0706_0504,
                0x1f1e_1d1c_1716_1514,
            ],
            big: [
                0x0809_0a0b_0001_0203, 0x1819_1a1b_1011_1213, 0x0c0d_0e0f_0405_0607,
                0x1c1d_1e1f_1415_1617,
            ]),
    ]

    @Test(arguments: loads.indices, [false, true])
    func byteOrderIsThatOfTheLevel(_ number: Int, bigEndian: Bool) throws {
        let load = Self.loads[number]
        let machine = try ModelMachine(.max)
        try machine.memory.write((0..<32).map(UInt8.init), at: GuestPhysicalAddress(0x4000_8000))
        try machine.execute(load.word) { state in
            if bigEndian { state[.sctlrEL2] |= 1 << 25 }
        }
        let expected = bigEndian ? load.big : load.little
        for (index, value) in expected.enumerated() {
            #expect(machine.state[Slot.v0 + UInt16(index)] == value, "word \(index)")
        }
        // The store of the same form writes the bytes back: the load bit of each encoding.
        let store = load.word & ~(1 << 22)
        try machine.execute(store) { state in
            if bigEndian { state[.sctlrEL2] |= 1 << 25 }
            state[1] = 0x4000_9000
            for (index, value) in expected.enumerated() { state[Slot.v0 + UInt16(index)] = value }
        }
        let count = number == 1 ? 8 : number == 2 ? 2 : number == 3 ? 8 : expected.count * 8
        let written = try machine.memory.read(
            at: GuestPhysicalAddress(0x4000_9000), count: count)
        #expect(written == (0..<count).map { UInt8($0) })
    }

    /// Device memory, which is what the MMU off makes of data, wants elements aligned.
    @Test func alignmentFollowsTheAccess() throws {
        let machine = try ModelMachine(.max)
        // ldr q0, [x1]; ld1 {v0.16b}, [x1]; ld1 {v0.2d}, [x1]
        for (word, isFine) in [
            (0x3dc0_0020, false), (0x4c40_7020, true), (0x4c40_7c20, false),
        ] as [(UInt32, Bool)] {
            try machine.execute(word) { $0[1] = 0x4000_8004 }
            if isFine {
                #expect(machine.state.pc == ModelMachine.code + 4)
            } else {
                // Data Abort at the same level, Alignment fault.
                #expect(machine.state[.esrEL2] >> 26 == 0x25)
                #expect(machine.state[.esrEL2] & 0x3f == 0x21)
                #expect(machine.state[.farEL2] == 0x4000_8004)
            }
        }
    }

    /// An access that runs off RAM changes no register, whichever half fails.
    @Test(arguments: [0x3dc0_0020, 0xad40_0420, 0x4c40_2020, 0x4c40_8820] as [UInt32])
    func faultsLeaveRegistersAlone(word: UInt32) throws {
        let machine = try ModelMachine(.max)
        let end: UInt64 = 0x4010_0000
        try machine.execute(word) { state in
            state[1] = end
            for index in 0..<8 as Range<UInt16> { state[Slot.v0 + index] = 0x55 }
        }
        #expect(machine.state[.esrEL2] >> 26 == 0x25)
        #expect(machine.state[.esrEL2] & 0x3f == 0x10)
        #expect(machine.state[.farEL2] == end)
        for index in 0..<8 as Range<UInt16> { #expect(machine.state[Slot.v0 + index] == 0x55) }
    }
}
