// What a processor type declares it has; what it does not declare is UNDEFINED.

import Testing

@testable import SwiftVMM

/// A vCPU of a processor type at EL2 with one instruction at its start.
struct ModelMachine {
    static let code: UInt64 = 0x4000_1000
    static let vectors: UInt64 = 0x4000_4000
    let memory: GuestMemory
    let vcpu: EmulatedVCPU
    // Holds the vCPU's system.
    private let system: EmulatedSystem

    init(_ model: CPUModel) throws {
        memory = try GuestMemory(base: GuestPhysicalAddress(0x4000_0000), lengthBytes: 1 << 20)
        system = EmulatedSystem(
            memory: memory, bus: Bus(), model: model, cpuCount: 1, hasEL2: true)
        vcpu = system.vcpus[0]
    }

    var state: ProcessorState { vcpu.state }

    /// Executes one word from a clean state.
    func execute(_ word: UInt32, setUp: (ProcessorState) -> Void = { _ in }) throws {
        vcpu.reset(policy: .zero, seed: 0, entryLevel: .el2)
        _ = system.willStore(physical: Self.code, count: 4)
        try memory.write(
            withUnsafeBytes(of: word.littleEndian) { [UInt8]($0) },
            at: GuestPhysicalAddress(Self.code))
        state[.cptrEL2] = state.e2h ? 3 << 20 : 0
        state[.vbarEL2] = Self.vectors
        for register in 0...30 { state[UInt16(register)] = 0x4000_8000 }
        state[Slot.sp] = 0x4000_8000
        setUp(state)
        state.pc = Self.code
        vcpu.contextIsStale = true
        _ = vcpu.run(budget: 1)
    }

    /// EC 0: the instruction is UNDEFINED.
    var wasUndefined: Bool {
        state.pc >= Self.vectors && state.pc < Self.vectors + 0x800 && state[.esrEL2] >> 26 == 0
    }
}

@Suite struct CPUModelTests {
    static let models = CPUModel.all.filter { !$0.isAArch32Only }.flatMap { model in
        E2HPersonality.allCases.map { model.with($0) }
    }

    @Test func featuresFollowTheirCases() {
        #expect(Feature.table.map(\.feature) == Feature.allCases)
        #expect(Set(Feature.table.map(\.name)).count == Feature.allCases.count)
        #expect(CPUModel.maxAArch32.features == .all)
        #expect(CPUModel.max.features == FeatureSet.all.subtracting([.aarch32]))
        #expect(CPUModel.named("cortex-a15")?.isAArch32Only == true)
        #expect(CPUModel.named("cortex-a57")?.features.contains(.vhe) == false)
        #expect(CPUModel.named("cortex-a58") == nil)
    }

