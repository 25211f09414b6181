// The names of SYS encodings: cache maintenance, address translation, TLB invalidation.
// Source: Arm ARM, "System instruction class encoding space", op0 = 1; Armv8.0.

public struct A64SystemInstruction: Sendable {
    /// As an assembler writes it: "tlbi vae1is".
    public let name: StaticString
    public let encoding: SystemRegisterEncoding
    /// Whether it has a register operand; the others are written without.
    public let takesRegister: Bool
    /// What a processor needs to have it; UNDEFINED without.
    public let feature: Feature?

    public static func find(_ encoding: SystemRegisterEncoding) -> A64SystemInstruction? {
        let index = indexByEncoding[Int(encoding.packed & 0x3fff)]
        return encoding.op0 == 1 && index != .max ? table[Int(index)] : nil
    }

    /// By op1:CRn:CRm:op2.
    private static let indexByEncoding: [UInt8] = {
        var map = [UInt8](repeating: .max, count: 1 << 14)
        for (index, row) in table.enumerated() {
            map[Int(row.encoding.packed & 0x3fff)] = UInt8(index)
        }
        return map
    }()

    /// The encoding of a name in the table, for the tables that say what the instructions do.
    static func encoding(of name: String) -> SystemRegisterEncoding {
        guard let row = table.first(where: { $0.name.description == name }) else {
            preconditionFailure("no system instruction is called \(name)")
        }
        return row.encoding
    }

