// The other engine: Unicorn 2, QEMU's translator as a library, loaded at run time if it is there.
// Source: unicorn/unicorn.h and unicorn/arm64.h of Unicorn 2.1.4.

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#endif

/// The functions of libunicorn that the comparison uses.
///
/// `uc_ctl` is variadic. It is called through a signature with fixed arguments, which the System V
/// ABI of x86-64 and the AAPCS64 of Linux pass as they would pass variadic ones.
final class UnicornLibrary: @unchecked Sendable {
    typealias Handle = OpaquePointer
    typealias Values = UnsafePointer<UnsafeMutableRawPointer?>

    let open: @convention(c) (Int32, Int32, UnsafeMutablePointer<Handle?>) -> Int32
    let close: @convention(c) (Handle) -> Int32
    let control: @convention(c) (Handle, UInt32, UInt64, UInt64) -> Int32
    let mapPointer: @convention(c) (Handle, UInt64, Int, UInt32, UnsafeMutableRawPointer) -> Int32
    let writeMemory: @convention(c) (Handle, UInt64, UnsafeRawPointer, Int) -> Int32
    let writeBatch: @convention(c) (Handle, UnsafePointer<Int32>, Values, Int32) -> Int32
    let readBatch: @convention(c) (Handle, UnsafePointer<Int32>, Values, Int32) -> Int32
    let start: @convention(c) (Handle, UInt64, UInt64, UInt64, Int) -> Int32
    private let version:
        @convention(c) (UnsafeMutablePointer<UInt32>, UnsafeMutablePointer<UInt32>)
            -> UInt32

    /// The path to libunicorn.so.2. Without it the tests that need Unicorn are skipped.
    static let variable = "UNICORN_LIBRARY"

    static let shared: UnicornLibrary? = {
        guard let path = getenv(variable), path.pointee != 0 else { return nil }
        return UnicornLibrary(path: String(cString: path))
    }()

    /// "2.1.4"
    var versionText: String {
        var major: UInt32 = 0
        var minor: UInt32 = 0
        let packed = version(&major, &minor)
        return "\(major).\(minor).\(packed >> 8 & 0xff)"
    }

    private init?(path: String) {
        guard let library = dlopen(path, RTLD_NOW | RTLD_LOCAL) else { return nil }
        func symbol<Function>(_ name: String, _ type: Function.Type) -> Function? {
            // SAFETY: the caller names a C function and its C type.
            dlsym(library, name).map { unsafeBitCast($0, to: type) }
        }
        guard
            let open = symbol(
                "uc_open",
                (@convention(c) (Int32, Int32, UnsafeMutablePointer<Handle?>) -> Int32).self),
            let close = symbol("uc_close", (@convention(c) (Handle) -> Int32).self),
            let control = symbol(
                "uc_ctl", (@convention(c) (Handle, UInt32, UInt64, UInt64) -> Int32).self),
            let mapPointer = symbol(
                "uc_mem_map_ptr",
                (@convention(c) (Handle, UInt64, Int, UInt32, UnsafeMutableRawPointer) -> Int32)
                    .self),
            let writeMemory = symbol(
                "uc_mem_write",
                (@convention(c) (Handle, UInt64, UnsafeRawPointer, Int) -> Int32).self),
            let writeBatch = symbol(
                "uc_reg_write_batch",
                (@convention(c) (Handle, UnsafePointer<Int32>, Values, Int32) -> Int32).self),
            let readBatch = symbol(
                "uc_reg_read_batch",
                (@convention(c) (Handle, UnsafePointer<Int32>, Values, Int32) -> Int32).self),
            let start = symbol(
                "uc_emu_start",
                (@convention(c) (Handle, UInt64, UInt64, UInt64, Int) -> Int32).self),
            let version = symbol(
                "uc_version",
                (@convention(c) (UnsafeMutablePointer<UInt32>, UnsafeMutablePointer<UInt32>)
                    -> UInt32).self)
        else { return nil }
        self.open = open
        self.close = close
        self.control = control
        self.mapPointer = mapPointer
        self.writeMemory = writeMemory
        self.writeBatch = writeBatch
        self.readBatch = readBatch
        self.start = start
        self.version = version
    }
}

/// One Unicorn machine with the code and data regions of `Layout`.
///
/// It runs at EL1 with the MMU off, and checks the alignment of exclusives and atomics only.
final class Unicorn: Engine {
    /// `uc_cpu_arm64`.
    enum Model: UInt64 {
        case cortexA57 = 0
        case max = 3
    }

