// `vmm disassemble`: words or an image as assembly, from the table that the CPU decodes by.

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
            """
    )

    @Argument(help: "The image to read.", completion: .file())
    var image: String?

    @Option(help: "An instruction word; may be given several times.")
    var word: [Count] = []

    @Option(help: ArgumentHelp("Start here.", valueName: "address or symbol"))
    var from: Location?

    @Option(help: "Stop after this many instructions.")
    var count: Count?

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
        for word in word {
            let word = UInt32(word.value)
            let text = A64Disassembler().text(word, at: 0)
            Terminal.standardOutput.line("\(word.fullHex.dropFirst(2))  \(text)")
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
        let disassembler = A64Disassembler()
        var rest = count?.value ?? .max
        for segment in image.segments.sorted(by: { $0.address < $1.address }) {
            let reader = ByteReader(segment.bytes)
            for offset in stride(from: 0, to: UInt64(segment.bytes.count / 4 * 4), by: 4) {
                let address = segment.address.value &+ offset
                guard address >= start else { continue }
                guard rest > 0, let word = try? reader.read(UInt32.self, at: offset, field: "word")
                else { return }
                rest -= 1
                if let (name, into) = image.symbols.lookup(address), into == 0 {
                    Terminal.standardOutput.line("\(name):")
                }
                Terminal.standardOutput.line(
                    "  \(address.hex(digits: 8))  \(word.fullHex.dropFirst(2))  "
                        + disassembler.text(word, at: address))
            }
        }
    }
}
