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
        let disassembler = A64Disassembler()
        var mode = state.blockMode
        let controls = TranslationControls(state: UnsafePointer(state.slots))
        mode.accessesDeviceMemory = !controls.isStageOneEnabled
        var translator = A64Translator(features: features)
        guard instruction(at: pc) != nil else { return result }
        let block = translator.translate(at: pc, mode: mode, word: { instruction(at: $0) })
        for index in 0..<block.instructionCount {
            let address = pc &+ UInt64(index * 4)
            let text = instruction(at: address).map { disassembler.text($0, at: address) }
            result.guestCode.append("0x\(String(address, radix: 16))  \(text ?? "?")")
        }
        result.operations = block.operations.map(\.text) + ["\(block.terminal)"]
        result.hostCode = other.system.hostCode?.describe(block) ?? []
        return result
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
