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

    /// Assembles and links; the ELF file is `elf`.
    func build(_ test: GuestTest, elf: String) throws {
        let include = GuestTest.folder.appendingPathComponent("include").path
        let object = elf + ".o"
        try check(
            runTool(
                clang,
                (test.isAArch32
                    ? ["--target=armv7a-none-eabi", "-mcpu=cortex-a15"]
                    : ["--target=aarch64-none-elf", "-march=armv8.1-a+crc"])
                    + ["-c", "-x", "assembler-with-cpp", "-I", include, "-o", object, test.path]))
        try check(
            runTool(
                linker,
                [
                    "--build-id=none", "-z", "norelro", "-z", "max-page-size=4096", "-T",
                    include + (test.isAArch32 ? "/guest32.ld" : "/guest.ld"), "-o", elf, object,
                ]))
    }

    private func check(_ result: ToolOutput) throws {
        if result.status != 0 { throw ToolFailure(description: result.errors) }
    }
}

/// Builds each test once, whoever asks first.
actor GuestImages {
    static let shared = GuestImages()

    private let folder = Result { try TemporaryFolder() }
    private var built: [String: Result<String, any Error>] = [:]

    /// The path of the test's ELF file.
    func elf(of test: GuestTest, with toolchain: Toolchain) throws -> String {
        let path = try folder.get().path(test.name + ".elf")
        let result =
            built[test.name]
            ?? Result {
                try toolchain.build(test, elf: path)
                return path
            }
        built[test.name] = result
        return try result.get()
    }
}
