// What `vmm lab show` tells: the bug, the instruction, the state it left, the fix.

extension LabEntry {
    /// The whole story of an entry.
    ///
    /// - Throws: `VMMError` if a machine cannot be made.
    public func story() throws(VMMError) -> String {
        let bug = bug
        var lines = [
            "\(bug.id)  \(bug.title)", "Era: \(bug.era)", "", bug.whatWentWrong, "",
        ]
        switch content {
        case .reason(let reason): lines.append("Not shown here: \(reason)")
        case .scene(let scene): lines += try describe(scene)
        }
        lines += ["", "Fix: \(bug.fix)"]
        return lines.joined(separator: "\n") + "\n"
    }

    private func describe(_ scene: Scene) throws(VMMError) -> [String] {
        var lines = ["Scene: \(scene.note)", ""]
        let image = try LabImages.image(scene.image)
        let symbols = image.symbols
        let sites = try sites()
        let text = A64Disassembler()
        for site in sites {
            let place = symbols.describe(site.address).map { " (\($0))" } ?? ""
            let head = "  \(site.address.hex())\(place)"
            let pad = String(repeating: " ", count: max(1, 46 - head.count))
            let fixed = text.text(site.fixed, at: site.address)
            let faulty = text.text(site.faulty, at: site.address)
            lines.append("\(head)\(pad)fixed   \(fixed)")
            lines.append(String(repeating: " ", count: (head + pad).count) + "faulty  \(faulty)")
        }
        switch scene.fault {
        case .machine: lines.append("  The image is the same; the machine around it differs.")
        case .image: lines.append("  The faulty form is another build of the same source.")
        case .note, .words: break
        }
        lines.append("")
        switch scene.method {
        case .run:
            let machine = try machine(isFaulty: true)
            let visitor = SiteVisitor(
                Set(
                    sites.flatMap { site in
                        [site.address]
                            + symbols.aliases.map {
                                site.address &- $0.physicalBase &+ $0.virtualBase
                            }
                    }))
            for cause in try Self.watch(machine, [visitor]) {
                lines.append("Faulty: \(cause.kind.rawValue): \(cause.text)")
            }
            lines.append("")
            if let visit = visitor.registers {
                lines.append("Registers where it goes wrong, vCPU \(visit.vcpu):")
                lines += Self.describe(visit.registers, symbols)
            }
            let last = machine.vcpus.max {
                ($0.read(.pstate) ?? 0) & 0xc < ($1.read(.pstate) ?? 0) & 0xc
            }
            if let last {
                lines.append("Registers at the end of the run, vCPU \(last.index):")
                lines += Self.describe(last.snapshot(), symbols)
            }
        case .explore(let injections):
            let kinds = injections.map(\.text).joined(separator: ", ")
            lines.append("Explored with \(kinds) before each instruction between marks 2 and 3.")
            if let result = try run() {
                for cause in result.faulty {
                    lines.append("Faulty: \(cause.kind.rawValue): \(cause.text)")
                }
            }
        }
        let clean = try run().map(\.isClean) == true
        lines.append(clean ? "Fixed: nothing found" : "Fixed: NOT clean")
        return lines
    }

    private static let shown: [SystemRegisterID] = [
        .vbarEL2, .sctlrEL2, .hcrEL2, .ttbr0EL2, .elrEL2, .spsrEL2, .esrEL2, .farEL2,
    ]

    private static func describe(_ registers: RegisterSnapshot, _ symbols: Symbols) -> [String] {
        let place = symbols.describe(registers.pc).map { " (\($0))" } ?? ""
        var lines = ["  pc \(registers.pc.hex())\(place) at \(registers.el)"]
        let general =
            (0...4).map { "x\($0) \(registers.x[$0].hex())" } + ["sp \(registers.sp.hex())"]
        lines.append("  " + general.joined(separator: "  "))
        let system = shown.map { "\(SystemRegister[$0].name) \(registers[$0].hex())" }
        for start in stride(from: 0, to: system.count, by: 4) {
            lines.append(
                "  " + system[start..<min(start + 4, system.count)].joined(separator: "  "))
        }
        return lines
    }
}

/// Keeps the registers of the first time that one of some instructions is executed.
private final class SiteVisitor: VCPUObserver {
    let observedKinds: EventKinds = .instructions
    private let sites: Set<UInt64>
    private(set) var registers: (vcpu: Int, registers: RegisterSnapshot)?

    init(_ sites: Set<UInt64>) { self.sites = sites }

    func vcpu(_ vcpu: any VCPU, did event: Event) {
        guard registers == nil, sites.contains(event.pc) else { return }
        registers = (event.vcpu, vcpu.snapshot())
    }
}
