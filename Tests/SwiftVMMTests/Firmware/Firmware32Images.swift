// The committed 32-bit images, as tests use them, and what each of them must show.

import Testing

@testable import SwiftVMM

enum Firmware32Images {
    static let folder = FirmwareImages.folder.dropLast("arm64".count) + "arm"

    static func image(_ name: String) throws -> Image {
        try Image(contentsOf: "\(folder)/\(name).bin")
    }

    static func configuration() -> MachineConfiguration {
        var configuration = MachineConfiguration()
        configuration.backend = .software
        configuration.cpuModel = .cortexA15
        configuration.gicVersion = .v2
        configuration.cpuCount = 2
        configuration.memoryBytes = 16 << 20
        return configuration
    }

    /// Runs an image on two vCPUs to its end or a generous budget, and judges it.
    static func check(_ image: Image, observation: Observation = .engine) throws
        -> (report: HypABIReport, outcome: RunOutcome)
    {
        let machine = try VirtualMachine(configuration())
        try machine.load(image)
        let checker = try machine.makeChecker(observation: observation)
        let outcome = machine.run(RunLimits(instructions: 400_000))
        return (checker.finish(RunEnding(outcome)), outcome)
    }

    /// A sound image, in its ARM and its Thumb-2 build, and rules that it must show to hold.
    struct Sound: Sendable, CustomTestStringConvertible {
        var name: String
        var rules: [Int]

        var testDescription: String { name }
    }

    static let sound: [Sound] = [
        Sound(name: "stub-legacy", rules: [1, 2, 6, 9, 10, 61]),
        Sound(name: "stub-numbered", rules: [1, 2, 3, 6, 18, 21, 22, 30, 33, 40, 41, 43, 61]),
        Sound(name: "stub-kernel", rules: [1, 2, 3, 6, 18, 19, 23, 33, 40, 41, 43, 61, 79]),
        Sound(name: "stub-mixed", rules: [18, 22, 40, 43, 70]),
        Sound(name: "stub-be8", rules: [9, 10, 60, 61]),
        Sound(name: "init-posted", rules: [1, 2, 6, 9, 10, 16, 53, 54, 61]),
        Sound(name: "init-dual", rules: [1, 2, 6, 9, 10, 16, 49, 53, 54, 61]),
        Sound(name: "init-bounce", rules: [1, 2, 6, 9, 10, 16, 49, 53, 54, 61]),
        Sound(name: "init-single", rules: [1, 2, 6, 9, 10, 16, 49, 52, 54, 61]),
        Sound(
            name: "init-numbered",
            rules: [
                1, 2, 6, 16, 18, 20, 22, 25, 26, 28, 33, 40, 41, 43, 45, 49, 52, 54, 56, 61, 75,
            ]),
        Sound(name: "world-switch-2011", rules: [1, 8, 57, 81, 82, 83, 84, 89]),
        Sound(name: "world-switch", rules: [1, 2, 6, 16, 57, 61, 81, 82, 83, 89]),
    ]

    /// An image that is wrong in one way: the rule that says so, and the bug where it is a known
    /// one.
    struct Fault: Sendable, CustomTestStringConvertible {
        var name: String
        var rule: Int
        var bug: String?

        var testDescription: String { name }

        init(_ name: String, _ rule: Int, _ bug: String? = nil) {
            self.name = name
            self.rule = rule
            self.bug = bug
        }
    }

    static let faults: [Fault] = [
        Fault("b01-get-in-window", 17, "B01"),
        Fault("b01-window-unanswered", 20, "B01"),
        Fault("b02-function-for-stub", 10, "B02"),
        Fault("b03-restart-to-svc", 40, "B03"),
        Fault("b03-plain-reboot", 43, "B03"),
        Fault("b04-init-elsewhere", 55, "B04"),
        Fault("b05-arguments-swapped", 53, "B05"),
        Fault("b06-boot-tables-gone", 53, "B06"),
        Fault("b06-identity-map-gone", 56, "B06"),
        Fault("b07-no-invalidation", 53, "B07"),
        Fault("b08-half-mapped", 54, "B08"),
        Fault("b12-set-accepted", 20, "B12"),
        Fault("b13-reset-to-kvm", 25, "B13"),
        Fault("b17-neighbour-unmapped", 89, "B17"),
        Fault("b18-interrupts-stay-off", 83, "B18"),
        Fault("b19-frame-order", 84, "B19"),
        Fault("b20-faked-frame", 83, "B20"),
        Fault("b34-arm-payload", 41, "B34"),
        Fault("b41-endian-bit-9", 60, "B41"),
        Fault("b42-cache-off", 53, "B42"),
        Fault("b45-stale-translation", 49, "B45"),
        Fault("b55-mode-word-missed", 70, "B55"),
        Fault("b61-no-thumb-bit", 61, "B61"),
        Fault("set-sets-nothing", 18),
        Fault("reset-clears-vectors", 22),
        Fault("refusal-is-hyp-gone", 23),
        Fault("refusal-clobbers-r4", 6),
        Fault("function-arguments", 16),
        Fault("guest-vmid-kept", 81),
        Fault("host-register-lost", 81),
    ]
}
