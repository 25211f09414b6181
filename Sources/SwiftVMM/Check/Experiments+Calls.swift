// Every number, known and unknown, to every owner.

private let stub: [CheckStage] = [.decompressor, .initialStub, .finalise]
private let anywhere: [CheckStage] = stub + [.window, .runtime, .protectedRuntime, .protected]

extension Experiment {
    static let calls: [Experiment] = [
        Experiment("RESET_VECTORS", anywhere) { bench in
            bench.call(2)
            return true
        },
        Experiment("RESET_VECTORS again", anywhere) { bench in
            for _ in 0..<3 { bench.call(2) }
            return true
        },
        Experiment("SET_VECTORS, and a call to the new vectors", stub) { bench in
            let base = bench.payload
            bench.place([bench.emptyHandler.word], at: base + bench.emptyHandler.offset)
            bench.call(0, [base])
            bench.call(0x5e7)
            return bench.read(.vbarEL2) == base
        },
        Experiment("SET_VECTORS with low bits set", stub) { bench in
            let handler = bench.emptyHandler
            bench.place([handler.word], at: bench.payload + handler.offset)
            bench.declareTable(at: bench.payload)
            bench.call(0, [bench.payload | (bench.isAArch32 ? 0x18 : 0x7f8)])
            bench.call(2)
            return bench.read(.vbarEL2) >> 11 == bench.payload >> 11
        },
        Experiment(
            "SET_VECTORS to an owner that refuses it",
            [.initialStub, .window, .runtime, .protectedRuntime, .protected]
        ) {
            bench in
            // Of the initial stubs, arm32's since 5.7.
            guard bench.stage != .initialStub || bench.isAArch32 && bench.era >= Era(5, 7) else {
                return false
            }
            bench.call(0, [bench.payload])
            return true
        },
        Experiment("FINALISE_EL2", anywhere) { bench in
            bench.call(3)
            return true
        },
        Experiment("GET_ICH_VTR_EL2", anywhere) { bench in
            bench.call(4)
            return true
        },
        Experiment("numbers without a meaning", anywhere) { bench in
            for number: UInt64 in [5, 6, 0x7f, 0xffff, 0x8000_0000, ~0] { bench.call(number) }
            return true
        },
        Experiment("stub numbers with bits above 31", anywhere) { bench in
            guard !bench.isAArch32 else { return false }
            for number: UInt64 in [1 << 32, 1 << 32 | 1, 1 << 32 | 2, 1 << 63 | 2] {
                bench.call(number)
            }
            return true
        },
        Experiment("a KVM hypercall before init", [.window]) { bench in
            for number: UInt64 in 1...4 { bench.call(0xc600_0000 | number) }
            return true
        },
        Experiment("HVC at EL2 itself", stub) { bench in
            // A stub of arm32 parks the CPU there.
            guard !bench.isAArch32 else { return false }
            bench.callFromEL2(2)
            return true
        },
        Experiment("every immediate is the same HVC", anywhere) { bench in
            for immediate: UInt16 in [0, 1, 0x4b56, 0xffff] { bench.call(2, immediate: immediate) }
            return true
        },
    ]

    static let restarts: [Experiment] = [
        Experiment("SOFT_RESTART", anywhere) { bench in
            bench.restart()
            return true
        },
        Experiment("SOFT_RESTART with interrupts unmasked at the caller", anywhere) { bench in
            guard bench.read(.isrEL1) == 0 else { return false }
            bench.restart(state: bench.state(masks: 0))
            return true
        },
        Experiment("SOFT_RESTART with arguments of zeros and ones", anywhere) { bench in
            bench.restart(arguments: [0, ~0, 0])
            return true
        },
        Experiment("SOFT_RESTART after RESET_VECTORS", anywhere) { bench in
            bench.call(2)
            bench.restart()
            return true
        },
    ]
}
