// `vmm doctor --registers`: what a guest finds in registers before its first instruction.

import SwiftVMM

/// Registers at reset on KVM and on the software CPU. UNKNOWN ones are zero on the latter.
struct ResetRegisters {
    private var rows: [(name: String, kvm: UInt64?, software: UInt64?)] = []
    private let flavour: String
    /// Bits that KVM does not keep as the architecture has them, by register.
    private let deviations: [(name: String, bits: UInt64)]

    /// - Throws: `unavailable` where there is no KVM for Arm guests at all.
    init(e2h: E2HPersonality?) throws(VMMError) {
        var configuration = MachineConfiguration()
        configuration.memoryBytes = 1 << 20
        configuration.resetPolicy = .zero
        configuration.backend = .kvm
        configuration.e2h = e2h
        let host = KVMHost()
        if host.lackForEL1 == nil, let lack = host.lackForEL2, e2h == nil {
            configuration.entryLevel = .el1
            flavour = "guests at EL1 only: \(lack.reason)"
        } else {
            flavour = try BackendSelection(configuration, host: host).reason
        }
        let kvm = try VirtualMachine(configuration)
        configuration.backend = .software
        configuration.e2h = kvm.backend.e2h
        let software = try VirtualMachine(configuration)
        let (a, b) = (kvm.vcpus[0].snapshot(), software.vcpus[0].snapshot())
        let shown = SystemRegister.table.filter {
            !$0.isAlias && (configuration.entryLevel == .el2 || $0.minimumEL != .el2)
        }
        let registers = [Register.pstate] + shown.map { Register.system($0.id) }
        rows = registers.map { ($0.name, a[$0], b[$0]) }
        let found = kvm.deviations
        deviations = SystemRegister.table.compactMap { row in
            found[row.id].map { (row.name, $0) }
        }
    }

    var text: String {
        func cell(_ value: UInt64?) -> String { value.map { $0.hex() } ?? "not visible" }
        var text = "kvm: \(flavour)\n"
        text +=
            Table(
                rows: [["register", "kvm", "software"]]
                    + rows.map {
                        [$0.name, cell($0.kvm), cell($0.software)]
                            + ($0.kvm == $0.software ? [] : ["differs"])
                    }
            ).text
        if !deviations.isEmpty {
            text += """

                Bits that KVM fixes, or keeps though they are reserved; verdicts do not rest on \
                them:

                """
            text += Table(rows: deviations.map { [$0.name, $0.bits.hex()] }, indent: "  ").text
        }
        return text
    }

    var json: JSONValue {
        .object([
            ("format", .string("swiftvmm-reset-registers")),
            ("version", .number(1)),
            ("kvm", .string(flavour)),
            (
                "registers",
                .array(
                    rows.map {
                        .object([
                            ("name", .string($0.name)), ("kvm", .hex($0.kvm)),
                            ("software", .hex($0.software)),
                        ])
                    })
            ),
            (
                "deviations",
                .object(deviations.map { ($0.name, .hex($0.bits)) })
            ),
        ])
    }
}