    /// Every row of the instruction table that belongs to a feature, on every model.
    @Test(arguments: models.indices)
    func instructionsNeedTheirFeature(_ number: Int) throws {
        let model = Self.models[number]
        let machine = try ModelMachine(model)
        var generator = SplitMix(seed: 7)
        for row in A64Table.rows {
            guard let feature = row.feature else { continue }
            let word = try #require(
                A64Generator.word(
                    of: row.opcode, avoidsConstrainedUnpredictable: true, using: &generator))
            try machine.execute(word)
            let has = model.features.contains(feature)
            // A hint is never UNDEFINED.
            let isHint = word & 0xffff_f01f == 0xd503_201f
            #expect(
                machine.wasUndefined == !(has || isHint),
                "\(model.name) \(row.title) \(String(word, radix: 16))")
        }
    }

    /// Every register of a feature, with MRS or MSR at EL2.
    @Test(arguments: models.indices)
    func registersNeedTheirFeature(_ number: Int) throws {
        let model = Self.models[number]
        let machine = try ModelMachine(model)
        for row in SystemRegister.table where !row.isAlias {
            guard let feature = row.feature else { continue }
            let read: UInt32 = row.access == .writeOnly ? 0 : 1 << 21
            try machine.execute(Word.msr(row.id, 0) | read)
            let has = model.features.contains(feature)
            // The space of ID registers reads as zero.
            let isIdentification = row.encoding.op0 == 3 && row.encoding.crn == 0
            #expect(
                machine.wasUndefined == !(has || isIdentification), "\(model.name) \(row.name)")
        }
    }

    @Test(arguments: models.indices)
    func systemInstructionsNeedTheirFeature(_ number: Int) throws {
        let model = Self.models[number]
        let machine = try ModelMachine(model)
        for row in A64SystemInstruction.table {
            guard let feature = row.feature else { continue }
            let packed = UInt32(row.encoding.packed)
            let word = 0xd508_0000 | (packed & 0x3fff) << 5 | (row.takesRegister ? 0 : 31)
            try machine.execute(word)
            #expect(
                machine.wasUndefined == !model.features.contains(feature),
                "\(model.name) \(row.name)")
        }
    }

    /// Bits of a register that belong to a feature the processor has not are RES0 or RES1.
    @Test(arguments: models.indices)
    func registerBitsNeedTheirFeature(_ number: Int) throws {
        let model = Self.models[number]
        let machine = try ModelMachine(model)
        machine.vcpu.reset(policy: .poison, seed: 3, entryLevel: .el2)
        for bits in SystemRegister.featureBits where bits.register != .cptrEL2 {
            for value in [~0, 0 as UInt64] {
                machine.vcpu.writeEffective(bits.register, value)
                let read = machine.vcpu.readEffective(bits.register) & bits.mask
                let name = "\(model.name) \(SystemRegister[bits.register].name) \(bits.feature)"
                let isShared = bits.other.map(model.features.contains) ?? false
                if !model.features.contains(bits.feature) && !isShared {
                    #expect(read == (bits.readsAsOneWithout ? bits.mask : 0), "\(name)")
                } else if bits.register != .hcrEL2 {
                    // Another row may still take some of them away.
                    #expect(value != 0 || read & ~model.fixedOnes(bits.register) == 0, "\(name)")
                }
            }
            if bits.register == .hcrEL2 { machine.vcpu.writeEffective(.hcrEL2, 0) }
        }
    }

    /// Source: Cortex-A57 MPCore Technical Reference Manual, without EL3.
    @Test func cortexA57IsThatOfItsManual() {
        func value(_ id: SystemRegisterID) -> UInt64 {
            CPUModel.cortexA57.identification(id, vcpu: 1)
        }
        #expect(value(.midrEL1) == 0x411f_d070)
        #expect(value(.mpidrEL1) == 0x8000_0001)
        #expect(value(.ctrEL0) == 0x8444_c004)
        #expect(value(.clidrEL1) == 0x0a20_0023)
        #expect(value(.idAA64Isar0EL1) == 0x0001_1120)
        #expect(value(.idAA64Isar1EL1) == 0)
        #expect(value(.idAA64Mmfr0EL1) == 0x0000_0124)
        #expect(value(.idAA64Mmfr1EL1) == 0)
        #expect(value(.idAA64Mmfr2EL1) == 0)
        #expect(value(.idAA64Mmfr4EL1) == 0)
        #expect(value(.idAA64Pfr0EL1) & 0xffff_fff0_ffff_f000 == 0x0100_0000)
        #expect(value(.idAA64Dfr0EL1) == 0x1030_5106)
        #expect(CPUModel.cortexA57.cacheSize(selection: 2) == 0x70ff_e07a)
    }

    /// Kernels know a part by its number; no Cortex-A57 has VHE.
    @Test func aPartWithVHEThatHasNoneIsNoPart() {
        let part = CPUModel.cortexA57
        #expect(part.with(.writable).identification(.midrEL1, vcpu: 0) == 0x001f_d070)
        #expect(part.with(.res1).identification(.midrEL1, vcpu: 0) == 0x001f_d070)
        #expect(part.with(.res1).with(.none).identification(.midrEL1, vcpu: 0) == 0x411f_d070)
        let max = CPUModel.max
        #expect(max.with(.writable).identification(.midrEL1, vcpu: 0) == 0x000f_56d0)
    }

    @Test func armv8p2DeclaresItsVersion() {
        func value(_ id: SystemRegisterID) -> UInt64 {
            CPUModel.v8p2.identification(id, vcpu: 0)
        }
        // HAFDBS, VMIDBits, VH, HPDS, LO, PAN, XNX; CnP, UAO, IESB; Atomic, RDM; DPB; RAS
        #expect(value(.idAA64Mmfr1EL1) & 0xf0ff_ffff == 0x1021_1122)
        #expect(value(.idAA64Mmfr2EL1) == 0x1011)
        #expect(value(.idAA64Isar0EL1) == 0x1021_1120)
        #expect(value(.idAA64Isar1EL1) == 1)
        #expect(value(.idAA64Pfr0EL1)[bits: 28..<32] == 1)
        #expect(value(.idAA64Dfr0EL1) & 0xf == 8)
        #expect(value(.idAA64Mmfr0EL1) & 0xff_0fff == 0x10_0125)
    }

    /// Those that have AArch64.
    private static let names = CPUModel.all.filter { !$0.isAArch32Only }.map(\.name)

    @Test(arguments: names)
    func hostBitIsAsTheUserWants(_ name: String) throws {
        let model = try #require(CPUModel.named(name))
        for personality in E2HPersonality.allCases {
            let machine = try ModelMachine(model.with(personality))
            #expect(machine.vcpu.model.e2h == personality)
            machine.vcpu.reset(policy: .poison, seed: 9, entryLevel: .el2)
            var seen: [Bool] = [machine.state.e2h]
            for value in [1 << 34, 0 as UInt64] {
                machine.vcpu.writeEffective(.hcrEL2, value)
                seen.append(machine.vcpu.readEffective(.hcrEL2)[bit: 34])
            }
            let expected: [Bool] =
                switch personality {
                case .none: [false, false, false]
                case .writable: [false, true, false]
                case .res1: [true, true, true]
                }
            #expect(seen == expected, "\(name) \(personality)")
            let declared = machine.vcpu.model.identification(.idAA64Mmfr4EL1, vcpu: 0)
            #expect(declared[bits: 24..<28] == (personality == .res1 ? 0xf : 0))
        }
    }
}

