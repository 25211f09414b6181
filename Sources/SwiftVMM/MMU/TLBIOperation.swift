// The TLB maintenance instructions: one row each, and what a row means where it is executed.

/// A TLBI instruction.
///
/// Source: Arm ARM, "TLB maintenance instructions", and the page of each TLBI operation.
public struct TLBIOperation: Sendable {
    /// "VAE1IS", as after TLBI in assembly.
    public let name: String
    /// With op0 1 and CRn 8, from `A64SystemInstruction.table`.
    public let encoding: SystemRegisterEncoding
    public let minimumEL: ExceptionLevel
    public let scope: TLBIScope
    /// The Inner or Outer Shareable form: for every vCPU, not just this one.
    public let isInnerShareable: Bool
    /// VALE1 and its kin: last level only. This TLB holds nothing else, so it changes nothing.
    public let isLastLevelOnly: Bool
    /// Named for EL1&0 (…E1) or for the regime of EL2 (…E2).
    public let isForEL1: Bool
    /// By a range of addresses (FEAT_TLBIRANGE).
    public let isRange: Bool
}

extension TLBIOperation {
    public static let table: [TLBIOperation] = [
        row("VMALLE1IS", .all, shared: true),
        row("VAE1IS", .address, shared: true),
        row("ASIDE1IS", .asid, shared: true),
        row("VAAE1IS", .addressAllASIDs, shared: true),
        row("VALE1IS", .address, shared: true, lastLevel: true),
        row("VAALE1IS", .addressAllASIDs, shared: true, lastLevel: true),
        row("VMALLE1", .all),
        row("VAE1", .address),
        row("ASIDE1", .asid),
        row("VAAE1", .addressAllASIDs),
        row("VALE1", .address, lastLevel: true),
        row("VAALE1", .addressAllASIDs, lastLevel: true),
        row("IPAS2E1IS", .intermediateAddress, shared: true),
        row("IPAS2LE1IS", .intermediateAddress, shared: true, lastLevel: true),
        row("ALLE2IS", .all, el1: false, shared: true),
        row("VAE2IS", .address, el1: false, shared: true),
        row("ALLE1IS", .allVMIDs, shared: true),
        row("VALE2IS", .address, el1: false, shared: true, lastLevel: true),
        row("VMALLS12E1IS", .all, shared: true),
        row("IPAS2E1", .intermediateAddress),
        row("IPAS2LE1", .intermediateAddress, lastLevel: true),
        row("ALLE2", .all, el1: false),
        row("VAE2", .address, el1: false),
        row("ALLE1", .allVMIDs),
        row("VALE2", .address, el1: false, lastLevel: true),
        row("VMALLS12E1", .all),
        // FEAT_TLBIOS: this machine has one shareability domain
        row("VMALLE1OS", .all, shared: true),
        row("VAE1OS", .address, shared: true),
        row("ASIDE1OS", .asid, shared: true),
        row("VAAE1OS", .addressAllASIDs, shared: true),
        row("VALE1OS", .address, shared: true, lastLevel: true),
        row("VAALE1OS", .addressAllASIDs, shared: true, lastLevel: true),
        row("IPAS2E1OS", .intermediateAddress, shared: true),
        row("IPAS2LE1OS", .intermediateAddress, shared: true, lastLevel: true),
        row("ALLE2OS", .all, el1: false, shared: true),
        row("VAE2OS", .address, el1: false, shared: true),
        row("ALLE1OS", .allVMIDs, shared: true),
        row("VALE2OS", .address, el1: false, shared: true, lastLevel: true),
        row("VMALLS12E1OS", .all, shared: true),
        // FEAT_TLBIRANGE
        row("RVAE1IS", .address, shared: true, range: true),
        row("RVAAE1IS", .addressAllASIDs, shared: true, range: true),
        row("RVALE1IS", .address, shared: true, lastLevel: true, range: true),
        row("RVAALE1IS", .addressAllASIDs, shared: true, lastLevel: true, range: true),
        row("RVAE2IS", .address, el1: false, shared: true, range: true),
        row("RVALE2IS", .address, el1: false, shared: true, lastLevel: true, range: true),
        row("RVAE1OS", .address, shared: true, range: true),
        row("RVAAE1OS", .addressAllASIDs, shared: true, range: true),
        row("RVALE1OS", .address, shared: true, lastLevel: true, range: true),
        row("RVAALE1OS", .addressAllASIDs, shared: true, lastLevel: true, range: true),
        row("RVAE2OS", .address, el1: false, shared: true, range: true),
        row("RVALE2OS", .address, el1: false, shared: true, lastLevel: true, range: true),
        row("RVAE1", .address, range: true),
        row("RVAAE1", .addressAllASIDs, range: true),
        row("RVALE1", .address, lastLevel: true, range: true),
        row("RVAALE1", .addressAllASIDs, lastLevel: true, range: true),
        row("RVAE2", .address, el1: false, range: true),
        row("RVALE2", .address, el1: false, lastLevel: true, range: true),
        row("RIPAS2E1IS", .intermediateAddress, shared: true, range: true),
        row("RIPAS2LE1IS", .intermediateAddress, shared: true, lastLevel: true, range: true),
        row("RIPAS2E1", .intermediateAddress, range: true),
        row("RIPAS2LE1", .intermediateAddress, lastLevel: true, range: true),
        row("RIPAS2E1OS", .intermediateAddress, shared: true, range: true),
        row("RIPAS2LE1OS", .intermediateAddress, shared: true, lastLevel: true, range: true),
    ]

