// FEAT_PAuth: the key is part of the mnemonic.

extension A64Disassembler {
    func pointerAuthentication(_ i: A64Instruction) -> String {
        let d = Text.register(i.rd, true)
        let n = Text.registerOrSP(i.rn, true)
        let key = i.word[bit: 10] ? "b" : "a"
        switch i.opcode {
        case .pointerCode1716, .pointerCodeLR: return Text.hint(i.word[bits: 5..<12]) ?? "hint"
        case .pointerCode, .pointerCodeZero:
            let name = i.word[bit: 12] ? "aut" : "pac"
            let use = i.word[bit: 11] ? "d" : "i"
            let isZero = i.opcode == .pointerCodeZero
            return "\(name)\(use)\(isZero ? "z" : "")\(key) \(d)" + (isZero ? "" : ", \(n)")
        case .xpac: return "xpac\(i.word[bit: 10] ? "d" : "i") \(d)"
        case .pacga:
            return "pacga \(d), \(Text.register(i.rn, true)), \(Text.registerOrSP(i.rm, true))"
        case .branchAuthenticated, .branchLinkAuthenticated:
            let target = Text.register(i.rn, true)
            return i.word[bit: 24]
                ? "\(i.row.mnemonic)\(key) \(target), \(Text.registerOrSP(i.rd, true))"
                : "\(i.row.mnemonic)\(key)z \(target)"
        case .retAuthenticated, .eretAuthenticated:
            return "\(i.row.mnemonic)\(key)"
        default:
            let magnitude = Int64(i.word[bits: 12..<21])
            let offset = (i.word[bit: 22] ? magnitude - 512 : magnitude) * 8
            let isWriteback = i.word[bit: 11]
            let place = isWriteback && offset == 0 ? ", #0x0" : Text.offset(offset)
            return "ldra\(i.word[bit: 23] ? "b" : "a") \(d), [\(n)\(place)]"
                + (isWriteback ? "!" : "")
        }
    }
}
