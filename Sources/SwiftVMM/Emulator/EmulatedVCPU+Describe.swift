// A block written out: guest code, IR, host code.

extension EmulatedVCPU {
    /// The block at PC as this vCPU would execute it, and the host code of another for it.
    func describeBlock(like other: EmulatedVCPU) -> [String] {
        let pc = state.pc
        var lines = ["guest code"]
        let disassembler = A64Disassembler()
        var mode = state.blockMode
        let controls = TranslationControls(state: UnsafePointer(state.slots))
        mode.accessesDeviceMemory = !controls.isStageOneEnabled
        var translator = A64Translator(features: features)
        guard instruction(at: pc) != nil else { return ["nothing is mapped at PC"] }
        let block = translator.translate(at: pc, mode: mode, word: { instruction(at: $0) })
        for index in 0..<block.instructionCount {
            let address = pc &+ UInt64(index * 4)
            let text = instruction(at: address).map { disassembler.text($0, at: address) }
            lines.append("  0x\(String(address, radix: 16))  \(text ?? "?")")
        }
        lines.append("IR")
        for operation in block.operations { lines.append("  " + operation.text) }
        lines.append("  \(block.terminal)")
        lines.append("host code")
        return lines + (other.system.hostCode?.describe(block) ?? ["  none on this host"])
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
            lines.append("  " + row.joined(separator: " "))
        }
        return lines
    }
}
