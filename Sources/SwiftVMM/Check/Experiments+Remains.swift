// What others left behind: translations of somebody else, and what protected mode must not forget.

extension Experiment {
    static let remains: [Experiment] = [
        Experiment(
            "stale EL2 translations at init", [.window], decides: ["HYP-49"]
        ) { bench in
            guard !bench.initArguments.isEmpty, bench.initialise().x0 == 0 else { return false }
            bench.call(2)
            let used = bench.translations(of: [.el2, .el20])
            guard !used.isEmpty else { return false }
            bench.start()
            bench.plantWrong(used)
            bench.initialise()
            bench.call(2)
            return true
        },
        Experiment("EL1&0 translations of other VMIDs at init", [.window]) { bench in
            guard !bench.initArguments.isEmpty, bench.machine.memory.lengthBytes > 0,
                let sample = bench.sampleTranslation
            else { return false }
            let vmids: [UInt16] = [1, 2, 0xfe]
            for vmid in vmids {
                var translation = sample
                translation.vmid = vmid
                bench.plant(translation)
            }
            guard bench.initialise().x0 == 0 else { return false }
            let left = bench.translations(of: [.el10]).filter { vmids.contains($0.vmid) }
            bench.conclude(
                "HYP-50", left.isEmpty, about: "EL1&0 translations of other VMIDs",
                expected: "none left", seen: "\(left.count) left")
            return true
        },
        Experiment("stale EL2&0 translations at FINALISE_EL2", [.finalise]) { bench in
            let length: UInt64 = 2_000
            bench.goOn(instructions: length)
            let used = bench.translations(of: [.el20])
            let expected = bench.registers
            guard !used.isEmpty else { return false }
            bench.start()
            bench.plantWrong(used)
            bench.goOn(instructions: length)
            bench.conclude(
                "HYP-67", bench.registers == expected, about: "the registers afterwards",
                expected: "as without stale translations", seen: "others")
            return true
        },
        Experiment("early hypercalls to protected KVM", [.protected]) { bench in
            // The last one before was the one that closed the door behind itself.
            guard let last = bench.bootCalls.last(where: { KVMCall.isKVM($0.number) })?.number
            else { return false }
            for number in (last & ~0xffff)..<(last & ~KVMCall.hint) {
                let answer = bench.call(number)
                bench.conclude(
                    "HYP-59", answer.x0 == Era.notSupported, about: "x0 of \(number.hex())",
                    expected: Era.notSupported.hex(), seen: answer.x0?.hex() ?? bench.whereItStands)
                bench.start()
            }
            return true
        },
        Experiment("hVHE: refused FINALISE_EL2, and E2H from KVM's init", [.protectedRuntime]) {
            bench in
            guard bench.read(.hcrEL2)[bit: 34] else { return false }
            let refused = bench.bootCalls.filter {
                $0.action == .finaliseEL2 && !$0.owner.isKVM && $0.outcome != .unknown
            }
            guard !refused.isEmpty else { return false }
            bench.conclude(
                "HYP-65", refused.allSatisfy { $0.after?.x[0] == Era.stubError },
                about: "FINALISE_EL2 with the hVHE override", expected: "refused",
                seen: "accepted")
            return true
        },
        Experiment(
            "the way back from the runtime tables", [.runtime], decides: ["HYP-56"]
        ) { bench in
            bench.call(2)
            bench.start()
            bench.restart()
            return true
        },
    ]
}

extension CallBench {
    /// An EL1&0 translation to copy; from the kernel's own, or made up where its MMU is off.
    fileprivate var sampleTranslation: CachedTranslation? {
        translations(of: [.el10]).first { $0.entry.sizeBytes >= 4096 }
    }
}
