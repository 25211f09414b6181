import Testing

@testable import SwiftVMM

/// The tables of the Arm ARM chapter on permissions, read row by row, against the walk.
@Suite struct PermissionTests {
    /// What the manual's tables say for EL1&0 and EL2&0.
    ///
    /// "Data access permissions": AP<2:1> and APTable to a letter pair for each privilege.
    /// "Instruction execution permissions": UXN, PXN, WXN and what can be written.
    private func oracle(
        ap: Int, apTable: Int, pxn: Bool, uxn: Bool, wxn: Bool, pan: Bool, isEL0: Bool,
        kind: AccessDescriptor.Kind
    ) -> Bool {
        let leaf = [("rw", ""), ("rw", "rw"), ("r", ""), ("r", "r")][ap]
        let effective: (String, String) =
            switch apTable {
            case 0: leaf
            case 1: (leaf.0, "")
            case 2: ("r", leaf.1.isEmpty ? "" : "r")
            default: ("r", "")
            }
        let mine = isEL0 ? effective.1 : effective.0
        let isUserAccessible = !effective.1.isEmpty
        switch kind {
        case .read, .write, .readWrite:
            if pan && !isEL0 && isUserAccessible { return false }
            return kind == .read ? mine.contains("r") : mine.contains("w")
        case .translateRead, .translateWrite:
            // What S1E1RP and S1E1WP ask; the other operations clear PAN first.
            if pan && !isEL0 && isUserAccessible { return false }
            return mine.contains(kind == .translateRead ? "r" : "w")
        case .cacheInvalidate: return mine.contains("w")
        case .cacheMaintenance: return !isEL0 || mine.contains("r")
        case .fetch:
            if wxn && mine.contains("w") { return false }
            return isEL0 ? !uxn : !pxn && effective.1 != "rw"
        }
    }

    @Test(arguments: [TranslationRegime.el10, .el20])
    func everyCombinationMatchesTheTables(regime: TranslationRegime) {
        var count = 0
        for leafBits in 0..<16 {
            for tableBits in 0..<16 {
                let ap = leafBits & 3
                let apTable = tableBits & 3
                let memory = TableMemory()
                let builder = TableBuilder(memory, root: 0x4000_0000)
                builder.tableBits = UInt64(tableBits & 4 != 0 ? 1 : 0) << 59
                builder.tableBits |= UInt64(tableBits & 8 != 0 ? 1 : 0) << 60
                builder.tableBits |= UInt64(apTable) << 61
                var leaf = Bits.af | Bits.attribute(3) | UInt64(ap) << 6
                if leafBits & 4 != 0 { leaf |= Bits.pxn }
                if leafBits & 8 != 0 { leaf |= Bits.uxn }
                builder.map(0x7000, to: 0x5000, bits: leaf)
                for modes in 0..<8 {
                    var controls = TranslationControls.tables(regime, ttbr0: 0x4000_0000)
                    controls.sctlr[bit: 19] = modes & 1 != 0
                    controls.pan = modes & 2 != 0
                    let isEL0 = modes & 4 != 0
                    for kind in AccessDescriptor.Kind.allCases {
                        let result = controls.attempt(
                            0x7000, kind, at: isEL0 ? .el0 : regime.privilegedEL, in: memory)
                        let expected = oracle(
                            ap: ap, apTable: apTable, pxn: (leafBits | tableBits) & 4 != 0,
                            uxn: (leafBits | tableBits) & 8 != 0, wxn: modes & 1 != 0,
                            pan: modes & 2 != 0, isEL0: isEL0, kind: kind)
                        count += 1
                        let outcome = expected ? "ok" : "permission 3"
                        if result.summary != outcome {
                            Issue.record(
                                "leaf \(leafBits) table \(tableBits) modes \(modes) \(kind): \(result.summary), expected \(outcome)"
                            )
                        }
                    }
                }
            }
        }
        #expect(count == 16 * 16 * 8 * 8)
    }

