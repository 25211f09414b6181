// Power calls: what a PSCI call asks for, worked out from values alone. The machine does it.
//
// Source: Arm Power State Coordination Interface, DEN 0022, version 1.1; SMC Calling Convention,
// DEN 0028, for SMCCC_VERSION and SMCCC_ARCH_FEATURES.

/// What the machine must do for a power call. `returns` goes to x0 of the caller.
public enum PowerAction: Equatable, Sendable {
    case returns(UInt64)
    /// Start a vCPU that is off at `entry` with `context` in x0.
    case turnOn(cpu: Int, entry: GuestPhysicalAddress, context: UInt64, returns: UInt64)
    /// Wait as WFI does, then return.
    case suspend(returns: UInt64)
    /// The caller stops; nothing returns.
    case cpuOff
    /// Wait as WFI does, then go on at `entry` as after CPU_ON, with `context` in x0.
    case systemSuspend(entry: GuestPhysicalAddress, context: UInt64)
    case systemOff
    case systemReset(ResetKind)
}

/// The firmware's answer to power calls: PSCI 1.1 but for what a machine does without that has no
/// trusted OS, power domains or OS-initiated mode (MIGRATE, MIGRATE_INFO_UP_CPU,
/// PSCI_SET_SUSPEND_MODE, PSCI_STAT_RESIDENCY, PSCI_STAT_COUNT, MEM_PROTECT and
/// MEM_PROTECT_CHECK_RANGE).
public struct PSCI: Sendable {
    public enum CPUState: UInt64, Sendable {
        /// As AFFINITY_INFO returns them.
        case on = 0
        case off = 1
        case onPending = 2
    }

    /// PSCI_VERSION: major in bits 31...16, minor below.
    public static let version: UInt64 = 1 << 16 | 1
    /// SMCCC_VERSION.
    public static let callingConventionVersion: UInt64 = 1 << 16 | 1

    /// Function identifiers without the bit that selects the 64-bit convention.
    public enum Function: UInt32, CaseIterable, Sendable {
        case version = 0x8400_0000
        case cpuSuspend = 0x8400_0001
        case cpuOff = 0x8400_0002
        case cpuOn = 0x8400_0003
        case affinityInfo = 0x8400_0004
        case migrateInfoType = 0x8400_0006
        case systemOff = 0x8400_0008
        case systemReset = 0x8400_0009
        case features = 0x8400_000a
        case cpuFreeze = 0x8400_000b
        case cpuDefaultSuspend = 0x8400_000c
        case nodeHardwareState = 0x8400_000d
        case systemSuspend = 0x8400_000e
        case systemReset2 = 0x8400_0012
        case smcccVersion = 0x8000_0000
        case smcccArchFeatures = 0x8000_0001

        /// Bit 30 of an identifier: the arguments are 64 bits wide (SMC64).
        static let is64Bit: UInt32 = 1 << 30

        /// The function and whether its arguments are 64-bit; nil for one that does not exist in
        /// that width.
        public static func decode(_ identifier: UInt32) -> (function: Function, is64Bit: Bool)? {
            let wide = identifier & is64Bit != 0
            guard let function = Function(rawValue: identifier & ~is64Bit),
                !wide || function.hasWideForm
            else { return nil }
            return (function, wide)
        }

        private var hasWideForm: Bool {
            switch self {
            case .cpuSuspend, .cpuOn, .affinityInfo, .cpuDefaultSuspend, .nodeHardwareState,
                .systemSuspend, .systemReset2:
                true
            default: false
            }
        }