    /// The operation with this encoding; without one, the instruction is UNDEFINED.
    public static func find(_ encoding: SystemRegisterEncoding) -> TLBIOperation? {
        guard encoding.op0 == 1, encoding.crn == 8 else { return nil }
        let number = rowNumbers[index(encoding)]
        return number == 0 ? nil : table[Int(number) - 1]
    }

    /// op1, CRm and op2.
    @inline(__always)
    private static func index(_ encoding: SystemRegisterEncoding) -> Int {
        Int(encoding.op1 & 7) << 7 | Int(encoding.crm & 15) << 3 | Int(encoding.op2 & 7)
    }

    /// For each `index` the number of its row, from 1.
    private static let rowNumbers: [UInt8] = {
        var numbers = [UInt8](repeating: 0, count: 1024)
        for (number, row) in table.enumerated() {
            numbers[index(row.encoding)] = UInt8(number + 1)
        }
        return numbers
    }()

    private static func row(
        _ name: String, _ scope: TLBIScope, el1: Bool = true, shared: Bool = false,
        lastLevel: Bool = false, range: Bool = false
    ) -> TLBIOperation {
        let encoding = A64SystemInstruction.encoding(of: "tlbi \(name.lowercased())")
        return TLBIOperation(
            name: name, encoding: encoding, minimumEL: encoding.op1 == 0 ? .el1 : .el2,
            scope: scope, isInnerShareable: shared, isLastLevelOnly: lastLevel, isForEL1: el1,
            isRange: range)
    }
}

/// What a TLBI means once its operand and the state it was executed in are known: enough for any
/// vCPU to carry it out on its own TLB.
public struct TLBInvalidation: Equatable, Sendable {
    public var scope: TLBIScope
    public var regime: TranslationRegime
    public var vmid: UInt16
    public var asid: UInt16
    /// VA, canonical, or IPA.
    public var address: UInt64
    /// Bytes from `address`; 0 for the one translation that covers it.
    public var lengthBytes: UInt64 = 0
    /// Whether every vCPU must carry it out.
    public var isBroadcast: Bool
}

extension TLBIOperation {
    /// The regime the operation is about. EL1 operations executed by a host at EL2
    /// (HCR_EL2.{E2H, TGE} of {1, 1}) are about the host's own regime, except for those that only
    /// EL2 has, which are always about the guest's.
    ///
    /// Source: Arm ARM, page of each operation; `SecurityStateAtEL`, `TranslationRegime`.
    public func regime(hcr: UInt64, at el: ExceptionLevel) -> TranslationRegime {
        if !isForEL1 { return hcr[bit: 34] ? .el20 : .el2 }
        let isHostOperation = minimumEL == .el1 && el == .el2 && TranslationRegime.isHost(hcr)
        return isHostOperation ? .el20 : .el10
    }

    /// Resolves the instruction.
    ///
    /// - Parameters:
    ///   - operand: Xt, or 0 where the instruction has none.
    ///   - el: Where it is executed, EL1 or EL2.
    ///   - controls: Those of `regime(hcr:at:)`; they give the VMID, the ASID size and the granule.
    ///   Bits of the operand below the granule are RES0 and ignored.
    public func invalidation(
        operand: UInt64, at el: ExceptionLevel, under controls: TranslationControls
    ) -> TLBInvalidation {
        let asid = UInt16(truncatingIfNeeded: operand >> 48)
        let hasASID = controls.regime.hasUnprivileged
        let address: UInt64
        var lengthBytes: UInt64 = 0
        if isRange {
            (address, lengthBytes) = range(operand, controls.regime)
        } else if scope == .intermediateAddress {
            address = operand[bits: 0..<36] << 12
        } else {
            let bits = operand[bits: 0..<44] << 12
            address =
                controls.regime.hasUnprivileged ? bits.signExtended(from: 56) : bits
        }
        return TLBInvalidation(
            scope: scope, regime: controls.regime, vmid: controls.vmid,
            asid: !hasASID ? 0 : controls.tcr[bit: 36] ? asid : asid & 0xff,
            address: address, lengthBytes: lengthBytes,
            // HCR_EL2.FB makes local operations of EL1 Inner Shareable.
            isBroadcast: isInnerShareable || el == .el1 && controls.hcr[bit: 9])
    }

    /// TG, SCALE, NUM and BaseADDR of a range. The reserved TG names pages of 4 KiB here.
    /// Source: Arm ARM, TLBI RVAE1, "TLBI range".
    private func range(_ operand: UInt64, _ regime: TranslationRegime) -> (UInt64, UInt64) {
        let granule = operand[bits: 46..<48]
        let shift: UInt64 = granule == 3 ? 16 : granule == 2 ? 14 : 12
        let scale = operand[bits: 44..<46]
        let number = operand[bits: 39..<44]
        let base = operand[bits: 0..<37] << shift
        let address =
            scope != .intermediateAddress && regime.hasUnprivileged
            ? base.signExtended(from: 37 + Int(shift)) : base
        return (address, (number + 1) << (5 * scale + 1 + shift))
    }
}
