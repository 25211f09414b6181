// A block written out: guest code, IR, host code.

/// A block for people, line by line.
public struct BlockDescription: Equatable, Sendable {
    /// Address and instruction; empty if nothing is mapped at PC.
    public var guestCode: [String] = []
    /// Operations of the IR, and how the block ends.
    public var operations: [String] = []
    /// Bytes of the code made from it, in rows; empty on a host without a code generator.
    public var hostCode: [String] = []

    var lines: [String] {
        func part(_ title: String, _ lines: [String]) -> [String] {
            [title] + (lines.isEmpty ? ["  none"] : lines.map { "  " + $0 })
        }
        return part("guest code", guestCode) + part("IR", operations) + part("host code", hostCode)
    }
}

extension EmulatedVCPU {
    /// The block at PC as this vCPU would execute it, and the host code of another for it.
    func describeBlock(like other: EmulatedVCPU) -> BlockDescription {
        let pc = state.pc
        var result = BlockDescription()
        guard physicalAddress(ofInstructionAt: pc) != nil else { return result }
        var mode = state.blockMode
        let controls = TranslationControls(state: UnsafePointer(state.slots))
        mode.accessesDeviceMemory = !controls.isStageOneEnabled
        let block: TranslatedBlock
        if mode.isAArch32 {
            block = translator32.translate(at: pc, mode: mode, halfword: { halfword(at: $0) })
        } else {
            var translator = A64Translator(features: features)
            block = translator.translate(at: pc, mode: mode, word: { instruction(at: $0) })
        }
        var set: InstructionSet = mode.isAArch32 ? instructionSet32 : .a64
        var address = pc
        for _ in 0..<block.instructionCount {
            let word = set.word { halfword(at: address &+ UInt64($0 * 2)) }
            let text = word.map { set.text($0, at: address) } ?? "?"
            result.guestCode.append("0x\(String(address, radix: 16))  \(text)")
            guard let word else { break }
            address &+= UInt64(set.lengthBytes(of: word))
            set = set.following(word)
        }
        result.operations = block.operations.map(\.text) + ["\(block.terminal)"]
        result.hostCode = other.system.hostCode?.describe(block) ?? []
        return result
    }

    /// A halfword of code at a virtual address; nil where nothing is mapped.
    private func halfword(at address: UInt64) -> UInt16? {
        physicalAddress(ofInstructionAt: address).flatMap { memory.halfword(at: $0) }
    }
}

extension Operation {
    /// One line, for people.
    var text: String {
        "\(opcode) detail \(detail) modifier \(modifier) d \(destination) a \(a) b \(b) c \(c) "
            + "immediate \(immediate)"
    }
}

extension HostCodeEngine {
    /// The code of a block, in rows of sixteen bytes.
    func describe(_ block: TranslatedBlock) -> [String] {
        let bytes = code(of: block)
        var lines: [String] = []
        for start in stride(from: 0, to: bytes.count, by: 16) {
            let row = bytes[start..<min(start + 16, bytes.count)].map { byte in
                (byte < 16 ? "0" : "") + String(byte, radix: 16)
            }
            lines.append(row.joined(separator: " "))
        }
        return lines
    }
}
