import CKVM
import Testing

@testable import SwiftVMM

/// What is numbered by the kernel, against its documentation and what kernels were seen to use.
@Suite struct KVMTableTests {
    @Test(arguments: [
        ("MIDR_EL1", 0xc000), ("MPIDR_EL1", 0xc005), ("ID_AA64MMFR4_EL1", 0xc03c),
        ("SCTLR_EL1", 0xc080), ("CPACR_EL1", 0xc082), ("TTBR1_EL1", 0xc101), ("ESR_EL1", 0xc290),
        ("FAR_EL1", 0xc300), ("MAIR_EL1", 0xc510), ("VBAR_EL1", 0xc600), ("TPIDR_EL1", 0xc684),
        ("CNTKCTL_EL1", 0xc708), ("MDSCR_EL1", 0x8012), ("TPIDR_EL0", 0xde82),
        ("CNTP_CTL_EL0", 0xdf11), ("CNTP_CVAL_EL0", 0xdf12), ("CNTPCT_EL0", 0xdf01),
        ("CNTV_CTL_EL0", 0xdf19), ("VPIDR_EL2", 0xe000), ("VMPIDR_EL2", 0xe005),
        ("SCTLR_EL2", 0xe080), ("HCR_EL2", 0xe088), ("CPTR_EL2", 0xe08a), ("TCR_EL2", 0xe102),
        ("VTTBR_EL2", 0xe108), ("VTCR_EL2", 0xe10a), ("SPSR_EL2", 0xe200), ("ELR_EL2", 0xe201),
        ("ESR_EL2", 0xe290), ("HPFAR_EL2", 0xe304), ("VBAR_EL2", 0xe600), ("CNTVOFF_EL2", 0xe703),
        ("CNTHP_CVAL_EL2", 0xe712), ("CNTHV_CTL_EL2", 0xe719),
        // Exchanged, as the ABI has them.
        ("CNTVCT_EL0", 0xdf1a), ("CNTV_CVAL_EL0", 0xdf02),
    ])
    func systemRegisterIDs(name: String, low: UInt64) throws {
        let row = try #require(SystemRegister.find(named: name))
        let register = KVMRegister(row.id)
        #expect(register.id == 0x6030_0000_0013_0000 | low)
        #expect(register.systemRegister == row.id)
        #expect(register.description == name)
    }

    @Test func coreRegisterIDs() {
        let base: UInt64 = 0x6030_0000_0010_0000
        #expect(KVMRegister.x(0).id == base)
        #expect(KVMRegister.x(30).id == base + 0x3c)
        #expect(KVMRegister(.spEL0).id == base + 0x3e)
        #expect(KVMRegister.pc.id == base + 0x40)
        #expect(KVMRegister.pstate.id == base + 0x42)
        #expect(KVMRegister(.spEL1).id == base + 0x44)
        #expect(KVMRegister(.elrEL1).id == base + 0x46)
        #expect(KVMRegister(.spsrEL1).id == base + 0x48)
        #expect(KVMRegister.spEL2.id == 0x6030_0000_0013_f208)
        #expect(KVMRegister.x(7).description == "X7")
        #expect(KVMRegister(rawValue: 0x6030_0000_0013_e110).description == "S3_4_C2_C2_0")
    }

    @Test func idsAreUnique() {
        var seen: Set<KVMRegister> = []
        for row in SystemRegister.table where !row.isAlias {
            #expect(seen.insert(KVMRegister(row.id)).inserted, "\(row.name)")
        }
    }

    private func exit(_ reason: UInt32, _ fill: (inout ckvm_run_page) -> Void = { _ in })
        -> KVMExit
    {
        var page = ckvm_run_page()
        page.exit_reason = reason
        fill(&page)
        return KVMExit(page)
    }

    @Test func everyExitIsDecoded() {
        #expect(exit(0) { $0.exit.other.words.0 = 5 } == .unknown(hardwareReason: 5))
        #expect(
            exit(3) {
                $0.exit.hypercall.number = 0x8400_0000
                $0.exit.hypercall.flags = 1
            } == .hypercall(number: 0x8400_0000, isSMC: true))
        #expect(
            exit(4) {
                $0.exit.debug = ckvm_exit_debug(
                    syndrome: 0xc200_0022, syndrome_high: 1, fault_address: 8)
            } == .debug(syndrome: 0xc200_0022, faultAddress: 8))
        #expect(
            exit(4) {
                $0.flags = 1
                $0.exit.debug.syndrome_high = 1
            } == .debug(syndrome: 1 << 32, faultAddress: 0))
        #expect(
            exit(6) {
                $0.exit.mmio = ckvm_exit_mmio(
                    address: 0x0900_0000, data: .max, length_bytes: 2, is_write: 1)
            }
                == .mmio(
                    KVMDeviceAccess(
                        address: GuestPhysicalAddress(0x0900_0000), sizeBytes: 2, isWrite: true,
                        value: 0xffff)))
        #expect(
            exit(9) { $0.exit.fail_entry = ckvm_exit_fail_entry(reason: 1, cpu: 3) }
                == .failEntry(reason: 1, cpu: 3))
        #expect(exit(10) == .interrupted)
        #expect(
            exit(17) {
                $0.exit.event.kind = 2
                $0.exit.event.count = 1
                $0.exit.event.data.0 = 9
            } == .internalError(kind: 2, data: [9]))
        #expect(
            exit(24) {
                $0.exit.event.kind = 1
                $0.exit.event.count = 99
            } == .systemEvent(.shutdown, data: Array(repeating: 0, count: 16)))
        #expect(
            exit(28) { $0.exit.other.words = (1, 2, 0, 0) }
                == .accessWithoutSyndrome(syndrome: 1, address: 2))
        #expect(
            exit(39) { $0.exit.other.words = (1, 2, 3, 0) }
                == .memoryFault(flags: 1, address: 2, lengthBytes: 3))
        #expect(
            exit(41) { $0.exit.other.words = (1, 2, 3, 4) }
                == .hardwareAbort(flags: 1, syndrome: 2, virtual: 3, physical: 4))
        for reason: UInt32 in [1, 2, 5, 7, 8, 31, 42, 1000, .max] {
            #expect(exit(reason) == .other(KVMExitReason(rawValue: reason)))
        }
    }
}