        /// The name as the specification prints it.
        public var name: String {
            switch self {
            case .version: "PSCI_VERSION"
            case .cpuSuspend: "CPU_SUSPEND"
            case .cpuOff: "CPU_OFF"
            case .cpuOn: "CPU_ON"
            case .affinityInfo: "AFFINITY_INFO"
            case .migrateInfoType: "MIGRATE_INFO_TYPE"
            case .systemOff: "SYSTEM_OFF"
            case .systemReset: "SYSTEM_RESET"
            case .features: "PSCI_FEATURES"
            case .cpuFreeze: "CPU_FREEZE"
            case .cpuDefaultSuspend: "CPU_DEFAULT_SUSPEND"
            case .nodeHardwareState: "NODE_HW_STATE"
            case .systemSuspend: "SYSTEM_SUSPEND"
            case .systemReset2: "SYSTEM_RESET2"
            case .smcccVersion: "SMCCC_VERSION"
            case .smcccArchFeatures: "SMCCC_ARCH_FEATURES"
            }
        }
    }

    /// Error codes, DEN 0022, "Return error codes". SMCCC's NOT_SUPPORTED is the same -1.
    public enum ErrorCode: Int64, Sendable {
        case notSupported = -1
        case invalidParameters = -2
        case denied = -3
        case alreadyOn = -4
        case onPending = -5
        case internalFailure = -6
        case notPresent = -7
        case disabled = -8
        case invalidAddress = -9

        /// Sign-extended to x0, also for 32-bit calls, as Linux's KVM does.
        public var value: UInt64 { UInt64(bitPattern: rawValue) }
    }

    private static let success: UInt64 = 0

    /// State of each vCPU; the position is Aff0 of its MPIDR_EL1, and all higher fields are zero.
    public var cpus: [CPUState]
    /// RAM: an entry point must lie in it.
    public var entryRange: Range<UInt64>

    /// The machine at its start: the first vCPU is on.
    public init(cpuCount: Int, entryRange: Range<UInt64>) {
        self.init(
            cpus: (0..<cpuCount).map { $0 == 0 ? .on : .off }, entryRange: entryRange)
    }

    public init(cpus: [CPUState], entryRange: Range<UInt64>) {
        self.cpus = cpus
        self.entryRange = entryRange
    }

    /// What a call asks for.
    ///
    /// - Parameters:
    ///   - function: x0 of the caller; only w0 counts.
    ///   - arguments: x1, x2, x3.
    public func answer(function: UInt64, arguments: (UInt64, UInt64, UInt64)) -> PowerAction {
        guard let (function, is64Bit) = Function.decode(UInt32(truncatingIfNeeded: function)) else {
            return .returns(ErrorCode.notSupported.value)
        }
        let mask: UInt64 = is64Bit ? ~0 : 0xffff_ffff
        let (first, second, third) = (arguments.0 & mask, arguments.1 & mask, arguments.2 & mask)
        switch function {
        case .version: return .returns(Self.version)
        case .cpuSuspend: return suspend(powerState: first)
        case .cpuOff: return .cpuOff
        case .cpuOn: return turnOn(target: first, entry: second, context: third)
        case .affinityInfo: return affinityInfo(target: first, level: second)
        // No trusted OS, or one that needs no migration.
        case .migrateInfoType: return .returns(2)
        case .systemOff: return .systemOff
        case .systemReset: return .systemReset(.cold)
        // Type 0 is SYSTEM_WARM_RESET; from 0x8000_0000 on they are the vendor's, which has none.
        case .systemReset2:
            return first == 0
                ? .systemReset(.warm) : .returns(ErrorCode.invalidParameters.value)
        // A power-down state too is carried out as standby, as with CPU_SUSPEND. Freezing differs
        // from turning off only for interrupts that still target the CPU, which wait here anyway.
        case .cpuDefaultSuspend:
            return isEntry(first)
                ? .suspend(returns: Self.success) : .returns(ErrorCode.invalidAddress.value)
        case .cpuFreeze: return .cpuOff
        case .nodeHardwareState: return hardwareState(target: first, level: second)
        case .systemSuspend: return suspendSystem(entry: first, context: second)
        case .features: return features(of: first)
        case .smcccVersion: return .returns(Self.callingConventionVersion)
        case .smcccArchFeatures:
            let known = first == 0x8000_0000 || first == 0x8000_0001
            return .returns(known ? Self.success : ErrorCode.notSupported.value)
        }
    }

