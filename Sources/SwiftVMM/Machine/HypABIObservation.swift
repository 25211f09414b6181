// Connects the hyp ABI checker to a machine: what the image's note says about vector owners, and
// how a run's outcome reads to the checker.

extension ImageDeclaration {
    /// The declaration in an image's note; nil without one.
    ///
    /// - Throws: `VMMError` (`badData`) for an era or owner kind that does not exist.
    public init?(_ image: Image) throws(VMMError) {
        guard let note = image.declaration else { return nil }
        var era = Era.latest
        if let text = note.era {
            guard let known = Era(text) else {
                throw VMMError(
                    .badData, "\(image.name): the image note names an unknown era \"\(text)\"",
                    hint: "a kernel release such as 4.9, or latest")
            }
            era = known
        }
        var owners: [Owner] = []
        for owner in note.owners {
            guard let kind = Self.kinds[owner.kind] else {
                throw VMMError(
                    .badData,
                    "\(image.name): the image note names an unknown owner kind \(owner.kind) "
                        + "for the vectors at \(owner.vectorBase.hex())",
                    hint: "kinds are listed in Firmware/README.md")
            }
            owners.append(Owner(kind: kind, vectorBase: owner.vectorBase))
        }
        self.init(title: image.title, era: era, owners: owners)
        bootModeAddress = note.bootModeAddress
        initText = note.initText
    }

    /// Owner kinds by their number in the note. Source: note.h of Firmware/arm64 and Firmware/arm.
    private static let kinds: [UInt32: OwnerKind] = [
        1: .is64, 2: .is64B, 3: .is64A, 4: .tp64, 5: .ki64, 6: .kf64, 7: .kp64,
        8: .is32L, 9: .is32, 10: .is32K, 11: .is32Z, 12: .ki32, 13: .kf32,
        14: .unknown,
    ]
}

extension RunEnding {
    public init(_ outcome: RunOutcome) {
        self =
            switch outcome {
            case .exited(let code): .exited(code: code)
            case .poweredOff, .reset: .poweredOff
            case .stuck(let reason, _): .stuck(reason)
            case .instructionLimit, .stopped: .outOfBudget
            case .event, .breakpoint, .failed: .unknown
            }
    }
}

extension VirtualMachine {
    /// A checker that watches this machine from now on, with the declaration of the loaded image.
    ///
    /// - Parameters:
    ///   - era: Overrides the era that the image declares, or that a kernel's banner says.
    ///   - observation: `.probe` uses nothing but the checkpoints of the probe device, which is all
    ///     there is under hardware virtualisation; nil is the most that the engine can show.
    public func makeChecker(era: Era? = nil, observation: Observation? = nil)
        throws(VMMError) -> HypABIChecker
    {
        let declaration: ImageDeclaration?
        if let image { declaration = try ImageDeclaration(image) } else { declaration = nil }
        var era = era
        // A kernel says itself which one it is.
        if era == nil, declaration == nil { era = image?.kernelBanner.flatMap(Era.init(banner:)) }
        let checker = makeChecker(declaration, era: era, observation: observation)
        observers.append(checker)
        return checker
    }

    /// A checker for this machine that goes by `declaration`; it watches once it is an observer.
    func makeChecker(
        _ declaration: ImageDeclaration?, era: Era? = nil, observation: Observation? = nil
    ) -> HypABIChecker {
        let checker = HypABIChecker(
            declaration: declaration, era: era,
            observation: engine.observation == .probe ? .probe : observation ?? .engine,
            decompresses: image?.format == .linux32)
        if engine.runsOneAtATime { checker.watch(vcpus) }
        checker.deviations = engine.deviations
        let engine = engine
        checker.readInstruction = { engine.instruction(of: $0, at: $1) }
        let memory = memory
        checker.readMemory = { memory.doubleword(at: $0) }
        return checker
    }
}
