import Testing

@testable import SwiftVMM

@Suite struct A64TranslatorTests {
    static let mode = BlockMode(
        el: 1, bigEndian: false, alignmentCheck: false, stackAlignmentCheck: true)

    /// A block of these words, which end where they end.
    static func block(
        _ words: [UInt32], at address: UInt64 = 0x1000, mode: BlockMode = mode,
        maximumInstructions: Int = 64, breakpoints: Set<UInt64> = []
    ) -> TranslatedBlock {
        var translator = A64Translator()
        return translator.translate(
            at: address, mode: mode, maximumInstructions: maximumInstructions,
            word: { at in
                let index = Int((at - address) / 4)
                return index < words.count ? words[index] : nil
            }, isBreakpoint: { breakpoints.contains($0) })
    }

    // MARK: Where blocks end

    static let nop: UInt32 = 0xd503_201f

    @Test func endsAtABranch() {
        let block = Self.block([Self.nop, 0x1400_0004, Self.nop])
        #expect(block.instructionCount == 2)
        #expect(block.terminal == .jump(0x1014))
    }

    @Test func endsBeforeABreakpointButNotOnTheFirst() {
        let words = [UInt32](repeating: Self.nop, count: 8)
        let block = Self.block(words, breakpoints: [0x1000, 0x100c])
        #expect(block.instructionCount == 3)
        #expect(block.terminal == .jump(0x100c))
    }

    @Test func endsWithThePageAndTheLimits() {
        let words = [UInt32](repeating: Self.nop, count: 100)
        #expect(Self.block(words, at: 0x1ff8).terminal == .jump(0x2000))
        #expect(Self.block(words).instructionCount == 64)
        #expect(Self.block(words, maximumInstructions: 5).terminal == .jump(0x1014))
        #expect(Self.block([Self.nop]).terminal == .jump(0x1004))
    }

    @Test(
        arguments: [
            (0xd400_0001, Terminal.diverted), (0xd69f_03e0, .diverted), (0, .diverted),
            (0xd503_207f, .jump(0x1004)), (0xd51c_c000, .jump(0x1004)),
            (0xd503_3fdf, .jump(0x1004)),
            (0xd508_871f, .jump(0x1004)), (0xd65f_03c0, .indirect(30)),
            (0xd61f_03e0, .indirect(63)),
            (0xb400_0041, .branch(condition: 1, taken: 0x1004, otherwise: 0x1008)),
            (0xb500_0041, .branch(condition: 1, taken: 0x1008, otherwise: 0x1004)),
            (0x5400_004e, .jump(0x1008)),
        ] as [(UInt32, Terminal)])
    func endsAsTheInstructionSays(_ word: UInt32, _ terminal: Terminal) {
        let block = Self.block([word, Self.nop])
        #expect(block.terminal == terminal)
        #expect(block.instructionCount == 1)
    }

    @Test func coverageCounts() {
        var translator = A64Translator()
        _ = translator.translate(
            at: 0, mode: Self.mode, word: { $0 == 0 ? Self.nop : 0 })
        #expect(translator.coverage[.nop] == 1)
        #expect(translator.coverage.undefinedCount == 1)
        #expect(translator.coverage.missing.count == A64Opcode.allCases.count - 1)
    }

    // MARK: Details that are easy to get wrong

    @Test func linkingThroughX30KeepsTheTarget() {
        let block = Self.block([0xd63f_03c0])  // blr x30
        #expect(block.operations.map(\.opcode) == [.move, .constant])
        #expect(block.operations[1].destination == Slot.x30)
        #expect(block.terminal == .indirect(Slot.temporaries))
    }

    @Test func compareAndSwapOfTheLastPairAvoidsTheStackPointer() {
        let block = Self.block([0x487e_7c1e])  // caspa x30, xzr, x30, xzr, [x0]
        let swap = block.operations.first { $0.opcode == .compareAndSwapPair }
        #expect(swap.map { $0.a } == 0)
        for operation in block.operations where operation.opcode == .compareAndSwapPair {
            #expect(operation.b >= Slot.temporaries && operation.c >= Slot.temporaries)
            #expect(operation.destination >= Slot.temporaries)
        }
        #expect(block.operations.last?.destination == Slot.x30)
    }

    @Test func stackPointerBasesAreChecked() {
        let checks = { (word: UInt32) in
            Self.block([word]).operations.filter { $0.opcode == .checkStackAlignment }.count
        }
        #expect(checks(0xf940_03e0) == 1)  // ldr x0, [sp]
        #expect(checks(0xf940_0020) == 0)  // ldr x0, [x1]
        #expect(checks(0xf980_03e0) == 0)  // prfm pldl1keep, [sp]
        #expect(checks(0xa8c1_7bfd) == 1)  // ldp x29, x30, [sp], #0x10
    }

