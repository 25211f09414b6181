import Testing

/// Holds the direction of use between the folders of the library: a layer may name types of its
/// own line and of the lines above it.
@Suite struct LayerTests {
    /// Folders from the bottom up. Those on one line may see each other, except the pairs below.
    static let layers: [[String]] = [
        ["Support"],
        ["Arm"],
        ["Memory"],
        ["GIC"],
        ["Trace"],
        ["Engine"],
        ["MMU", "Translate", "HostCode", "Hazards", "Emulator"],
        ["KVM"],
        ["Devices", "Boot"],
        ["HypABI"],
        ["Machine"],
        ["Check", "Explore"],
        ["Lab"],
    ]
    /// A folder on the left must not name what the one on the right declares, though it is lower.
    static let strangers = [
        ("KVM", "MMU"), ("KVM", "Translate"), ("KVM", "Emulator"),
        ("Devices", "Engine"), ("Devices", "MMU"), ("Devices", "Translate"),
        ("Devices", "Emulator"), ("Devices", "KVM"), ("Boot", "Engine"), ("Boot", "MMU"),
        ("Boot", "Translate"), ("Boot", "Emulator"), ("Boot", "KVM"), ("MMU", "Translate"),
        ("MMU", "Emulator"), ("Translate", "Emulator"), ("Translate", "HostCode"),
        ("MMU", "HostCode"), ("HostCode", "MMU"), ("HostCode", "Emulator"), ("HypABI", "HostCode"),
        ("KVM", "HostCode"), ("Devices", "HostCode"), ("Boot", "HostCode"), ("HypABI", "Emulator"),
        ("HypABI", "Translate"), ("HypABI", "KVM"), ("MMU", "Hazards"), ("Translate", "Hazards"),
        ("HostCode", "Hazards"), ("Hazards", "HostCode"), ("Hazards", "Emulator"),
        ("KVM", "Hazards"), ("Devices", "Hazards"), ("Boot", "Hazards"), ("HypABI", "Hazards"),
    ]

    static let sources = SourceTree.files.filter {
        $0.hasPrefix("Sources/SwiftVMM/") && $0.hasSuffix(".swift")
    }

    private static func folder(_ path: String) -> String {
        String(path.split(separator: "/")[2])
    }

    /// Comments and text of string literals name things freely.
    private static func code(_ path: String) -> String {
        SourceTree.lines(path).map { line in
            var result = ""
            var isInString = false
            var previous: Character = " "
            for character in line {
                if character == "\"" && previous != "\\" { isInString.toggle() }
                if !isInString && character == "/" && previous == "/" { break }
                if !isInString { result.append(character) }
                previous = character
            }
            return result
        }.joined(separator: "\n")
    }

    private static func words(_ code: String) -> [Substring] {
        code.split { !$0.isLetter && !$0.isNumber && $0 != "_" }
    }

    /// Top-level types and the folders that declare them.
    static let declarations: [String: Set<String>] = {
        var result: [String: Set<String>] = [:]
        let kinds: Set<Substring> = ["struct", "class", "enum", "protocol", "actor", "typealias"]
        for path in sources {
            for line in code(path).split(separator: "\n")
            where line.first?.isWhitespace == false {
                let words = words(String(line))
                guard let kind = words.firstIndex(where: { kinds.contains($0) }),
                    kind + 1 < words.count, !words.contains("private")
                else { continue }
                result[String(words[kind + 1]), default: []].insert(folder(path))
            }
        }
        return result
    }()

    @Test func everyFolderHasALayer() {
        let known = Set(Self.layers.joined())
        for path in Self.sources { #expect(known.contains(Self.folder(path)), "\(path)") }
    }

    @Test func noFileNamesATypeOfALaterLayer() {
        var level: [String: Int] = [:]
        for (index, layer) in Self.layers.enumerated() {
            for folder in layer { level[folder] = index }
        }
        for path in Self.sources {
            let folder = Self.folder(path)
            let strange = Set(Self.strangers.filter { $0.0 == folder }.map(\.1))
            for word in Set(Self.words(Self.code(path)).map(String.init)) {
                guard let owners = Self.declarations[word], !owners.contains(folder) else {
                    continue
                }
                let allowed = owners.contains {
                    !strange.contains($0) && level[$0, default: 0] <= level[folder, default: 0]
                }
                #expect(
                    allowed, "\(path) names \(word), which \(owners.sorted()) declares")
            }
        }
    }

    @Test func theDeclarationsAreFound() {
        #expect(Self.declarations["VirtualMachine"] == ["Machine"])
        #expect(Self.declarations["GuestMemory"] == ["Memory"])
        #expect(Self.declarations["VCPU"] == ["Engine"])
    }
}