    /// The data region, `Layout.dataLength` bytes.
    let data: UnsafeMutableRawPointer
    private let library: UnicornLibrary
    private let handle: OpaquePointer
    private let code: UnsafeMutableRawPointer
    /// Register numbers, in the order of MachineState, and places for their values.
    private let registers: UnsafeMutablePointer<Int32>
    private let values: UnsafeMutablePointer<UInt64>
    private let places: UnsafeMutablePointer<UnsafeMutableRawPointer?>

    // UC_ARM64_REG_X0, X29, X30, SP, NZCV, TPIDR_EL0, FPCR, FPSR, Q0, PC.
    private static let registerNumbers: [Int32] = {
        var numbers: [Int32] = Array(199..<228)
        numbers += [1, 2, 4, 3, 262, 291, 292]
        numbers += Array(104..<136)
        numbers.append(260)
        return numbers
    }()
    private static let allPermissions: UInt32 = 7
    /// UC_CTL_WRITE of UC_CTL_CPU_MODEL, UC_CTL_TB_REMOVE_CACHE and UC_CTL_TB_FLUSH.
    private static let setModel: UInt32 = 7 | 1 << 26 | 1 << 30
    private static let removeBlocks: UInt32 = 9 | 2 << 26 | 1 << 30
    private static let flushBlocks: UInt32 = 10 | 1 << 30
    private static let exceptionError: Int32 = 21

    init(_ library: UnicornLibrary, _ model: Model) {
        self.library = library
        var handle: OpaquePointer?
        // UC_ARCH_ARM64, UC_MODE_ARM.
        precondition(library.open(2, 0, &handle) == 0, "uc_open refuses")
        self.handle = handle!
        precondition(library.control(self.handle, Self.setModel, model.rawValue, 0) == 0)
        data = .allocate(byteCount: Layout.dataLength, alignment: 4096)
        data.initializeMemory(as: UInt8.self, repeating: 0, count: Layout.dataLength)
        code = .allocate(byteCount: Layout.codeLength, alignment: 4096)
        code.initializeMemory(as: UInt8.self, repeating: 0, count: Layout.codeLength)
        let count = Self.registerNumbers.count
        registers = .allocate(capacity: count)
        values = .allocate(capacity: MachineState.wordCount)
        values.initialize(repeating: 0, count: MachineState.wordCount)
        places = .allocate(capacity: count)
        for index in 0..<count {
            registers[index] = Self.registerNumbers[index]
            // The vector registers have two words each.
            let first = MachineState.vectorIndex
            let word =
                index < first
                ? index : index == count - 1 ? MachineState.pcIndex : 2 * index - first
            places[index] = UnsafeMutableRawPointer(values + word)
        }
        precondition(
            library.mapPointer(
                self.handle, Layout.dataBase, Layout.dataLength, Self.allPermissions, data) == 0)
        precondition(
            library.mapPointer(
                self.handle, Layout.codeBase, Layout.codeLength, Self.allPermissions, code) == 0)
    }

    deinit {
        _ = library.close(handle)
        data.deallocate()
        code.deallocate()
        registers.deallocate()
        values.deallocate()
        places.deallocate()
    }

    /// Writing alone drops only some of what was translated from the old bytes.
    func write(code words: [UInt32], at address: UInt64) {
        _ = library.control(
            handle, Self.removeBlocks, Layout.codeBase, Layout.codeBase + UInt64(Layout.codeLength))
        words.withUnsafeBytes { bytes in
            precondition(
                library.writeMemory(handle, address, bytes.baseAddress!, bytes.count) == 0)
        }
    }

    func run(_ state: inout MachineState, limit: Int?) -> Outcome {
        let count = Self.registerNumbers.count
        if limit != nil { _ = library.control(handle, Self.flushBlocks, 0, 0) }
        state.withWords { (values).update(from: $0, count: MachineState.wordCount) }
        // All but PC, whose start is an argument: writing it would cost a detour.
        precondition(library.writeBatch(handle, registers, places, Int32(count - 1)) == 0)
        let error = library.start(handle, state.pc, Layout.end, 0, limit ?? 0)
        // These are read as 32 bits.
        values[MachineState.nzcvIndex] = 0
        values[MachineState.fpcrIndex] = 0
        values[MachineState.fpsrIndex] = 0
        precondition(library.readBatch(handle, registers, places, Int32(count)) == 0)
        state.withWords { $0.update(from: values, count: MachineState.wordCount) }
        if error == 0 { return .finished }
        if error != Self.exceptionError { return .other("Unicorn error \(error)") }
        let pc = state.pc
        clearMonitor()
        return .exception(at: pc)
    }

    /// Runs a CLREX: the monitor has no register, and an exception may have left it open.
    func clearMonitor() {
        write(code: [0xd503_3f5f], at: Layout.end - 4)
        precondition(library.start(handle, Layout.end - 4, Layout.end, 0, 0) == 0)
    }
}
