// Why KVM_RUN returned, read from the run page.
//
// Source: Linux Documentation/virt/kvm/api.rst, "The kvm_run structure".

import CKVM

/// One exit. Reasons this library does not know stay what they are: a number.
public enum KVMExit: Equatable, Sendable {
    /// KVM_EXIT_UNKNOWN
    case unknown(hardwareReason: UInt64)
    /// KVM_EXIT_HYPERCALL: a call that an SMCCC filter forwards; registers hold the arguments.
    case hypercall(number: UInt64, isSMC: Bool)
    /// KVM_EXIT_DEBUG: a breakpoint or a step of ours.
    case debug(syndrome: UInt64, faultAddress: UInt64)
    /// KVM_EXIT_MMIO: an access outside RAM.
    case mmio(KVMDeviceAccess)
    /// KVM_EXIT_FAIL_ENTRY
    case failEntry(reason: UInt64, cpu: UInt32)
    /// KVM_EXIT_INTR: a signal.
    case interrupted
    /// KVM_EXIT_INTERNAL_ERROR
    case internalError(kind: UInt32, data: [UInt64])
    /// KVM_EXIT_SYSTEM_EVENT
    case systemEvent(KVMSystemEvent, data: [UInt64])
    /// KVM_EXIT_ARM_NISV: an access outside RAM without a syndrome.
    case accessWithoutSyndrome(syndrome: UInt64, address: UInt64)
    /// KVM_EXIT_MEMORY_FAULT
    case memoryFault(flags: UInt64, address: UInt64, lengthBytes: UInt64)
    /// KVM_EXIT_ARM_SEA: a synchronous external abort that hardware reported.
    case hardwareAbort(flags: UInt64, syndrome: UInt64, virtual: UInt64, physical: UInt64)
    case other(KVMExitReason)
}

/// An access by the guest outside its RAM.
public struct KVMDeviceAccess: Equatable, Sendable {
    public var address: GuestPhysicalAddress
    /// 1 to 8.
    public var sizeBytes: Int
    public var isWrite: Bool
    /// What is written.
    public var value: UInt64
}

/// The kernel's number for an exit.
public struct KVMExitReason: RawRepresentable, Hashable, Sendable {
    public var rawValue: UInt32
    public init(rawValue: UInt32) { self.rawValue = rawValue }
}

/// What happened to the whole machine: PSCI in the kernel decided it.
public struct KVMSystemEvent: RawRepresentable, Hashable, Sendable {
    public var rawValue: UInt32
    public init(rawValue: UInt32) { self.rawValue = rawValue }

    /// SYSTEM_OFF, SYSTEM_OFF2
    public static let shutdown = KVMSystemEvent(rawValue: 1)
    /// SYSTEM_RESET, SYSTEM_RESET2
    public static let reset = KVMSystemEvent(rawValue: 2)
    public static let crash = KVMSystemEvent(rawValue: 3)
    public static let wakeUp = KVMSystemEvent(rawValue: 4)
    public static let suspend = KVMSystemEvent(rawValue: 5)
}

extension KVMExit {
    /// The exit that the kernel left in a run page.
    init(_ page: ckvm_run_page) {
        let exit = page.exit
        switch page.exit_reason {
        case 0: self = .unknown(hardwareReason: exit.other.words.0)
        case 3:
            self = .hypercall(
                number: exit.hypercall.number, isSMC: exit.hypercall.flags & 1 != 0)
        case 4:
            // The high half is valid only with flag 0 (KVM_DEBUG_ARCH_HSR_HIGH_VALID).
            let high = page.flags & 1 != 0 ? exit.debug.syndrome_high : 0
            self = .debug(
                syndrome: UInt64(high) << 32 | UInt64(exit.debug.syndrome),
                faultAddress: exit.debug.fault_address)
        case 6:
            let size = min(max(Int(exit.mmio.length_bytes), 1), 8)
            let mask = UInt64.max >> UInt64(64 - 8 * size)
            self = .mmio(
                KVMDeviceAccess(
                    address: GuestPhysicalAddress(exit.mmio.address), sizeBytes: size,
                    isWrite: exit.mmio.is_write != 0, value: exit.mmio.data & mask))
        case 9: self = .failEntry(reason: exit.fail_entry.reason, cpu: exit.fail_entry.cpu)
        case 10: self = .interrupted
        case 17: self = .internalError(kind: exit.event.kind, data: Self.data(exit.event))
        case 24:
            self = .systemEvent(
                KVMSystemEvent(rawValue: exit.event.kind), data: Self.data(exit.event))
        case 28:
            self = .accessWithoutSyndrome(
                syndrome: exit.other.words.0, address: exit.other.words.1)
        case 39:
            self = .memoryFault(
                flags: exit.other.words.0, address: exit.other.words.1,
                lengthBytes: exit.other.words.2)
        case 41:
            self = .hardwareAbort(
                flags: exit.other.words.0, syndrome: exit.other.words.1,
                virtual: exit.other.words.2, physical: exit.other.words.3)
        case let reason: self = .other(KVMExitReason(rawValue: reason))
        }
    }

    /// At most what the structure has room for, whatever its count says.
    private static func data(_ event: ckvm_exit_event) -> [UInt64] {
        withUnsafeBytes(of: event.data) {
            Array($0.bindMemory(to: UInt64.self).prefix(Int(min(event.count, 16))))
        }
    }
}

extension KVMExit: CustomStringConvertible {
    public var description: String {
        switch self {
        case .unknown(let reason): "KVM_EXIT_UNKNOWN, hardware reason \(reason.hex())"
        case .hypercall(let number, let isSMC):
            "KVM_EXIT_HYPERCALL, \(isSMC ? "SMC" : "HVC") \(number.hex())"
        case .debug(let syndrome, let address):
            "KVM_EXIT_DEBUG, syndrome \(syndrome.hex()), address \(address.hex())"
        case .mmio(let access):
            "KVM_EXIT_MMIO, \(access.isWrite ? "write" : "read") of \(access.sizeBytes) bytes at "
                + access.address.value.hex()
        case .failEntry(let reason, let cpu):
            "KVM_EXIT_FAIL_ENTRY, reason \(reason.hex()), CPU \(cpu)"
        case .interrupted: "KVM_EXIT_INTR"
        case .internalError(let kind, let data):
            "KVM_EXIT_INTERNAL_ERROR \(kind)\(Self.list(data))"
        case .systemEvent(let event, let data):
            "KVM_EXIT_SYSTEM_EVENT \(event.rawValue)\(Self.list(data))"
        case .accessWithoutSyndrome(let syndrome, let address):
            "KVM_EXIT_ARM_NISV, ISS \(syndrome.hex()), address \(address.hex())"
        case .memoryFault(let flags, let address, let length):
            "KVM_EXIT_MEMORY_FAULT, flags \(flags.hex()), \(length) bytes at \(address.hex())"
        case .hardwareAbort(_, let syndrome, let virtual, let physical):
            "KVM_EXIT_ARM_SEA, syndrome \(syndrome.hex()), VA \(virtual.hex()), "
                + "PA \(physical.hex())"
        case .other(let reason): "exit reason \(reason.rawValue), which is not known here"
        }
    }

    private static func list(_ data: [UInt64]) -> String {
        data.isEmpty ? "" : ": " + data.map { $0.hex() }.joined(separator: " ")
    }
}
