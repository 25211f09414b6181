// `vmm disassemble`: words or an image as assembly, from the tables that the CPU decodes by.

import ArgumentParser
import SwiftVMM

struct Disassemble: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Show instruction words or an image as assembly.",
        discussion: """
            EXAMPLES:
              vmm disassemble stub.elf --from hyp_stub_vectors --count 8
              vmm disassemble stub.bin
              vmm disassemble --word 0xd4000002 --word 0xd503201f
              vmm disassemble --set t32 --word 0x4770 --word 0xf7fee000
            """
    )

    @Argument(help: "The image to read.", completion: .file())
    var image: String?

    @Option(
        help: """
            An instruction word; may be given several times. Of T32 a halfword, or two, the first \
            in the upper half.
            """)
    var word: [Count] = []

    @Option(
        help: ArgumentHelp(
            "The instruction set. Default: a64, a32 for a 32-bit image.",
            valueName: "a64|a32|t32"))
    var set: SetChoice?

    @Option(help: ArgumentHelp("Start here.", valueName: "address or symbol"))
    var from: Location?

    @Option(help: "Stop after this many instructions.")
    var count: Count?

    enum SetChoice: String, ExpressibleByArgument, CaseIterable {
        case a64, a32, t32

        var set: InstructionSet {
            switch self {
            case .a64: .a64
            case .a32: .a32
            case .t32: .t32(itState: 0)
            }
        }
    }

    func validate() throws {
        guard (image == nil) != word.isEmpty else {
            throw ValidationError("Give an image, or words with --word.")
        }
        guard word.allSatisfy({ $0.value <= UInt64(UInt32.max) }) else {
            throw ValidationError("An instruction word has 32 bits.")
        }
    }

    func run() throws {
        do {
            if let image { try disassemble(Image(contentsOf: image)) }
        } catch {
            throw error.asExit
        }
        var set = set?.set ?? .a64
        for word in word {
            let word = UInt32(word.value)
            let text = set.text(word, at: 0)
            Terminal.standardOutput.line("\(set.hex(word).dropFirst(2))  \(text)")
            set = set.following(word)
        }
        try Terminal.finishStandardOutput()
    }

    private func disassemble(_ image: Image) throws(VMMError) {
        var start = UInt64(0)
        switch from {
        case .address(let address): start = address
        case .symbol(let name):
            guard let address = image.symbols.address(of: name) else {
                throw VMMError(.usage, "--from \(name): no such symbol in \(image.name)")
            }
            start = address
        case nil: break
        }
        var set = set?.set ?? (image.isAArch32 ? .a32 : .a64)
        var rest = count?.value ?? .max
        for segment in image.segments.sorted(by: { $0.address < $1.address }) {
            let reader = ByteReader(segment.bytes)
            let base = segment.address.value
            var offset = start > base ? start - base : 0
            while rest > 0 {
                let address = base &+ offset
                let word = set.word { index in
                    try? reader.read(UInt16.self, at: offset + UInt64(index * 2), field: "word")
                }
                guard let word else { break }
                rest -= 1
                if let (name, into) = image.symbols.lookup(address), into == 0 {
                    Terminal.standardOutput.line("\(name):")
                }
                let hex = set.hex(word).dropFirst(2)
                Terminal.standardOutput.line(
                    "  \(address.hex(digits: 8))  \(hex)\(hex.count < 8 ? "    " : "")  "
                        + set.text(word, at: address))
                offset += UInt64(set.lengthBytes(of: word))
                set = set.following(word)
            }
        }
    }
}