    public static let table: [A64SystemInstruction] = [
        // Instruction cache
        sys("ic ialluis", 0, 7, 1, 0, takesRegister: false),
        sys("ic iallu", 0, 7, 5, 0, takesRegister: false),
        sys("ic ivau", 3, 7, 5, 1),
        // Data cache
        sys("dc ivac", 0, 7, 6, 1),
        sys("dc isw", 0, 7, 6, 2),
        sys("dc csw", 0, 7, 10, 2),
        sys("dc cisw", 0, 7, 14, 2),
        sys("dc zva", 3, 7, 4, 1),
        sys("dc cvac", 3, 7, 10, 1),
        sys("dc cvau", 3, 7, 11, 1),
        sys("dc cvap", 3, 7, 12, 1, .dpb),
        sys("dc cvadp", 3, 7, 13, 1, .dpb2),
        sys("cfp rctx", 3, 7, 3, 4, .specres),
        sys("dvp rctx", 3, 7, 3, 5, .specres),
        sys("cpp rctx", 3, 7, 3, 7, .specres),
        sys("dc civac", 3, 7, 14, 1),
        // Address translation
        sys("at s1e1r", 0, 7, 8, 0),
        sys("at s1e1w", 0, 7, 8, 1),
        sys("at s1e0r", 0, 7, 8, 2),
        sys("at s1e0w", 0, 7, 8, 3),
        sys("at s1e1rp", 0, 7, 9, 0, .pan2),
        sys("at s1e1wp", 0, 7, 9, 1, .pan2),
        sys("at s1e2r", 4, 7, 8, 0),
        sys("at s1e2w", 4, 7, 8, 1),
        sys("at s12e1r", 4, 7, 8, 4),
        sys("at s12e1w", 4, 7, 8, 5),
        sys("at s12e0r", 4, 7, 8, 6),
        sys("at s12e0w", 4, 7, 8, 7),
        sys("at s1e3r", 6, 7, 8, 0),
        sys("at s1e3w", 6, 7, 8, 1),
        // TLB, EL1
        sys("tlbi vmalle1is", 0, 8, 3, 0, takesRegister: false),
        sys("tlbi vae1is", 0, 8, 3, 1),
        sys("tlbi aside1is", 0, 8, 3, 2),
        sys("tlbi vaae1is", 0, 8, 3, 3),
        sys("tlbi vale1is", 0, 8, 3, 5),
        sys("tlbi vaale1is", 0, 8, 3, 7),
        sys("tlbi vmalle1", 0, 8, 7, 0, takesRegister: false),
        sys("tlbi vae1", 0, 8, 7, 1),
        sys("tlbi aside1", 0, 8, 7, 2),
        sys("tlbi vaae1", 0, 8, 7, 3),
        sys("tlbi vale1", 0, 8, 7, 5),
        sys("tlbi vaale1", 0, 8, 7, 7),
        // TLB, EL2
        sys("tlbi ipas2e1is", 4, 8, 0, 1),
        sys("tlbi ipas2le1is", 4, 8, 0, 5),
        sys("tlbi alle2is", 4, 8, 3, 0, takesRegister: false),
        sys("tlbi vae2is", 4, 8, 3, 1),
        sys("tlbi alle1is", 4, 8, 3, 4, takesRegister: false),
        sys("tlbi vale2is", 4, 8, 3, 5),
        sys("tlbi vmalls12e1is", 4, 8, 3, 6, takesRegister: false),
        sys("tlbi ipas2e1", 4, 8, 4, 1),
        sys("tlbi ipas2le1", 4, 8, 4, 5),
        sys("tlbi alle2", 4, 8, 7, 0, takesRegister: false),
        sys("tlbi vae2", 4, 8, 7, 1),
        sys("tlbi alle1", 4, 8, 7, 4, takesRegister: false),
        sys("tlbi vale2", 4, 8, 7, 5),
        sys("tlbi vmalls12e1", 4, 8, 7, 6, takesRegister: false),
        // TLB, Outer Shareable and by range
        sys("tlbi vmalle1os", 0, 8, 1, 0, takesRegister: false, .tlbios),
        sys("tlbi vae1os", 0, 8, 1, 1, .tlbios),
        sys("tlbi aside1os", 0, 8, 1, 2, .tlbios),
        sys("tlbi vaae1os", 0, 8, 1, 3, .tlbios),
        sys("tlbi vale1os", 0, 8, 1, 5, .tlbios),
        sys("tlbi vaale1os", 0, 8, 1, 7, .tlbios),
        sys("tlbi ipas2e1os", 4, 8, 4, 0, .tlbios),
        sys("tlbi ipas2le1os", 4, 8, 4, 4, .tlbios),
        sys("tlbi alle2os", 4, 8, 1, 0, takesRegister: false, .tlbios),
        sys("tlbi vae2os", 4, 8, 1, 1, .tlbios),
        sys("tlbi alle1os", 4, 8, 1, 4, takesRegister: false, .tlbios),
        sys("tlbi vale2os", 4, 8, 1, 5, .tlbios),
        sys("tlbi vmalls12e1os", 4, 8, 1, 6, takesRegister: false, .tlbios),
        sys("tlbi rvae1is", 0, 8, 2, 1, .tlbirange),
        sys("tlbi rvaae1is", 0, 8, 2, 3, .tlbirange),
        sys("tlbi rvale1is", 0, 8, 2, 5, .tlbirange),
        sys("tlbi rvaale1is", 0, 8, 2, 7, .tlbirange),
        sys("tlbi rvae2is", 4, 8, 2, 1, .tlbirange),
        sys("tlbi rvale2is", 4, 8, 2, 5, .tlbirange),
        sys("tlbi rvae1os", 0, 8, 5, 1, .tlbirange),
        sys("tlbi rvaae1os", 0, 8, 5, 3, .tlbirange),
        sys("tlbi rvale1os", 0, 8, 5, 5, .tlbirange),
        sys("tlbi rvaale1os", 0, 8, 5, 7, .tlbirange),
        sys("tlbi rvae2os", 4, 8, 5, 1, .tlbirange),
        sys("tlbi rvale2os", 4, 8, 5, 5, .tlbirange),
        sys("tlbi rvae1", 0, 8, 6, 1, .tlbirange),
        sys("tlbi rvaae1", 0, 8, 6, 3, .tlbirange),
        sys("tlbi rvale1", 0, 8, 6, 5, .tlbirange),
        sys("tlbi rvaale1", 0, 8, 6, 7, .tlbirange),
        sys("tlbi rvae2", 4, 8, 6, 1, .tlbirange),
        sys("tlbi rvale2", 4, 8, 6, 5, .tlbirange),
        sys("tlbi ripas2e1is", 4, 8, 0, 2, .tlbirange),
        sys("tlbi ripas2le1is", 4, 8, 0, 6, .tlbirange),
        sys("tlbi ripas2e1", 4, 8, 4, 2, .tlbirange),
        sys("tlbi ripas2le1", 4, 8, 4, 6, .tlbirange),
        sys("tlbi ripas2e1os", 4, 8, 4, 3, .tlbirange),
        sys("tlbi ripas2le1os", 4, 8, 4, 7, .tlbirange),
        // TLB, EL3
        sys("tlbi alle3is", 6, 8, 3, 0, takesRegister: false),
        sys("tlbi vae3is", 6, 8, 3, 1),
        sys("tlbi vale3is", 6, 8, 3, 5),
        sys("tlbi alle3", 6, 8, 7, 0, takesRegister: false),
        sys("tlbi vae3", 6, 8, 7, 1),
        sys("tlbi vale3", 6, 8, 7, 5),
    ]

    private static func sys(
        _ name: StaticString, _ op1: UInt16, _ crn: UInt16, _ crm: UInt16, _ op2: UInt16,
        takesRegister: Bool = true, _ feature: Feature? = nil
    ) -> A64SystemInstruction {
        A64SystemInstruction(
            name: name, encoding: SystemRegisterEncoding(1, op1, crn, crm, op2),
            takesRegister: takesRegister, feature: feature)
    }
}