    /// tbz w3, #3; tbnz x3, #33; cbz w3; b.ne: what decides, and which way.
    @Test(
        arguments: [
            (0x3618_0043, Opcode.extractUnsigned, 3 | 1 << 8, 0x1004, 0x1008),
            (0xb708_0043, .extractUnsigned, 33 | 1 << 8, 0x1008, 0x1004),
            (0x3400_0043, .move, 0, 0x1004, 0x1008),
            (0x5400_0041, .testCondition, 0, 0x1008, 0x1004),
        ] as [(UInt32, Opcode, Int32, UInt64, UInt64)])
    func conditionalBranches(
        _ word: UInt32, _ opcode: Opcode, _ immediate: Int32, _ taken: UInt64, _ otherwise: UInt64
    ) {
        let block = Self.block([word])
        #expect(block.operations.map(\.opcode) == [opcode])
        #expect(block.operations[0].immediate == immediate)
        #expect(
            block.terminal
                == .branch(condition: Slot.temporaries, taken: taken, otherwise: otherwise))
    }

    /// ldr x0, .-8; ldrsw x0, .+8; adr x0, .-1; adrp x0, .+1 page; bl .-4
    @Test(
        arguments: [
            (0x58ff_ffc0, 0x1ff8), (0x9800_0040, 0x2008), (0x70ff_ffe0, 0x1fff),
            (0xb000_0000, 0x3000),
            (0x97ff_ffff, 0x2004),
        ] as [(UInt32, UInt64)])
    func addressesAreRelativeToTheInstruction(_ word: UInt32, _ address: UInt64) {
        let block = Self.block([word], at: 0x2000)
        let constant = block.operations[0]
        #expect(constant.opcode == .constant)
        #expect(UInt64(UInt32(bitPattern: constant.immediate)) == address)
        if word == 0x97ff_ffff { #expect(block.terminal == .jump(0x1ffc)) }
    }

    // MARK: What holds for every instruction

    /// Opcodes that can raise an exception.
    private static func canFault(_ operation: Operation) -> Bool {
        switch operation.opcode {
        case .call:
            Helper(rawValue: operation.modifier)?.effect.contains(.mayFault) ?? true
        case .checkStackAlignment, .load, .store, .loadPair, .storePair, .loadExclusive,
            .loadExclusivePair, .storeExclusive, .storeExclusivePair, .atomic, .compareAndSwap,
            .compareAndSwapPair:
            true
        default: false
        }
    }

    private static func isGuestState(_ slot: UInt16) -> Bool { slot < Slot.discard }

    /// The commit rule of the IR builder: nothing that can fault comes after a write to guest
    /// state.
    @Test func faultsComeBeforeWrites() {
        var generator = SplitMix(seed: 3)
        for opcode in A64Opcode.allCases {
            for _ in 0..<40 {
                guard let word = A64Generator.word(of: opcode, using: &generator) else { continue }
                let text = "\(A64Disassembler().text(word, at: 0x1000))"
                let block = Self.block([word])
                var hasWritten = false
                for operation in block.operations {
                    #expect(!(hasWritten && Self.canFault(operation)), "\(text)")
                    #expect(operation.destination != Slot.zero, "\(text)")
                    #expect(operation.a != Slot.discard && operation.b != Slot.discard, "\(text)")
                    hasWritten = hasWritten || Self.isGuestState(operation.destination)
                }
                // The flags of FEAT_FlagM are moved one by one.
                #expect(block.operations.count <= 12, "\(text)")
            }
        }
    }

    @Test func loadStoreFlags() throws {
        let access = { (word: UInt32) in
            Self.block([word]).operations.first { Self.canFault($0) }
                .map { MemoryAccess(rawValue: $0.modifier) }
        }
        // ldaxr x0, [x1]; stlr w0, [x1]; ldtrsb w0, [x1]; ldpsw x0, x2, [x1]; ldaddal w0, w2, [x1]
        #expect(
            access(0xc85f_fc20) == MemoryAccess(sizeLog2: 3, acquire: true, mustAlign: true))
        #expect(
            access(0x889f_fc20) == MemoryAccess(sizeLog2: 2, release: true, mustAlign: true))
        #expect(
            access(0x38c0_0820)
                == MemoryAccess(sizeLog2: 0, signExtendTo32: true, unprivileged: true))
        #expect(access(0x6940_0820) == MemoryAccess(sizeLog2: 2, signExtendTo64: true))
        #expect(
            access(0xb8e0_0022)
                == MemoryAccess(sizeLog2: 2, acquire: true, release: true, mustAlign: true))
    }
}