// What identification registers say, field by field.
extension CPUModelTests {
    /// Where features are tried that have no instruction, register or register bit of their own.
    private static let triedElsewhere: [Feature: String] = [
        .el2: "the guest psci-el1.S, KernelBootTests.bootsAtEL1",
        .fp: "FloatingPointTrapTests, DifferentialTests",
        .pmull: "DifferentialTests", .sha512: "DifferentialTests",
        .e2h0: "hostBitIsAsTheUserWants",
        .granule16KB: "TableFeatureTests, the guest stage1-faults-16k.S",
        .xnx: "TableFeatureTests",
        .ttl: "the guest tlb-maintenance.S",
        .debugv8p1: "the guest debug-contexts.S", .debugv8p2: "the guest debug-contexts.S",
        .csv2: "nothing is speculated here", .csv3: "nothing is speculated here",
        .aarch32: "the guest aarch32-el1.S, AArch32DifferentialTests",
    ]

    /// A feature is declared only if something tries it.
    @Test func everyFeatureIsTried() {
        var tried = Set(Self.triedElsewhere.keys)
        tried.formUnion(A64Table.rows.compactMap(\.feature))
        tried.formUnion(SystemRegister.table.compactMap(\.feature))
        tried.formUnion(A64SystemInstruction.table.compactMap(\.feature))
        tried.formUnion(SystemRegister.featureBits.map(\.feature))
        #expect(Set(Feature.allCases).subtracting(tried).isEmpty)
    }

    /// Fields that are sizes and counts, or say what every processor here has.
    private static let sizes: [SystemRegisterID: UInt64] = [
        // EL1 and EL0 in AArch64
        .idAA64Pfr0EL1: 0xff,
        // PMUVer, BRPs, WRPs, CTX_CMPs; the architecture has no "absent" for DebugVer
        .idAA64Dfr0EL1: 0xf0f0_ff0f,
        // PARange, ASIDBits, BigEnd
        .idAA64Mmfr0EL1: 0xfff,
    ]

    /// All that is declared is a feature of the table or a size: whatever else a register might say
    /// is zero, and its encodings are UNDEFINED like those of every feature that is not there.
    @Test(arguments: models.indices)
    func nothingElseIsDeclared(_ number: Int) {
        let model = Self.models[number]
        for row in SystemRegister.table where row.name.hasPrefix("ID_AA64") {
            var rest = model.identification(row.id, vcpu: 0) & ~(Self.sizes[row.id] ?? 0)
            let fields =
                Feature.absentFields + model.features.members.flatMap { $0.row.fields }
            for field in fields where field.register == row.id {
                rest[bits: field.lsb..<field.lsb + 4] = 0
            }
            #expect(rest == 0, "\(model.name) \(row.name)")
        }
    }

    /// ID_AA64DFR0_EL1 counts the comparators that are there, and no other is.
    @Test(arguments: models.indices)
    func comparatorsAreAsManyAsDeclared(_ number: Int) throws {
        let machine = try ModelMachine(Self.models[number])
        let declared = machine.vcpu.model.identification(.idAA64Dfr0EL1, vcpu: 0)
        let breakpoints = Int(declared[bits: 12..<16]) + 1
        let watchpoints = Int(declared[bits: 20..<24]) + 1
        #expect(Int(declared[bits: 28..<32]) + 1 == SystemRegister.contextAwareCount)
        for comparator in 0..<16 {
            for (op2, count) in [
                (4, breakpoints), (5, breakpoints), (6, watchpoints), (7, watchpoints),
            ] {
                // MRS X0, of op0 2, op1 0, CRn 0.
                let word = 0xd530_0000 | UInt32(comparator) << 8 | UInt32(op2) << 5
                try machine.execute(word)
                #expect(machine.wasUndefined == (comparator >= count), "\(comparator) \(op2)")
            }
        }
    }

    /// With a GICv2 the CPU interface is in memory, and nothing says otherwise.
    @Test func withoutGICv3ThereAreNoRegistersOfIt() throws {
        let memory = try GuestMemory(base: GuestPhysicalAddress(0x4000_0000), lengthBytes: 4096)
        let system = EmulatedSystem(
            memory: memory, bus: Bus(), model: .max, cpuCount: 1, hasEL2: true, gicVersion: .v2)
        defer { system.dissolve() }
        let vcpu = system.vcpus[0]
        vcpu.reset(policy: .zero, seed: 0, entryLevel: .el2)
        #expect(vcpu.read(.system(.idAA64Pfr0EL1))?[bits: 24..<28] == 0)
        for row in SystemRegister.table where row.id.isInterruptController {
            let decision = vcpu.decideAccess(
                to: row.encoding, isRead: row.access != .writeOnly)
            guard case .undefined = decision else {
                Issue.record("\(row.name) is there")
                continue
            }
        }
    }
}
