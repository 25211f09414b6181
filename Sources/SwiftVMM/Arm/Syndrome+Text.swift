// A syndrome in words, for traces and for people.

extension Syndrome: CustomStringConvertible {
    /// "Data Abort from a lower Exception level: translation fault, level 3; write of 4 bytes from
    /// w1".
    public var description: String {
        guard let exceptionClass else {
            return "EC \(ec.hex(digits: 2)), which this machine does not raise; "
                + "ISS \(iss.hex(digits: 7))"
        }
        let detail = self.detail(exceptionClass)
        return detail.isEmpty ? exceptionClass.name : "\(exceptionClass.name): \(detail)"
    }

    private func detail(_ exceptionClass: ExceptionClass) -> String {
        switch exceptionClass {
        case .wfx: return ["WFI", "WFE", "WFIT", "WFET"][Int(iss & 3)]
        case .svc, .hvc, .smc: return "#\((iss & 0xffff).hex())"
        case .brk: return "#\((iss & 0xffff).hex())"
        case .systemRegister: return trappedRegister
        case .instructionAbort, .instructionAbortFromLowerEL:
            return Self.faultText(UInt8(iss & 0x3f)) + stageOneWalkText
        case .dataAbort, .dataAbortFromLowerEL: return dataAbortText
        case .softwareStep, .softwareStepFromLowerEL:
            guard iss[bit: 24] else { return "" }
            return iss[bit: 6] ? "a Load-Exclusive was stepped" : ""
        case .watchpoint, .watchpointFromLowerEL: return iss[bit: 6] ? "write" : "read"
        default: return ""
        }
    }

    /// "MRS x3, SCTLR_EL1", "TLBI VAE1IS, x0", "SYS #0, c11, c3, #1, x0".
    private var trappedRegister: String {
        let encoding = SystemRegisterEncoding(
            UInt16(iss[bits: 20..<22]), UInt16(iss[bits: 14..<17]), UInt16(iss[bits: 10..<14]),
            UInt16(iss[bits: 1..<5]), UInt16(iss[bits: 17..<20]))
        let number = iss[bits: 5..<10]
        let register = number == 31 ? "xzr" : "x\(number)"
        let isRead = iss[bit: 0]
        if encoding.op0 == 1, !isRead, let known = A64SystemInstruction.find(encoding) {
            let name = known.name.description.uppercased()
            return known.takesRegister ? "\(name), \(register)" : name
        }
        if encoding.op0 == 1 {
            let operation =
                "#\(encoding.op1), c\(encoding.crn), c\(encoding.crm), #\(encoding.op2)"
            return isRead ? "SYSL \(register), \(operation)" : "SYS \(operation), \(register)"
        }
        let name = SystemRegister.find(encoding)?.name(isRead: isRead) ?? encoding.genericName
        return isRead ? "MRS \(register), \(name)" : "MSR \(name), \(register)"
    }

    private var dataAbortText: String {
        var text = Self.faultText(UInt8(iss & 0x3f)) + stageOneWalkText
        if iss[bit: 8] {
            return text + "; cache maintenance or address translation instruction"
        }
        let isWrite = iss[bit: 6]
        text += isWrite ? "; write" : "; read"
        guard iss[bit: 24] else { return text }
        let bytes = 1 << iss[bits: 22..<24]
        let prefix = iss[bit: 15] ? "x" : "w"
        let number = iss[bits: 16..<21]
        let register = number == 31 ? "\(prefix)zr" : "\(prefix)\(number)"
        text += " of \(bytes) byte\(bytes == 1 ? "" : "s") \(isWrite ? "from" : "to") \(register)"
        if iss[bit: 21] { text += ", sign-extended" }
        if iss[bit: 14] { text += isWrite ? ", release" : ", acquire" }
        return text
    }

    private var stageOneWalkText: String { iss[bit: 7] ? ", on a stage 1 table walk" : "" }

    /// DFSC and IFSC. Source: Arm ARM, the DFSC table of "ISS encoding for a Data Abort".
    private static func faultText(_ code: UInt8) -> String {
        let level = code & 3
        switch code {
        case 0x00...0x03: return "address size fault, level \(level)"
        case 0x04...0x07: return "translation fault, level \(level)"
        case 0x08...0x0b: return "access flag fault, level \(level)"
        case 0x0c...0x0f: return "permission fault, level \(level)"
        case 0x10: return "synchronous External abort"
        case 0x14...0x17: return "synchronous External abort on a table walk, level \(level)"
        case 0x21: return "alignment fault"
        case 0x30: return "TLB conflict abort"
        case 0x35: return "unsupported exclusive or atomic access"
        default: return "fault status \(code.hex(digits: 2))"
        }
    }
}