/// Which engine runs a machine, for every kind of host.
@Suite struct BackendSelectionTests {
    private static let hosts: [(name: String, host: KVMHost)] = {
        var nested = KVMHost(runsArmGuests: true)
        nested.hasEL2 = true
        nested.kernelRelease = "6.18.12"
        var both = nested
        both.hasEL2WithoutVHE = true
        both.breakpointCount = 6
        var old = KVMHost(runsArmGuests: true)
        old.kernelRelease = "6.12.38-cloud-arm64"
        old.kernelCommandLine = "quiet kvm-arm.mode=nested"
        var off = old
        off.kernelRelease = "7.2.12"
        off.kernelCommandLine = "quiet"
        var noNV2 = off
        noNV2.kernelCommandLine = "quiet kvm-arm.mode=nested\n"
        return [
            ("both", both), ("vhe", nested), ("old", old), ("off", off), ("noNV2", noNV2),
            ("x86", KVMHost(runsArmGuests: false)),
            ("absent", KVMHost(runsArmGuests: true, error: .missing(path: "/dev/kvm"))),
            ("forbidden", KVMHost(runsArmGuests: true, error: .noPermission(path: "/dev/kvm"))),
        ]
    }()

    private func decide(
        _ name: String, _ backend: Backend, _ el: ExceptionLevel,
        needs: EngineCapabilities = []
    ) throws -> Result<BackendSelection, VMMError> {
        let host = try #require(Self.hosts.first { $0.name == name }).host
        var configuration = MachineConfiguration()
        configuration.backend = backend
        configuration.entryLevel = el
        configuration.requiredCapabilities = needs
        do throws(VMMError) {
            return .success(try BackendSelection(configuration, host: host))
        } catch {
            return .failure(error)
        }
    }

    @Test(arguments: [
        ("both", true, true, "without VHE"), ("vhe", true, true, "VHE only"),
        ("old", false, true, "6.16"), ("off", false, true, "kvm-arm.mode=nested"),
        ("noNV2", false, true, "FEAT_NV2"), ("x86", false, false, "not arm64"),
        ("absent", false, false, "does not exist"), ("forbidden", false, false, "permission"),
    ])
    func everyHostIsServed(name: String, el2: Bool, el1: Bool, reason: String) throws {
        for (el, isKVM) in [(ExceptionLevel.el2, el2), (.el1, el1)] {
            let automatic = try decide(name, .automatic, el).get()
            #expect(automatic.backend == (isKVM ? .kvm : .software))
            if el == .el2 || !isKVM { #expect(automatic.reason.contains(reason)) }
            if !isKVM { #expect(automatic.hint != nil) }
            switch try decide(name, .kvm, el) {
            case .success(let selection): #expect(isKVM && selection.backend == .kvm)
            case .failure(let error):
                #expect(!isKVM)
                #expect(error.code == (name == "forbidden" ? .noPermission : .unavailable))
                #expect(error.message.contains(reason))
                #expect(error.hint != nil)
            }
            #expect(try decide(name, .software, el).get().backend == .software)
        }
    }

    @Test func whatKVMCannotDoGoesToTheSoftwareCPU() throws {
        for needs: EngineCapabilities in [.countsInstructions, .observesExceptions] {
            let automatic = try decide("both", .automatic, .el2, needs: needs).get()
            #expect(automatic.backend == .software)
            guard case .failure(let error) = try decide("both", .kvm, .el2, needs: needs) else {
                Issue.record("KVM took what it cannot do")
                continue
            }
            #expect(error.code == .usage)
        }
    }

    @Test func softwareDoesNotAskTheHost() throws {
        var configuration = MachineConfiguration()
        configuration.backend = .software
        let selection = try BackendSelection(configuration, host: Self.nobody())
        #expect(selection.backend == .software)
    }

    private static func nobody() -> KVMHost { preconditionFailure("the host was asked") }

    @Test func aFlavourThatIsNotThereIsSaid() throws {
        var configuration = MachineConfiguration()
        configuration.e2h = E2HPersonality.none
        let host = try #require(Self.hosts.first { $0.name == "vhe" }).host
        let selection = try BackendSelection(configuration, host: host)
        #expect(selection.backend == .software)
        #expect(selection.reason.contains("E2H0"))
        #expect(selection.hint?.contains("--e2h res1") == true)
        configuration.e2h = .writable
        #expect(try BackendSelection(configuration, host: host).reason.contains("fixes"))
        configuration.e2h = .res1
        let chosen = try BackendSelection(configuration, host: host)
        #expect(chosen.backend == .kvm && chosen.e2h == .res1)
    }
}
