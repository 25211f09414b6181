// Runs a sequence on both engines and compares; finds, shrinks and prints what differs.

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#endif

@testable import SwiftVMM

/// The two engines, with the same memory.
final class Comparison {
    let ours: Emulator
    let theirs: Unicorn
    /// How often each row was executed for certain: before any branch of its sequence.
    var coverage = A64Coverage()
    private(set) var exceptionCount = 0
    private(set) var comparisonCount = 0
    private var lastDifference: String?
    private let before: UnsafeMutableRawPointer

    init(_ library: UnicornLibrary, model: Unicorn.Model = .max) throws {
        ours = try Emulator()
        theirs = Unicorn(library, model)
        before = .allocate(byteCount: Layout.dataLength, alignment: 4096)
        var random = SeededGenerator(seed: 0)
        fillCode(using: &random)
        fillData(using: &random)
    }

    deinit { before.deallocate() }

    /// Literals: the bytes around the sequences.
    private func fillCode(using random: inout SeededGenerator) {
        var words = (0..<Layout.codeLength / 4).map { _ in
            UInt32(truncatingIfNeeded: EdgeValues.next(using: &random))
        }
        words[Int(Layout.end - Layout.codeBase) / 4] = 0
        ours.write(code: words, at: Layout.codeBase)
        theirs.write(code: words, at: Layout.codeBase)
    }

    func fillData(using random: inout SeededGenerator) {
        let data = before.assumingMemoryBound(to: UInt64.self)
        for index in 0..<Layout.dataLength / 8 { data[index] = EdgeValues.next(using: &random) }
        restoreMemory()
    }

    private func restoreMemory() {
        memcpy(ours.data, before, Layout.dataLength)
        memcpy(theirs.data, before, Layout.dataLength)
    }

    /// Nil if the engines agree; else a description. Memory then is as before.
    func run(_ sequence: RandomSequence) -> String? {
        if sequence.touchesMemory { memcpy(before, ours.data, Layout.dataLength) }
        comparisonCount += 1
        guard let outcome = agreement(on: sequence, limit: nil) else { return describe(sequence) }
        if sequence.endsUndefined, outcome == .exception(at: Layout.end - 4),
            ours.exceptionClass != 0
        {
            return "EC \(ours.exceptionClass) instead of 0\n" + describe(sequence)
        }
        if outcome != .finished { exceptionCount += 1 }
        count(sequence, outcome)
        return nil
    }

    /// The outcome if everything is equal. Memory before must be equal.
    private func agreement(on sequence: RandomSequence, limit: Int?) -> Outcome? {
        ours.write(code: sequence.words, at: sequence.start)
        theirs.write(code: sequence.words, at: sequence.start)
        var state = sequence.state
        var other = sequence.state
        let outcome = ours.run(&state, limit: limit)
        let otherOutcome = theirs.run(&other, limit: limit)
        lastDifference = nil
        if outcome != otherOutcome {
            lastDifference = "outcome: ours \(outcome), Unicorn \(otherOutcome)"
        } else if let index = (0..<MachineState.wordCount).first(where: { state[$0] != other[$0] })
        {
            lastDifference =
                "\(MachineState.name(index)): ours \(hex(state[index])), Unicorn \(hex(other[index]))"
        } else if sequence.touchesMemory,
            memcmp(ours.data, theirs.data, Layout.dataLength) != 0
        {
            lastDifference = "memory"
        }
        return lastDifference == nil ? outcome : nil
    }

    private func count(_ sequence: RandomSequence, _ outcome: Outcome) {
        var address = sequence.start
        for word in sequence.words {
            guard let instruction = A64Decoder.decode(word), outcome != .exception(at: address)
            else { return }
            coverage.count(instruction.opcode)
            if SequenceGenerator.isBranch(instruction.row.format) { return }
            address += 4
        }
    }

    // MARK: Disagreements

    private func disagrees(_ sequence: RandomSequence, limit: Int? = nil) -> Bool {
        restoreMemory()
        theirs.clearMonitor()
        return agreement(on: sequence, limit: limit) == nil
    }

    private func describe(_ original: RandomSequence) -> String {
        if !original.touchesMemory { memcpy(before, ours.data, Layout.dataLength) }
        let first = lastDifference ?? ""
        let isRepeatable = disagrees(original)
        let sequence = isRepeatable ? shrunk(original) : original
        var text = "The engines disagree\(isRepeatable ? "" : " (not repeatably)"): \(first)\n"
        let disassembler = A64Disassembler()
        let nop: UInt32 = 0xd503_201f
        for (index, word) in sequence.words.enumerated() where word != nop {
            let address = sequence.start + UInt64(index * 4)
            text +=
                "  \(hex(address)): \(hex(UInt64(word)))  "
                + disassembler.text(word, at: address) + "\n"
        }
        var limit = 1
        while limit < sequence.words.count && !disagrees(sequence, limit: limit) { limit += 1 }
        text += "First difference after \(limit) instructions, words that are NOP included.\n"
        text += difference(sequence, limit: limit)
        restoreMemory()
        theirs.clearMonitor()
        return text
    }

    /// As many instructions replaced by NOP as possible while the engines disagree.
    private func shrunk(_ sequence: RandomSequence) -> RandomSequence {
        var best = sequence
        for index in best.words.indices.reversed() {
            var candidate = best
            candidate.words[index] = 0xd503_201f
            if disagrees(candidate) { best = candidate }
        }
        return best
    }

    private func difference(_ sequence: RandomSequence, limit: Int) -> String {
        restoreMemory()
        theirs.clearMonitor()
        ours.write(code: sequence.words, at: sequence.start)
        theirs.write(code: sequence.words, at: sequence.start)
        var a = sequence.state
        var b = sequence.state
        let whole = limit == sequence.words.count
        let outcome = ours.run(&a, limit: whole ? nil : limit)
        let other = theirs.run(&b, limit: whole ? nil : limit)
        var text = "  outcome: ours \(outcome), Unicorn \(other)\n"
        for index in 0..<MachineState.wordCount {
            let mark = a[index] == b[index] ? "  " : "!!"
            text += "  \(mark) \(MachineState.name(index)): before \(hex(sequence.state[index]))"
            text += " ours \(hex(a[index])) Unicorn \(hex(b[index]))\n"
        }
        let left = ours.data.assumingMemoryBound(to: UInt8.self)
        let right = theirs.data.assumingMemoryBound(to: UInt8.self)
        for offset in (0..<Layout.dataLength).filter({ left[$0] != right[$0] }).prefix(16) {
            text += "  !! byte \(hex(Layout.dataBase + UInt64(offset))): "
            text += "ours \(hex(UInt64(left[offset]))) Unicorn \(hex(UInt64(right[offset])))\n"
        }
        return text
    }

    private func hex(_ value: UInt64) -> String { "0x" + String(value, radix: 16) }
}
