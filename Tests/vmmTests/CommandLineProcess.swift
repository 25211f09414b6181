// Runs the built command as a user would.

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#endif

/// What a run of the command left.
struct CommandResult {
    /// The exit code; 128 plus the number for a signal.
    var status: Int32
    var standardOutput: String
    var standardError: String
}

enum Command {
    /// `vmm` lies beside the test bundle.
    static let path: String = {
        var buffer = [CChar](repeating: 0, count: 4096)
        readlink("/proc/self/exe", &buffer, buffer.count - 1)
        let bundle = String(
            decoding: buffer.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
        return bundle.split(separator: "/", omittingEmptySubsequences: false).dropLast()
            .joined(separator: "/") + "/vmm"
    }()

    /// Seconds after which a command is taken for hung; every run of a guest ends long before.
    private static let limit = 120

    /// Runs `vmm` to its end.
    ///
    /// `vmm run` is on the software CPU unless the arguments name a backend: a test means the same
    /// on a host with KVM.
    ///
    /// - Parameters:
    ///   - shell: How `sh` is to call it; `"$@"` stands for the command with its arguments.
    static func run(_ arguments: String..., shell: String = "\"$@\"") -> CommandResult {
        run(arguments, shell: shell)
    }

    static func run(_ arguments: [String], shell: String = "\"$@\"") -> CommandResult {
        var arguments = arguments
        if arguments.first == "run" && !arguments.contains("--backend") {
            arguments.insert(contentsOf: ["--backend", "software"], at: 1)
        }
        let folder = TemporaryFolder()
        let (out, error) = (folder.path + "/out", folder.path + "/err")
        let words = ["/bin/sh", "-c", "{ \(shell); } >\(out) 2>\(error)", "sh", path] + arguments
        var argv: [UnsafeMutablePointer<CChar>?] = words.map { strdup($0) } + [nil]
        defer { argv.forEach { free($0) } }
        // Threads of libdispatch block signals, and some shells never see their children end then.
        var attributes = posix_spawnattr_t()
        var noSignals = sigset_t()
        sigemptyset(&noSignals)
        posix_spawnattr_init(&attributes)
        posix_spawnattr_setsigmask(&attributes, &noSignals)
        // A process group of its own, so that all of a hung command can be ended.
        posix_spawnattr_setflags(
            &attributes, Int16(POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETPGROUP))
        defer { posix_spawnattr_destroy(&attributes) }
        var child: pid_t = 0
        guard posix_spawn(&child, "/bin/sh", nil, &attributes, &argv, environ) == 0 else {
            preconditionFailure("cannot start /bin/sh")
        }
        var status: Int32 = 0
        var waited = 0
        while waitpid(child, &status, WNOHANG) == 0 {
            usleep(2000)
            waited += 1
            if waited == limit * 500 { kill(-child, SIGKILL) }
        }
        let code = status & 0x7f == 0 ? status >> 8 & 0xff : 128 + status & 0x7f
        return CommandResult(
            status: code, standardOutput: read(out), standardError: read(error))
    }

    static func read(_ path: String) -> String {
        guard let file = fopen(path, "r") else { return "" }
        defer { fclose(file) }
        var bytes: [UInt8] = []
        while case let byte = fgetc(file), byte >= 0 { bytes.append(UInt8(byte)) }
        return String(decoding: bytes, as: UTF8.self)
    }
}

/// A folder that goes away with its owner.
final class TemporaryFolder {
    let path: String

    init() {
        var template = Array("/tmp/vmm-test-XXXXXX".utf8CString)
        guard mkdtemp(&template) != nil else { preconditionFailure("cannot create a folder") }
        path = String(decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
    }

    deinit {
        if let folder = opendir(path) {
            while let entry = readdir(folder) {
                let name = withUnsafePointer(to: &entry.pointee.d_name) {
                    $0.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
                }
                unlink(path + "/" + name)
            }
            closedir(folder)
        }
        rmdir(path)
    }

    /// Writes a file and returns its path.
    func file(_ name: String, _ bytes: [UInt8]) -> String {
        let path = path + "/" + name
        guard let file = fopen(path, "w") else { preconditionFailure("cannot create \(path)") }
        fwrite(bytes, 1, bytes.count, file)
        fclose(file)
        return path
    }
}
