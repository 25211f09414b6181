// Encodings whose behaviour the architecture leaves to the implementation, and what this machine
// does. The choices follow QEMU's Arm translator (5.0 to 7.2), so that the two can be compared: it
// executes all of them. Source: Arm ARM, "Architectural Constraints on UNPREDICTABLE Behaviors",
// and the notes on each instruction's page.

public enum A64ConstrainedUnpredictable: CaseIterable, Sendable {
    /// A load with writeback whose Rt is the base. The base is written last: the register ends as
    /// the new address and the loaded value is lost (WBSUPPRESS does not apply).
    case loadWritebackOverBase
    /// A store with writeback whose Rt is the base. It stores the value from before the writeback.
    case storeWritebackOfBase
    /// LDP or LDPSW with writeback where Rt or Rt2 is the base. As for one register.
    case loadPairWritebackOverBase
    /// STP with writeback where Rt or Rt2 is the base. As for one register.
    case storePairWritebackOfBase
    /// LDP, LDNP or LDPSW with Rt and Rt2 equal. The register ends as the first element, the one at
    /// the lower address.
    case loadPairSameDestination
    /// LDP or LDNP of V registers with Rt and Rt2 equal. The register ends as the second element.
    case loadVectorPairSameDestination
    /// LDXP or LDAXP with Rt and Rt2 equal. The register ends as the second element.
    case loadExclusivePairSameDestination
    /// A store exclusive whose status register is also its data. It stores the data from before the
    /// status is written.
    case storeExclusiveStatusIsData
    /// A store exclusive whose status register is also its base. It uses the base from before the
    /// status is written.
    case storeExclusiveStatusIsBase
    /// A should-be-one register field that is not all ones (Rs and Rt2 of exclusive and ordered
    /// accesses, Ra of SMULH and UMULH). The field is ignored.
    case shouldBeOneIgnored

    // Two more that concern no encoding here, for completeness:
    // - DSB and DMB with a reserved CRm: full system barriers.
    // - CASP with an odd register is UNDEFINED, not CONSTRAINED UNPREDICTABLE.
}

extension A64Instruction {
    /// Which rule of the list above decides what this word does, if any.
    public var constrainedUnpredictable: A64ConstrainedUnpredictable? {
        let row = self.row
        for field in row.picture.fields where field.letter == "u" {
            let value = word[bits: field.lsb..<field.lsb + field.width]
            if value != (1 << UInt32(field.width)) - 1 { return .shouldBeOneIgnored }
        }
        switch row.format {
        case .postIndex, .preIndex:
            guard rd == rn && rn != 31 else { return nil }
            return opc == 0 ? .storeWritebackOfBase : .loadWritebackOverBase
        case .pairPostIndex, .pairPreIndex:
            let isLoad = word[bit: 22]
            if (rd == rn || ra == rn) && rn != 31 {
                return isLoad ? .loadPairWritebackOverBase : .storePairWritebackOfBase
            }
            return isLoad && rd == ra ? .loadPairSameDestination : nil
        case .pairOffset: return word[bit: 22] && rd == ra ? .loadPairSameDestination : nil
        case .vectorPairOffset, .vectorPairPostIndex, .vectorPairPreIndex:
            return word[bit: 22] && rd == ra ? .loadVectorPairSameDestination : nil
        case .loadExclusivePair: return rd == ra ? .loadExclusivePairSameDestination : nil
        case .storeExclusive, .storeExclusivePair:
            if rs == rd || (row.format == .storeExclusivePair && rs == ra) {
                return .storeExclusiveStatusIsData
            }
            return rs == rn && rn != 31 ? .storeExclusiveStatusIsBase : nil
        default: return nil
        }
    }
}
