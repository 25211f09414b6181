import Testing

/// Style that a machine can hold, so that reviews need not.
@Suite struct TreeTests {
    private static let textSuffixes = [
        ".swift", ".c", ".h", ".S", ".ld", ".md", ".sh", "Makefile", ".yml", ".json",
        ".editorconfig", ".gitignore", ".swift-format", "run", ".lst",
    ]
    static let texts = SourceTree.files.filter { path in
        textSuffixes.contains { path.hasSuffix($0) }
    }

    @Test func theTreeIsFound() {
        #expect(SourceTree.files.contains("Package.swift"))
        #expect(Self.texts.count > 20)
    }

    @Test func linesFitIntoAHundredColumns() {
        for path in Self.texts where !path.hasSuffix(".lst") && !path.hasSuffix(".md") {
            // Text in quotes may stay in one piece: a search then finds it.
            for (index, line) in SourceTree.lines(path).enumerated()
            where line.count > 100 && !line.contains("\"") && line.last != "\\" {
                Issue.record("\(path):\(index + 1) has \(line.count) columns")
            }
        }
    }

    @Test func nothingIsLeftOver() {
        // Written in two parts, or this file would find itself.
        let markers = [
            "TO" + "DO", "FIX" + "ME", "XX" + "X", "HA" + "CK", "<<<<" + "<<<", ">>>>" + ">>>",
        ]
        for path in Self.texts {
            for (index, line) in SourceTree.lines(path).enumerated() {
                let words = line.split { !$0.isLetter && $0 != "<" && $0 != ">" }
                for marker in markers where words.contains(where: { $0 == marker }) {
                    Issue.record("\(path):\(index + 1) has \(marker)")
                }
            }
        }
    }

    @Test func textEndsWithOneNewlineAndLinesWithoutBlanks() {
        for path in Self.texts {
            let text = SourceTree.text(path)
            #expect(text.hasSuffix("\n") && !text.hasSuffix("\n\n"), "end of \(path)")
            for (index, line) in SourceTree.lines(path).enumerated()
            where line.last == " " || line.last == "\r" {
                Issue.record("\(path):\(index + 1) ends with a blank")
            }
        }
    }

    @Test func filesAreSmall() {
        for path in SourceTree.files {
            #expect(SourceTree.bytes(path).count < 1 << 20, "\(path) is 1 MiB or more")
        }
    }

    @Test func noPathOfOneMachineIsWrittenDown() {
        let paths = ["/ho" + "me/", "/ro" + "ot/", "/wo" + "rk/", "/Us" + "ers/"]
        for path in Self.texts {
            for (index, line) in SourceTree.lines(path).enumerated() {
                for found in paths where line.contains(found) {
                    Issue.record("\(path):\(index + 1) names \(found)")
                }
            }
        }
    }

    @Test func everySourceFileOpensWithWhatItIsFor() {
        for path in SourceTree.files
        where path.hasPrefix("Sources/") && path.hasSuffix(".swift") {
            let first = SourceTree.lines(path).first ?? ""
            #expect(first.hasPrefix("// "), "\(path) opens with \(first)")
        }
    }

    @Test func linksInDocumentsResolve() {
        for path in SourceTree.files where path.hasSuffix(".md") {
            let folder = path.split(separator: "/").dropLast().joined(separator: "/")
            for part in SourceTree.text(path).split(separator: "](").dropFirst() {
                let link = part.prefix { $0 != ")" }
                let target = link.prefix { $0 != "#" }
                if target.isEmpty || target.contains("://") || target.contains(" ") { continue }
                let full = folder.isEmpty ? String(target) : folder + "/" + target
                #expect(SourceTree.exists(full), "\(path) links to \(link)")
            }
        }
    }

    @Test func changelogHasAnEntry() {
        let lines = SourceTree.lines("CHANGELOG.md")
        let heading = lines.firstIndex { $0.hasPrefix("## ") }
        #expect(heading != nil)
        #expect(lines[(heading ?? 0)...].contains { $0.hasPrefix("- ") })
    }

    @Test func readmeShowsTheExampleAsItIs() {
        let example = SourceTree.text("Examples/Sources/StubTest/main.swift")
        #expect(example.split(separator: "\n").count < 30)
        #expect(SourceTree.text("README.md").contains("```swift\n" + example + "```\n"))
    }

    @Test func everyMakeTargetOfTheReadmeExists() {
        let makefile = SourceTree.text("Makefile")
        for part in SourceTree.text("README.md").split(separator: "make ").dropFirst() {
            let target = part.prefix { $0.isLetter }
            guard ["run", "test", "bench", "firmware", "lint"].contains(target) else { continue }
            #expect(makefile.contains("\n\(target):"), "make \(target)")
        }
    }

    /// `auto` is KVM on some hosts, where a test of the software CPU would judge something else.
    @Test func testsNameTheBackendOfTheirMachines() {
        for path in SourceTree.files where path.hasPrefix("Tests/") && path.hasSuffix(".swift") {
            let text = SourceTree.text(path)
            // Written in two parts, or this file would find itself.
            let makesMachines = text.contains("try Virtual" + "Machine(configuration)")
            #expect(!makesMachines || text.contains(".backend = "), "\(path)")
        }
    }
}
