// How operands are spelled.

extension A64Disassembler {
    enum Text {
        // MARK: Registers

        /// 31 is the zero register.
        static func register(_ n: UInt32, _ isX: Bool) -> String {
            let letter = isX ? "x" : "w"
            return n == 31 ? letter + "zr" : "\(letter)\(n)"
        }

        /// 31 is the stack pointer.
        static func registerOrSP(_ n: UInt32, _ isX: Bool) -> String {
            n == 31 ? (isX ? "sp" : "wsp") : register(n, isX)
        }

        /// Rt of a load or store whose size and opc decide its width.
        static func transferred(_ i: A64Instruction) -> String {
            register(i.rd, i.size == 3 || i.opc == 2)
        }

        /// Rt, Rt2 of a pair.
        static func pair(_ i: A64Instruction) -> String {
            let isX = i.size != 0
            return "\(register(i.rd, isX)), \(register(i.ra, isX))"
        }

        /// By name if the machine has the register and it can be accessed in this direction.
        static func systemRegister(
            _ i: A64Instruction, except access: SystemRegister.Access
        ) -> String {
            let encoding = SystemRegisterEncoding(packed: i.systemEncoding)
            guard let register = SystemRegister.find(encoding), register.access != access else {
                return encoding.genericName
            }
            return register.name(isRead: access == .writeOnly)
        }

        /// `#op1, Cn, Cm, #op2` of SYS and SYSL.
        static func systemOperands(_ i: A64Instruction) -> String {
            "\(hex(i.op1)), c\(i.word[bits: 12..<16]), c\(i.crm), \(hex(i.op2))"
        }

        // MARK: Numbers

        static func hex(_ value: some FixedWidthInteger & UnsignedInteger) -> String {
            "#\(value.hex())"
        }

        static func signedHex(_ value: Int64) -> String {
            "#\(value < 0 ? "-" : "")\(value.magnitude.hex())"
        }

        /// `, #offset`, or nothing for 0.
        static func offset(_ value: Int64) -> String {
            value == 0 ? "" : ", \(signedHex(value))"
        }

        static func pairOffset(_ i: A64Instruction) -> Int64 { Int64(i.imm7) * (i.sf ? 8 : 4) }

        static func imm12(_ i: A64Instruction) -> String {
            hex(i.imm12) + (i.word[bit: 22] ? ", lsl #12" : "")
        }

        // MARK: Shifts and extends

        private static let shifts = ["lsl", "lsr", "asr", "ror"]
        private static let extends = [
            "uxtb", "uxth", "uxtw", "uxtx", "sxtb", "sxth", "sxtw", "sxtx",
        ]

        /// `, lsl #n`, or nothing for LSL #0.
        static func shift(_ i: A64Instruction) -> String {
            i.shift == 0 && i.imms == 0 ? "" : ", \(shifts[Int(i.shift)]) #\(i.imms)"
        }

        /// Rm of an extended-register form. UXTX, or UXTW for W, is LSL where SP is an operand.
        static func extendedRegister(_ i: A64Instruction, hasSP: Bool) -> String {
            let m = register(i.rm, i.sf && i.option & 3 == 3)
            if hasSP && i.option == (i.sf ? 3 : 2) {
                return i.imm3 == 0 ? m : "\(m), lsl #\(i.imm3)"
            }
            return "\(m), \(extends[Int(i.option)])" + (i.imm3 == 0 ? "" : " #\(i.imm3)")
        }

        /// Rm of a register offset.
        static func index(_ i: A64Instruction, amount shift: UInt32? = nil) -> String {
            let m = register(i.rm, i.option & 1 != 0)
            let amount = " #\(shift ?? i.size)"
            if i.option == 3 { return i.isScaled ? "\(m), lsl\(amount)" : m }
            return "\(m), \(extends[Int(i.option)])" + (i.isScaled ? amount : "")
        }

        // MARK: Names

        static func condition(_ code: UInt32) -> String {
            (Condition(rawValue: UInt8(code & 15)) ?? .al).mnemonic
        }

        static func sizeSuffix(_ size: UInt32) -> String { size == 0 ? "b" : size == 1 ? "h" : "" }

        /// The option of DSB and DMB.
        static func barrier(_ crm: UInt32) -> String {
            let domains = ["osh", "nsh", "ish", ""]
            let domain = domains[Int(crm >> 2)]
            switch crm & 3 {
            case 1: return domain.isEmpty ? "ld" : domain + "ld"
            case 2: return domain.isEmpty ? "st" : domain + "st"
            case 3: return domain.isEmpty ? "sy" : domain
            default: return "#\(crm)"
            }
        }

        /// prfop: type, target cache level, policy.
        static func prefetch(_ operation: UInt32) -> String {
            let types = ["pld", "pli", "pst"]
            let targets = ["l1", "l2", "l3", "slc"]
            guard operation >> 3 < 3 else { return hex(operation) }
            let type = types[Int(operation >> 3)]
            let target = targets[Int(operation >> 1 & 3)]
            return "\(type)\(target)\(operation & 1 == 0 ? "keep" : "strm")"
        }

        /// Hints that later extensions named, and that assemblers therefore print by name.
        static func hint(_ number: UInt32) -> String? {
            switch number {
            case 6: "dgh"
            case 7: "xpaclri"
            case 8: "pacia1716"
            case 10: "pacib1716"
            case 12: "autia1716"
            case 14: "autib1716"
            case 16: "esb"
            case 17: "psb csync"
            case 18: "tsb csync"
            case 19: "gcsb dsync"
            case 20: "csdb"
            case 22: "clrbhb"
            case 24: "paciaz"
            case 25: "paciasp"
            case 26: "pacibz"
            case 27: "pacibsp"
            case 28: "autiaz"
            case 29: "autiasp"
            case 30: "autibz"
            case 31: "autibsp"
            case 32: "bti"
            case 34: "bti c"
            case 36: "bti j"
            case 38: "bti jc"
            case 39: "pacm"
            case 40: "chkfeat x16"
            default: nil
            }
        }
    }
}
