import CKVM
import Testing

@testable import SwiftVMM

/// The engine on a scripted kernel: what is asked of it, and what each refusal becomes.
@Suite struct KVMEngineTests {
    private func host(el2: Bool = true, withoutVHE: Bool = true) -> KVMHost {
        var host = KVMHost(runsArmGuests: true)
        host.hasEL2 = el2
        host.hasEL2WithoutVHE = withoutVHE
        return host
    }

    private func machine(
        _ door: ScriptedDoor, cpus: Int = 1, el: ExceptionLevel = .el2, withoutVHE: Bool = true
    ) throws(VMMError) -> VirtualMachine {
        var configuration = MachineConfiguration()
        configuration.backend = .kvm
        configuration.cpuCount = cpus
        configuration.entryLevel = el
        configuration.memoryBytes = 1 << 20
        configuration.resetPolicy = .zero
        return try VirtualMachine(
            configuration, door: door, host: host(withoutVHE: withoutVHE))
    }

    /// The error of what must fail.
    private func refusal(_ body: () throws(VMMError) -> Void) -> VMMError? {
        do throws(VMMError) {
            try body()
            Issue.record("nothing failed")
            return nil
        } catch {
            return error
        }
    }

    // MARK: Bringing a machine up

    @Test func bringUpIsThisSequence() throws {
        let door = ScriptedDoor()
        _ = try machine(door, cpus: 2)
        #expect(
            door.requests == [
                "KVM_GET_API_VERSION",
                "KVM_GET_VCPU_MMAP_SIZE",
                "KVM_CHECK_EXTENSION (capability 165)",
                "KVM_CHECK_EXTENSION (capability 119)",
                "KVM_CREATE_VM (40-bit guest physical addresses)",
                "KVM_CHECK_EXTENSION (capability 177)",
                "KVM_ENABLE_CAP (capability 177)",
                "KVM_SET_USER_MEMORY_REGION (slot 0, 1048576 bytes at 0x40000000)",
                "KVM_CREATE_VCPU (vCPU 0)",
                "KVM_CREATE_VCPU (vCPU 1)",
                "KVM_ARM_PREFERRED_TARGET",
                "KVM_ARM_VCPU_INIT (target 5, features PSCI_0_2+HAS_EL2+HAS_EL2_E2H0)",
                "KVM_ARM_VCPU_INIT (target 5, features POWER_OFF+PSCI_0_2+HAS_EL2+HAS_EL2_E2H0)",
                "KVM_CREATE_DEVICE (vGICv3)",
                "KVM_SET_DEVICE_ATTR (distributor address = 0x8000000)",
                "KVM_SET_DEVICE_ATTR (redistributor region = 0x200000080a0000)",
                "KVM_HAS_DEVICE_ATTR (maintenance interrupt)",
                "KVM_SET_DEVICE_ATTR (maintenance interrupt = 0x19)",
                "KVM_SET_DEVICE_ATTR (initialise = 0x0)",
                "KVM_GET_DEVICE_ATTR (group 6, attribute 0xe659)",
                "KVM_GET_DEVICE_ATTR (group 6, attribute 0x10000e659)",
            ])
    }

    /// V registers have 128 bits: writing one half keeps the other.
    @Test func vectorRegistersHaveTwoHalves() throws {
        let door = ScriptedDoor()
        let boot = try machine(door).boot
        #expect(boot.write(.v(5, half: 0), 7))
        #expect(boot.write(.v(5, half: 1), 9))
        #expect(boot.read(.v(5, half: 0)) == 7 && boot.read(.v(5, half: 1)) == 9)
        #expect(door.registers[.v(5)] == 7 && door.highHalves[.v(5)] == 9)
        #expect(boot.snapshot()[.v(5, half: 1)] == 9)
        #expect(boot.read(.v(32, half: 0)) == nil)
    }

    @Test func entryAtEL1HasNoEL2() throws {
        let door = ScriptedDoor()
        _ = try machine(door, el: .el1)
        #expect(door.requests.contains("KVM_ARM_VCPU_INIT (target 5, features PSCI_0_2)"))
        #expect(!door.requests.contains { $0.contains("maintenance") })
    }

    @Test func aHostWithVHEOnlyGetsThatFlavour() throws {
        let door = ScriptedDoor()
        let machine = try machine(door, withoutVHE: false)
        #expect(door.requests.contains("KVM_ARM_VCPU_INIT (target 5, features PSCI_0_2+HAS_EL2)"))
        #expect(machine.backend.reason.contains("VHE only"))
    }

    @Test func everyRefusalIsSaidAndLeaksNothing() throws {
        let complete = ScriptedDoor()
        _ = try machine(complete, cpus: 2)
        for (index, request) in complete.requests.enumerated() {
            // These two tell what the kernel has: a refusal is an answer.
            if request.hasPrefix("KVM_HAS_DEVICE_ATTR") || request.hasPrefix("KVM_GET_DEVICE_ATTR")
            {
                continue
            }
            let door = ScriptedDoor()
            door.failure = (index, 22)
            do throws(VMMError) {
                _ = try machine(door, cpus: 2)
                Issue.record("\(request) failed, and the machine was made")
            } catch {
                #expect(error.code == .hostSystem)
                #expect(error.message == "KVM: \(request) failed: EINVAL (Invalid argument)")
            }
            #expect(door.openDescriptors.isEmpty, "\(request)")
            #expect(door.mappedPages == 0 && door.wrongCloses == 0, "\(request)")
        }
    }

    @Test(arguments: [
        (0, 25, "not KVM's"), (4, 22, "narrower"), (11, 2, "too old"), (11, 22, "doctor"),
        (13, 19, "GICv3"), (8, 24, "ulimit"),
    ])
    func refusalsHaveHints(request: Int, errno: Int32, hint: String) {
        let door = ScriptedDoor()
        door.failure = (request, errno)
        let error = refusal { () throws(VMMError) in _ = try machine(door, cpus: 2) }
        #expect(error?.hint?.contains(hint) == true, "\(error?.hint ?? "no hint")")
    }

    @Test func aRunPageThatCannotBeMappedIsAnError() {
        let door = ScriptedDoor()
        door.mappingFailure = 12
        let error = refusal { () throws(VMMError) in _ = try machine(door) }
        #expect(error?.message.contains("cannot map the run page of 8192 bytes: ENOMEM") == true)
        #expect(door.openDescriptors.isEmpty)
    }

    @Test func guestsWithoutEL2DoWithoutAGIC() throws {
        let complete = ScriptedDoor()
        _ = try machine(complete, el: .el1)
        let door = ScriptedDoor()
        let index = try #require(complete.requests.firstIndex { $0.contains("CREATE_DEVICE") })
        door.failure = (index, 19)
        _ = try machine(door, el: .el1)
    }

    @Test func narrowAddressesAreUsedOrRefused() throws {
        let door = ScriptedDoor()
        door.capabilities[.physicalAddressBits] = 36
        _ = try machine(door)
        #expect(door.requests.contains("KVM_CREATE_VM (36-bit guest physical addresses)"))
        var configuration = MachineConfiguration()
        configuration.memoryBytes = 1 << 37
        let error = refusal { () throws(VMMError) in
            _ = try VirtualMachine(configuration, door: door, host: host())
        }
        #expect(error?.code == .usage)
    }

    @Test func nothingLeaksOverManyMachines() throws {
        let door = ScriptedDoor()
        for _ in 0..<1000 { _ = try machine(door, cpus: 2) }
        #expect(door.openDescriptors.isEmpty)
        #expect(door.mappedPages == 0 && door.wrongCloses == 0)
    }

    /// Since Linux 7.0 the virtual SCTLR_EL2 has bit 4 at zero, and VBAR_EL2 keeps bits 10:0.
    @Test func bitsThatVirtualEL2DoesNotKeepAreFound() throws {
        let door = ScriptedDoor()
        let sctlr = KVMRegister(.sctlrEL2)
        let row = SystemRegister[.sctlrEL2]
        for id in [SystemRegisterID.hcrEL2, .tcrEL2, .vtcrEL2] {
            let row = SystemRegister[id]
            door.implemented[KVMRegister(id)] = (row.writable, row.fixedOnes)
        }
        door.implemented[sctlr] = (row.writable & ~(1 << 4), row.fixedOnes)
        door.registers[sctlr] = 0x1234
        let machine = try machine(door)
        #expect(machine.engine.deviations == [.sctlrEL2: 1 << 4, .vbarEL2: 0x7ff])
        #expect(door.registers[sctlr] == 0x1224 | row.fixedOnes)
        #expect(try self.machine(ScriptedDoor(), el: .el1).engine.deviations.isEmpty)
    }

    /// A KVM engine once entered EL1 with SCTLR_EL1 as reset leaves it above: the MMU could be on.
    @Test func entryAtEL1HasTheMMUOffWhateverTheSeed() throws {
        for seed in 1...20 as ClosedRange<UInt64> {
            let door = ScriptedDoor()
            var configuration = MachineConfiguration()
            configuration.backend = .kvm
            configuration.entryLevel = .el1
            configuration.memoryBytes = 1 << 20
            configuration.seed = seed
            let machine = try VirtualMachine(configuration, door: door, host: host())
            #expect(machine.vcpus[0].read(.system(.sctlrEL1)) == 0x30d0_0800)
        }
    }

    // MARK: Running

    private func outcome(
        _ script: [(inout ckvm_run_page) -> Int32], cpus: Int = 1,
        observer: (any VCPUObserver)? = nil
    ) throws -> RunOutcome {
        let door = ScriptedDoor()
        door.script = script
        let machine = try machine(door, cpus: cpus)
        if let observer { machine.observers.append(observer) }
        return machine.run()
    }

    @Test func devicesAnswerAndTheRunEnds() throws {
        let door = ScriptedDoor()
        var probe: UInt64 = 0
        door.script = [
            ScriptedExit.write(0x0900_0000, 0x41),
            ScriptedExit.read(0x0700_0000),
            { page in
                probe = page.exit.mmio.data
                return -4
            },
            ScriptedExit.write(0x0700_0008, 7),
        ]
        let machine = try machine(door, cpus: 2)
        var console: [UInt8] = []
        machine.console.output = { console.append($0) }
        #expect(machine.run() == .exited(code: 7))
        #expect(console == [0x41])
        #expect(probe == 0x424f_5250)
    }

    @Test func devicesInterruptThroughTheKernel() throws {
        let door = ScriptedDoor()
        let machine = try machine(door)
        machine.console.interrupt.set(true)
        #expect(door.requests.last == "KVM_IRQ_LINE (interrupt 33, level 1)")
        machine.console.interrupt.set(false)
        #expect(door.requests.last == "KVM_IRQ_LINE (interrupt 33, level 0)")
    }

    @Test func powerCallsOfTheKernelEndTheRun() throws {
        #expect(try outcome([ScriptedExit.event(1)]) == .poweredOff)
        #expect(try outcome([ScriptedExit.event(2)]) == .reset(.cold))
    }

    @Test func aCheckpointIsSeenWithTheStoreComplete() throws {
        final class Recorder: VCPUObserver {
            let observedKinds: EventKinds = .hypercalls
            var seen: [(pc: UInt64, next: UInt64?)] = []
            func vcpu(_ vcpu: any VCPU, did event: Event) {
                seen.append((event.pc, vcpu.read(.pc)))
            }
        }
        let recorder = Recorder()
        _ = try outcome(
            [ScriptedExit.write(0x0700_0010, 1), ScriptedExit.event(1)], observer: recorder)
        #expect(recorder.seen.count == 1)
        #expect(recorder.seen.first?.pc == 0x4000_0000)
        #expect(recorder.seen.first?.next == 0x4000_0004)
    }

    @Test func nothingOnTheBusIsAnExternalAbort() throws {
        let door = ScriptedDoor()
        door.script = [ScriptedExit.read(0x0b00_0000), ScriptedExit.event(1)]
        let machine = try machine(door)
        #expect(machine.run() == .poweredOff)
        #expect(door.requests.last == "KVM_SET_VCPU_EVENTS (external abort)")
    }

    @Test func failuresOfTheRunAreSaid() throws {
        for (errno, text) in [(11, "EAGAIN"), (14, "EFAULT"), (5, "EIO"), (38, "ENOSYS")] {
            guard case .failed(let error) = try outcome([ScriptedExit.failure(Int32(errno))])
            else {
                Issue.record("errno \(errno) did not end the run")
                continue
            }
            #expect(error.message.contains("KVM_RUN failed: \(text)"))
            #expect(error.hint != nil)
        }
        let unknown = try outcome([
            { page in
                page.exit_reason = 77
                return 0
            }
        ])
        guard case .failed(let error) = unknown else {
            Issue.record("an unknown exit did not end the run")
            return
        }
        #expect(error.message.contains("77"))
    }

    @Test func signalsAreNotErrorsAndStoppingIsPrompt() throws {
        let door = ScriptedDoor()
        door.script = [ScriptedExit.failure(4), ScriptedExit.failure(4)]
        let machine = try machine(door, cpus: 4)
        let clock = ContinuousClock()
        let start = clock.now
        #expect(machine.run(RunLimits(shouldStop: { true })) == .stopped)
        #expect(clock.now - start < .seconds(2))
    }

    // MARK: Registers

    @Test func theStackPointerInUseIsFound() throws {
        let door = ScriptedDoor()
        let vcpu = try machine(door).vcpus[0]
        for (pstate, register) in [
            (0x3c9, KVMRegister.spEL2), (0x3c5, .spEL1), (0x3c4, .spEL0), (0x3c0, .spEL0),
        ] as [(UInt64, KVMRegister)] {
            door.registers[.pstate] = pstate
            door.registers[register] = pstate + 1
            #expect(vcpu.read(.sp) == pstate + 1)
            vcpu.write(.sp, 99)
            #expect(door.registers[register] == 99)
        }
    }

    @Test func hiddenRegistersAreNil() throws {
        let door = ScriptedDoor()
        let vcpu = try machine(door).vcpus[0]
        door.hiddenRegisters.insert(KVMRegister(.cnthvCtlEL2))
        #expect(vcpu.read(.system(.cnthvCtlEL2)) == nil)
        #expect(vcpu.snapshot()[.system(.cnthvCtlEL2)] == nil)
        door.hiddenRegisters.insert(KVMRegister(.ichVtrEL2))
        #expect(vcpu.read(.system(.ichVtrEL2)) == 0x9018_0003)
        #expect(vcpu.read(.system(.sctlrEL12)) == vcpu.read(.system(.sctlrEL1)))
        #expect(vcpu.read(.system(.currentEL)) == 8)
        #expect(vcpu.read(.system(.daif)) == 0x3c0)
    }

    @Test func unknownRegistersHoldWhatTheSoftwareCPUHas() throws {
        let door = ScriptedDoor()
        var configuration = MachineConfiguration()
        configuration.memoryBytes = 1 << 20
        let kvm = try VirtualMachine(configuration, door: door, host: host())
        configuration.backend = .software
        let software = try VirtualMachine(configuration)
        for register in ["x4", "x30", "sp", "ttbr0_el2", "vbar_el2", "vbar_el1", "elr_el2"] {
            let name = try #require(Register(named: register))
            #expect(kvm.vcpus[0].read(name) == software.vcpus[0].read(name), "\(register)")
        }
        #expect(kvm.vcpus[0].read(.x(0)) == 0)
    }
}
