// What TLB maintenance reaches.

/// What a TLBI names, whoever executes it. Source: Arm ARM, "TLB maintenance instructions".
public enum TLBIScope: UInt8, Sendable {
    /// Every entry of the regime, whatever the VMID.
    case allVMIDs
    /// Every entry of the regime under the current VMID.
    case all
    /// The non-global entries of an ASID.
    case asid
    /// The entries that translate an address for an ASID, global ones included.
    case address
    /// The entries that translate an address, whatever the ASID.
    case addressAllASIDs
    /// What stage 2 alone knows about an IPA.
    case intermediateAddress
}