    /// The vCPU with this affinity; nil if there is none or bits outside Aff3...Aff0 are set.
    private func index(ofAffinity target: UInt64) -> Int? {
        target < UInt64(cpus.count) && target <= 0xff ? Int(target) : nil
    }

    private func turnOn(target: UInt64, entry: UInt64, context: UInt64) -> PowerAction {
        guard let cpu = index(ofAffinity: target) else {
            return .returns(ErrorCode.invalidParameters.value)
        }
        switch cpus[cpu] {
        case .on: return .returns(ErrorCode.alreadyOn.value)
        case .onPending: return .returns(ErrorCode.onPending.value)
        case .off: break
        }
        guard isEntry(entry) else { return .returns(ErrorCode.invalidAddress.value) }
        return .turnOn(
            cpu: cpu, entry: GuestPhysicalAddress(entry), context: context, returns: Self.success)
    }

    private func isEntry(_ address: UInt64) -> Bool {
        address.isAligned(to: 4) && entryRange.contains(address)
    }

    /// HW_ON, 0, or HW_OFF, 1: what AFFINITY_INFO says but for a CPU on its way.
    private func hardwareState(target: UInt64, level: UInt64) -> PowerAction {
        guard case .returns(let state) = affinityInfo(target: target, level: level),
            let state = CPUState(rawValue: state)
        else { return .returns(ErrorCode.invalidParameters.value) }
        return .returns(state == .off ? 1 : 0)
    }

    private func suspendSystem(entry: UInt64, context: UInt64) -> PowerAction {
        guard isEntry(entry) else { return .returns(ErrorCode.invalidAddress.value) }
        guard cpus.count(where: { $0 != .off }) == 1 else {
            return .returns(ErrorCode.denied.value)
        }
        return .systemSuspend(entry: GuestPhysicalAddress(entry), context: context)
    }

    /// Level 0 asks for one vCPU; a higher level for the cluster the address is in.
    private func affinityInfo(target: UInt64, level: UInt64) -> PowerAction {
        // Aff3 is bits 39...32, Aff2...Aff0 are bits 23...0.
        guard level <= 3, target & ~0xff_00ff_ffff == 0 else {
            return .returns(ErrorCode.invalidParameters.value)
        }
        if level == 0 {
            guard let cpu = index(ofAffinity: target) else {
                return .returns(ErrorCode.invalidParameters.value)
            }
            return .returns(cpus[cpu].rawValue)
        }
        // All vCPUs share one cluster at every level, the one numbered zero.
        let lowestCounted: UInt64 = level == 3 ? 0xff_0000_0000 : ~0 << (8 * level)
        guard target & lowestCounted == 0 else {
            return .returns(ErrorCode.invalidParameters.value)
        }
        if cpus.contains(.on) { return .returns(CPUState.on.rawValue) }
        return .returns(
            cpus.contains(.onPending) ? CPUState.onPending.rawValue : CPUState.off.rawValue)
    }

    /// A power-down request is carried out as standby, which DEN 0022 allows (CPU_SUSPEND, "Caller
    /// responsibilities"): the caller must cope with a return as from WFI.
    private func suspend(powerState: UInt64) -> PowerAction {
        // Original format: StateID 15...0, StateType 16, PowerLevel 25...24, the rest zero.
        guard powerState & ~0x0301_ffff == 0 else {
            return .returns(ErrorCode.invalidParameters.value)
        }
        return .suspend(returns: Self.success)
    }

    private func features(of identifier: UInt64) -> PowerAction {
        let function = Function.decode(UInt32(truncatingIfNeeded: identifier))?.function
        // Feature flags of every call are zero; for CPU_SUSPEND that means the original format.
        // SMCCC_VERSION is the one SMCCC call that may be asked about here.
        let isKnown = function != nil && function != .smcccArchFeatures
        return .returns(isKnown ? Self.success : ErrorCode.notSupported.value)
    }
}
