// Assembles guest tests with what a Swift toolchain carries: clang, ld.lld.

import Foundation

/// A program that could not be run, or that failed.
struct ToolFailure: Error, CustomStringConvertible {
    let description: String
}

/// What a program left behind.
struct ToolOutput {
    var status: Int32
    var output: String
    var errors: String
}

/// Runs a program to its end, or to the limit.
func runTool(_ path: String, _ arguments: [String], limitSeconds: Double = 60) throws
    -> ToolOutput
{
    // Files and not pipes: nobody has to read two of them at once.
    let folder = try TemporaryFolder()
    let output = folder.path("stdout")
    let errors = folder.path("stderr")
    let process = Process()
    process.executableURL = URL(fileURLWithPath: path)
    process.arguments = arguments
    for file in [output, errors] { _ = FileManager.default.createFile(atPath: file, contents: nil) }
    process.standardInput = FileHandle.nullDevice
    process.standardOutput = FileHandle(forWritingAtPath: output)
    process.standardError = FileHandle(forWritingAtPath: errors)
    try process.run()
    let deadline = Date(timeIntervalSinceNow: limitSeconds)
    while process.isRunning {
        if Date() > deadline {
            process.terminate()
            process.waitUntilExit()
            throw ToolFailure(
                description: "\(path) did not end within \(limitSeconds) s; it wrote:\n"
                    + ((try? String(contentsOfFile: output, encoding: .utf8)) ?? ""))
        }
        usleep(2000)
    }
    return ToolOutput(
        status: process.terminationStatus,
        output: String(
            decoding: FileManager.default.contents(atPath: output) ?? .init(), as: UTF8.self),
        errors: String(
            decoding: FileManager.default.contents(atPath: errors) ?? .init(), as: UTF8.self)
    )
}

/// A folder that goes when its owner does.
final class TemporaryFolder: Sendable {
    private let url: URL

    init() throws {
        url = FileManager.default.temporaryDirectory
            .appendingPathComponent("guest-tests-" + UUID().uuidString)
        try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
    }

    var path: String { url.path }
    func path(_ name: String) -> String { url.appendingPathComponent(name).path }

    deinit { try? FileManager.default.removeItem(at: url) }
}

/// Finds an executable in folders and then in PATH.
func findTool(_ name: String, in folders: [String] = []) -> String? {
    let path = ProcessInfo.processInfo.environment["PATH"] ?? ""
    return (folders + path.split(separator: ":").map(String.init)).lazy.map { $0 + "/" + name }
        .first { FileManager.default.isExecutableFile(atPath: $0) }
}

/// The assembler and the linker, looked for as Firmware/build.sh does.
struct Toolchain: Sendable {
    let clang: String
    let linker: String

    /// Nil when this host has none.
    static let current: Toolchain? = {
        var folders: [String] = []
        if let swiftc = findTool("swiftc") {
            // A distribution's swiftc is a link into the toolchain's folder.
            for path in [swiftc, URL(fileURLWithPath: swiftc).resolvingSymlinksInPath().path] {
                folders.append(URL(fileURLWithPath: path).deletingLastPathComponent().path)
            }
        }
        guard let clang = findTool("clang", in: folders),
            let linker = findTool("ld.lld", in: folders)
        else { return nil }
        return Toolchain(clang: clang, linker: linker)
    }()

    /// Assembles and links into a folder; the path of the ELF file.
    func build(_ test: GuestTest, into folder: String) throws -> String {
        let result = try runTool(
            "/bin/sh",
            [GuestTest.folder.path + "/build.sh", clang, linker, folder, test.path])
        if result.status != 0 { throw ToolFailure(description: result.errors) }
        return "\(folder)/\(test.name).elf"
    }
}

/// Builds each test once, whoever asks first; or takes them from the folder that the environment
/// variable GUEST_TEST_IMAGES names, on a machine without a toolchain.
actor GuestImages {
    static let shared = GuestImages()
    static let areThere = built != nil || Toolchain.current != nil
    private static let built = ProcessInfo.processInfo.environment["GUEST_TEST_IMAGES"]

    private let folder = Result { try TemporaryFolder() }
    private var paths: [String: Result<String, any Error>] = [:]

    /// The path of the test's ELF file.
    func elf(of test: GuestTest) throws -> String {
        if let built = Self.built { return "\(built)/\(test.name).elf" }
        let folder = try folder.get()
        let path =
            paths[test.name]
            ?? Result {
                guard let toolchain = Toolchain.current else {
                    throw ToolFailure(description: "no toolchain")
                }
                return try toolchain.build(test, into: folder.path)
            }
        paths[test.name] = path
        return try path.get()
    }
}
