// The options that say what is typed at the guest's console, by whom and when.

import ArgumentParser
import SwiftVMM

struct InputOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "Type this: text with \\n, \\r, \\t, \\e, \\xNN; the contents of a file; or - for what "
                + "arrives on stdin.", valueName: "text|@file|-"))
    var input: String?

    @Option(help: "Virtual time at which --input is typed, as 10s, 500ms or 2m.")
    var inputAt: TimeLimit?

    @Option(
        help: ArgumentHelp(
            "Once the guest has printed PROMPT, type TEXT. Several happen in their order.",
            valueName: "prompt=text"))
    var answer: [AnswerOption] = []

    @Option(help: "Write what is typed, with its virtual time, to a file.", completion: .file())
    var recordInput: String?

    @Option(help: "Type what --record-input wrote, at the same times.", completion: .file())
    var replayInput: String?

    @Flag(help: "Leave the terminal alone: nothing that is typed there reaches the guest.")
    var noInput = false

    func validate() throws {
        guard inputAt == nil || input != nil else {
            throw ValidationError("--input-at needs --input with what to type then.")
        }
        guard replayInput == nil || input == nil && answer.isEmpty else {
            throw ValidationError("--replay-input already has all input; leave the others out.")
        }
    }

    /// Gives the machine its input. The result must live as long as the run.
    func connect(to machine: VirtualMachine) throws(VMMError) -> TerminalInput? {
        if let replayInput {
            let text = String(decoding: try FileContents.read(replayInput), as: UTF8.self)
            for (time, item) in try InputRecording.decode(text, name: replayInput) {
                machine.input.add(item, .at(time))
            }
            return nil
        }
        if let input, input != "-" {
            machine.input.add(.bytes(try bytes(of: input)), .at(inputAt?.nanoseconds ?? 0))
        }
        for step in answer { machine.input.add(.bytes(step.bytes), .afterOutput(step.prompt)) }
        let live = TerminalInput(readsPipe: input == "-", isAllowed: !noInput && input == nil)
        machine.input.live = live
        return live
    }

    private func bytes(of input: String) throws(VMMError) -> [UInt8] {
        if input.hasPrefix("@") { return try FileContents.read(String(input.dropFirst())) }
        guard let bytes = EscapedText.decode(input) else {
            throw VMMError(
                .usage, "--input \(input): a backslash needs one of n r t e \\ xNN behind it")
        }
        return bytes
    }
}

/// "PROMPT=TEXT", the text with the escapes of --input. The prompt ends at the first "=".
struct AnswerOption: ExpressibleByArgument, Equatable {
    var prompt: String
    var bytes: [UInt8]

    init?(argument: String) {
        guard let sign = argument.firstIndex(of: "="), sign != argument.startIndex,
            let bytes = EscapedText.decode(String(argument[argument.index(after: sign)...]))
        else { return nil }
        prompt = String(argument[..<sign])
        self.bytes = bytes
    }
}

/// Text with control characters spelled out.
enum EscapedText {
    /// Nil for an escape that does not exist.
    static func decode(_ text: String) -> [UInt8]? {
        var bytes: [UInt8] = []
        var rest = Array(text.utf8)[...]
        while let byte = rest.popFirst() {
            guard byte == UInt8(ascii: "\\") else {
                bytes.append(byte)
                continue
            }
            switch rest.popFirst() {
            case UInt8(ascii: "n"): bytes.append(0x0a)
            case UInt8(ascii: "r"): bytes.append(0x0d)
            case UInt8(ascii: "t"): bytes.append(0x09)
            case UInt8(ascii: "e"): bytes.append(0x1b)
            case UInt8(ascii: "\\"): bytes.append(UInt8(ascii: "\\"))
            case UInt8(ascii: "x"):
                let digits = String(decoding: rest.prefix(2), as: UTF8.self)
                guard digits.utf8.count == 2, let value = UInt8(digits, radix: 16) else {
                    return nil
                }
                bytes.append(value)
                rest.removeFirst(2)
            default: return nil
            }
        }
        return bytes
    }
}