    @Test func el2HasOnePrivilege() {
        for bits in 0..<64 {
            let memory = TableMemory()
            let builder = TableBuilder(memory, root: 0x4000_0000)
            let isReadOnly = bits & 1 != 0
            let isTableReadOnly = bits & 2 != 0
            let xn = bits & 4 != 0
            let xnTable = bits & 8 != 0
            let wxn = bits & 16 != 0
            // AP<1>, PXN and the EL0 half of APTable mean nothing here.
            let noise = bits & 32 != 0
            builder.tableBits = (isTableReadOnly ? 1 << 62 : 0) | (xnTable ? 1 << 60 : 0)
            if noise { builder.tableBits |= 1 << 61 | 1 << 59 }
            var leaf = Bits.af | Bits.attribute(3)
            if isReadOnly { leaf |= Bits.readOnly }
            if xn { leaf |= Bits.uxn }
            if noise { leaf |= Bits.user | Bits.pxn }
            builder.map(0x7000, to: 0x5000, bits: leaf)
            var controls = TranslationControls.tables(.el2, ttbr0: 0x4000_0000)
            controls.sctlr[bit: 19] = wxn
            controls.pan = true
            func isAllowed(_ kind: AccessDescriptor.Kind) -> Bool {
                controls.attempt(0x7000, kind, in: memory).fault == nil
            }
            let canWrite = !isReadOnly && !isTableReadOnly
            #expect(isAllowed(.read))
            #expect(isAllowed(.write) == canWrite)
            #expect(isAllowed(.fetch) == (!xn && !xnTable && !(wxn && canWrite)))
        }
    }

    @Test func stageTwoPermissions() {
        for bits: UInt64 in 0..<8 {
            let memory = TableMemory()
            let one = TableBuilder(memory, root: 0x4000_0000)
            one.map(0x7000, to: 0x9000, bits: Bits.af | Bits.attribute(3))
            let two = TableBuilder(memory, root: 0x8000_0000)
            two.map(0x4000_0000, to: 0x4000_0000, level: 1, bits: Bits.stageTwo)
            let access = Bits.stageTwo & ~(3 << 6) | (bits & 3) << 6
            two.map(0x9000, to: 0x5000, bits: access | (bits >> 2) << 54)
            var controls = TranslationControls.tables(ttbr0: 0x4000_0000)
            controls.enableStageTwo(startLevel: 0, vttbr: 0x8000_0000)
            func outcome(_ kind: AccessDescriptor.Kind) -> String {
                controls.attempt(0x7123, kind, in: memory).summary
            }
            func expected(_ isAllowed: Bool) -> String { isAllowed ? "ok" : "permission 3 s2" }
            #expect(outcome(.read) == expected(bits & 1 != 0))
            #expect(outcome(.write) == expected(bits & 2 != 0))
            #expect(outcome(.readWrite) == expected(bits & 3 == 3))
            #expect(outcome(.fetch) == expected(bits & 4 == 0))
            #expect(outcome(.cacheMaintenance) == "ok")
            let fault = controls.attempt(0x7123, .readWrite, in: memory).fault
            // An atomic that may not even read is reported as a read.
            #expect(fault?.isWrite ?? true == (bits & 1 != 0))
            #expect(fault == nil || fault!.intermediateAddress.value == 0x9123)
            #expect(fault == nil || fault!.hpfar == 0x90)
        }
    }

    @Test func stageOneComesFirst() {
        let memory = TableMemory()
        let one = TableBuilder(memory, root: 0x4000_0000)
        one.map(0x7000, to: 0x9000, bits: Bits.af | Bits.attribute(0) | Bits.readOnly)
        let two = TableBuilder(memory, root: 0x8000_0000)
        two.map(0x4000_0000, to: 0x4000_0000, level: 1, bits: Bits.stageTwo)
        var controls = TranslationControls.tables(ttbr0: 0x4000_0000)
        controls.enableStageTwo(startLevel: 0, vttbr: 0x8000_0000)
        #expect(controls.attempt(0x7000, .write, in: memory).summary == "permission 3")
        #expect(controls.attempt(0x7000, .read, in: memory).summary == "translation 1 s2")
        #expect(
            controls.attempt(0x7001, .write, aligned: false, in: memory).summary == "alignment 3")
    }

    @Test func unprivilegedAccessesUseTheRightsOfEL0() {
        let host: UInt64 = 1 << 34 | 1 << 27
        #expect(TranslationRegime.unprivilegedAccessEL(at: .el1, hcr: 0) == .el0)
        #expect(TranslationRegime.unprivilegedAccessEL(at: .el2, hcr: 1 << 34) == .el2)
        #expect(TranslationRegime.unprivilegedAccessEL(at: .el2, hcr: host) == .el0)
        #expect(TranslationRegime(.el0, hcr: host) == .el20)
        #expect(TranslationRegime(.el0, hcr: 1 << 34) == .el10)
        #expect(TranslationRegime(.el2, hcr: 1 << 34) == .el20)
        #expect(TranslationRegime(.el2, hcr: 1 << 27) == .el2)
    }
}
