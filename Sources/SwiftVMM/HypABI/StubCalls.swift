// The numbers of the stub calls: the same number has meant different things.

/// One number on the wire and its meaning for one kind of owner in some eras.
public struct StubCall: Sendable {
    /// What a call asks for, whatever its number.
    public enum Action: String, Sendable {
        case getVectors, setVectors, softRestart, resetVectors, finaliseEL2, getInterruptType
    }

    /// Which family of tables a row belongs to.
    public enum Convention: Sendable {
        /// arm64 3.8 to 4.6: x0 zero gets, anything else is the address to set.
        case valueIsAddress
        /// arm64 4.7 to 4.11.
        case legacyNumbers
        /// arm64 4.12 and later.
        case numbered
        /// arm32 3.7 to 4.11: r0 all ones gets, anything else is the address to set.
        case allOnesGets
        /// arm32 4.12 and later.
        case numbered32
    }

    public let number: UInt64
    /// The constant of Linux `arch/arm64/include/asm/virt.h`, without its HVC_ prefix.
    public let name: String
    public let action: Action
    public let convention: Convention
    public let eras: EraRange

    /// -1 in r0.
    static let allOnes: UInt64 = 0xffff_ffff

    /// All rows. Source: Linux `arch/arm64/kernel/hyp-stub.S`, `asm/virt.h`, by release.
    public static let table: [StubCall] = [
        row(0, "GET_VECTORS", .getVectors, .valueIsAddress, .from(Era(3, 8), before: Era(4, 7))),

        row(0, "GET_VECTORS", .getVectors, .legacyNumbers, .from(Era(4, 7), before: Era(4, 12))),
        row(1, "SET_VECTORS", .setVectors, .legacyNumbers, .from(Era(4, 7), before: Era(4, 12))),
        row(2, "SOFT_RESTART", .softRestart, .legacyNumbers, .from(Era(4, 8), before: Era(4, 12))),

        row(0, "SET_VECTORS", .setVectors, .numbered, .numbered),
        row(1, "SOFT_RESTART", .softRestart, .numbered, .numbered),
        row(2, "RESET_VECTORS", .resetVectors, .numbered, .numbered),
        row(3, "VHE_RESTART", .finaliseEL2, .numbered, .from(Era(5, 12), before: Era(6, 0))),
        row(3, "FINALISE_EL2", .finaliseEL2, .numbered, .since(6, 0)),
        row(4, "GET_ICH_VTR_EL2", .getInterruptType, .numbered, .since(6, 19)),

        row(allOnes, "GET_VECTORS", .getVectors, .allOnesGets, .arm32Legacy),

        row(0, "SET_VECTORS", .setVectors, .numbered32, .numbered),
        row(1, "SOFT_RESTART", .softRestart, .numbered32, .numbered),
        row(2, "RESET_VECTORS", .resetVectors, .numbered32, .numbered),
    ]

    /// The call that x0 asks of an owner, or nil if the number has no meaning there and then.
    public static func find(number: UInt64, owner: OwnerKind, era: Era) -> StubCall? {
        guard let convention = owner.convention else { return nil }
        if convention == .valueIsAddress && number != 0 {
            return StubCall(
                number: number, name: "SET_VECTORS", action: .setVectors,
                convention: .valueIsAddress, eras: .from(Era(3, 8), before: Era(4, 7)))
        }
        if convention == .allOnesGets && number != allOnes {
            return StubCall(
                number: number, name: "SET_VECTORS", action: .setVectors,
                convention: .allOnesGets, eras: .arm32Legacy)
        }
        return table.first {
            $0.number == number && $0.convention == convention && $0.eras.contains(era)
        }
    }

    private static func row(
        _ number: UInt64, _ name: String, _ action: Action, _ convention: Convention,
        _ eras: EraRange
    ) -> StubCall {
        StubCall(number: number, name: name, action: action, convention: convention, eras: eras)
    }
}
