import CKVM
import Testing

@testable import SwiftVMM

@Suite struct KVMWatchdogTests {
    private static let spinning = KVMSample(pc: 0x4000_0000, instruction: Word.branchToSelf)
    private static let waiting = KVMSample(
        isIdle: true, pc: 0x4000_0010, instruction: Word.branch(-1),
        previousInstruction: Word.wfi)
    private static let working = KVMSample(pc: 0x4000_0020, instruction: Word.increment)
    private static let off = KVMSample(isOff: true)
    private static let faulting = KVMSample(
        pc: 0x4000_1200, instruction: Word.undefined, vectorBase: 0x4000_1000,
        returnAddress: 0x4000_1200, syndrome: 0x200_0000)

    private static func with(_ sample: KVMSample, _ change: (inout KVMSample) -> Void)
        -> KVMSample
    {
        var sample = sample
        change(&sample)
        return sample
    }

    private static let loop = StuckReason.exceptionLoop(
        vector: 0x4000_1200, syndrome: 0x200_0000, faultingAddress: 0x4000_1200)

    private static let cases: [(name: String, samples: [KVMSample], reason: StuckReason?)] = [
        ("branch to itself", [spinning], .branchToSelf(0x4000_0000)),
        ("the others off", [spinning, off, off], .branchToSelf(0x4000_0000)),
        ("the others waiting", [waiting, spinning], .branchToSelf(0x4000_0000)),
        ("another works", [spinning, working], nil),
        ("all wait", [waiting, waiting], .nothingToWake),
        ("all off", [off, off], .nothingToWake),
        ("one waits, one works", [waiting, working], nil),
        ("a timer will come", [with(waiting) { $0.hasTimer = true }], nil),
        ("a timer will come to a loop", [with(spinning) { $0.hasTimer = true }], nil),
        ("behind a WFI, and busy", [with(waiting) { $0.isIdle = false }], nil),
        (
            "a power call that waits", [with(waiting) { $0.previousInstruction = Word.smc }],
            .nothingToWake
        ),
        ("idle elsewhere", [with(waiting) { $0.previousInstruction = Word.nop }], nil),
        ("handler faults at once", [faulting], loop),
        ("and another works", [working, faulting], loop),
        ("at a vector, once", [with(faulting) { $0.returnAddress = 4 }], nil),
    ]

    @Test(arguments: cases.indices)
    func eachCaseIsJudgedAfterThreeLooks(_ index: Int) {
        let (name, samples, reason) = Self.cases[index]
        var watchdog = KVMWatchdog()
        for _ in 1..<KVMWatchdog.looks {
            #expect(watchdog.note(samples) == nil, "\(name)")
        }
        #expect(watchdog.note(samples)?.reason == reason, "\(name)")
    }

    @Test func looksMustAgree() {
        var watchdog = KVMWatchdog()
        for number in 0..<20 as Range<UInt64> {
            var sample = Self.spinning
            sample.pc += 4 * (number / 2)
            #expect(watchdog.note([sample]) == nil)
        }
        watchdog.forget()
        #expect(watchdog.note([Self.spinning]) == nil)
    }

    /// On a kernel whose KVM_RUN only ever waits for a kick.
    @Test func aGuestWithoutExitsIsLookedAt() throws {
        var configuration = MachineConfiguration()
        configuration.backend = .kvm
        configuration.memoryBytes = 1 << 20
        configuration.resetPolicy = .zero
        configuration.cpuCount = 2
        var host = KVMHost(runsArmGuests: true)
        host.hasEL2 = true
        let door = ScriptedDoor()
        let machine = try VirtualMachine(configuration, door: door, host: host)
        let bytes = [Word.nop, Word.branchToSelf].flatMap { word in
            (0..<4).map { UInt8(truncatingIfNeeded: word >> (8 * $0)) }
        }
        try machine.load(
            Image(
                name: "words", format: .flat,
                segments: [.init(address: MemoryMap.ram, bytes: bytes)],
                entry: MemoryMap.ram))
        door.registers[.pc] = MemoryMap.ram.value + 4
        let clock = ContinuousClock()
        let end = clock.now + .seconds(20)
        #expect(
            machine.run(RunLimits(shouldStop: { clock.now > end }))
                == .stuck(.branchToSelf(MemoryMap.ram.value + 4), vcpu: 0))
    }
}
