// The same calls in every state a caller can be in, and sequences that leave state behind.

private let stub: [CheckStage] = [.decompressor, .initialStub, .finalise]
private let anywhere: [CheckStage] = stub + [.window, .runtime, .protectedRuntime, .protected]

extension Experiment {
    static let states: [Experiment] = [
        Experiment("every combination of masks and flags at the caller", anywhere) { bench in
            guard bench.read(.isrEL1) == 0 else { return false }
            for masks: UInt64 in 0...15 {
                bench.call(2, state: bench.state(masks: masks) & 0x0fff_ffff | masks << 28)
            }
            return true
        },
        Experiment("a caller on SP_EL0", anywhere) { bench in
            guard !bench.isAArch32 else { return false }
            bench.call(2, state: bench.state(masks: 0xf, spSel: false))
            return true
        },
        Experiment("an interrupt while EL2 is at work", anywhere) { bench in
            guard !bench.isAArch32, let seen = bench.interruptedCall(5),
                let taken = seen.taken
            else { return false }
            bench.conclude(
                "HYP-7",
                taken.from == .el1 && taken.to == .el1
                    && taken.preferredReturn == seen.callSite + 4,
                about: "an IRQ during the call", expected: "taken at EL1 after the return",
                seen: "from \(taken.from) to \(taken.to), back to \(taken.preferredReturn.hex())")
            return true
        },
        Experiment(
            "a stack pointer of EL2 that points nowhere", stub, decides: ["HYP-4"]
        ) { bench in
            for number: UInt64 in [2, 5, 0] {
                bench.setStackPointerOfEL2(0xdead_0000_0000_0000)
                bench.call(number, [bench.payload])
            }
            return true
        },
    ]

    /// RESET_VECTORS, SET_VECTORS and init again, as KVM does when a CPU goes and comes back.
    static let cycles: [Experiment] = [
        Experiment("a KVM hypercall after RESET_VECTORS", [.window, .runtime]) { bench in
            bench.call(2)
            bench.call(0xc600_0001)
            return true
        },
        Experiment("RESET_VECTORS, SET_VECTORS and init, three times", [.window, .runtime]) {
            bench in
            guard let base = bench.declaration.base(of: .ki64), !bench.initArguments.isEmpty
            else { return false }
            for _ in 0..<3 {
                bench.call(2)
                bench.call(0, [base])
                bench.initialise()
            }
            return true
        },
        Experiment("a refused number between SET_VECTORS and init", [.window]) { bench in
            guard !bench.initArguments.isEmpty else { return false }
            bench.call(3)
            bench.call(0, [bench.payload])
            bench.initialise()
            return true
        },
    ]
}

extension ImageDeclaration {
    func base(of kind: OwnerKind) -> UInt64? { owners.first { $0.kind == kind }?.vectorBase }
}
