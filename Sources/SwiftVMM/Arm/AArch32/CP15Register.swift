// What MCR, MRC, MCRR and MRRC reach. The values live in the rows of SystemRegister.table, as the
// architecture maps them between the Execution states; this table says which half of which row a
// name of AArch32 is, and who may use it.

/// coproc, opc1, CRn, CRm and opc2 of an access, as the instruction has them.
public struct CoprocessorEncoding: Hashable, Sendable {
    public var coprocessor: UInt8
    public var opc1: UInt8
    public var crn: UInt8
    public var crm: UInt8
    public var opc2: UInt8
    /// MCRR and MRRC: CRn and opc2 are 0.
    public var isDouble: Bool

    public init(
        _ coprocessor: UInt8, _ opc1: UInt8, _ crn: UInt8, _ crm: UInt8, _ opc2: UInt8,
        isDouble: Bool = false
    ) {
        self.coprocessor = coprocessor
        self.opc1 = opc1
        self.crn = crn
        self.crm = crm
        self.opc2 = opc2
        self.isDouble = isDouble
    }

    /// The encoding in the word of an A32 or wide T32 instruction.
    public init(word: UInt32) {
        let coprocessor = UInt8(word[bits: 8..<12])
        if word >> 24 & 15 == 12 {
            self.init(
                coprocessor, UInt8(word[bits: 4..<8]), 0, UInt8(word & 15), 0, isDouble: true)
        } else {
            self.init(
                coprocessor, UInt8(word[bits: 21..<24]), UInt8(word[bits: 16..<20]),
                UInt8(word & 15), UInt8(word[bits: 5..<8]))
        }
    }
}

extension CoprocessorEncoding {
    fileprivate static let bucketMask = 2047

    fileprivate var bucket: Int {
        var key = UInt32(coprocessor & 1) << 16 | UInt32(opc1) << 12 | UInt32(crn) << 8
        key |= UInt32(crm) << 4 | UInt32(opc2)
        if isDouble { key |= 1 << 17 }
        return Int((key &* 0x9e37_79b1) >> 20) & Self.bucketMask
    }
}

public struct CP15Register: Sendable {
    /// What is behind a name.
    public enum Target: Equatable, Sendable {
        /// Bits 31...0, bits 63...32, all of a row.
        case low(SystemRegisterID)
        case high(SystemRegisterID)
        case whole(SystemRegisterID)
        case operation(CP15Operation)
        /// Reads as this; writes are ignored.
        case constant(UInt32)
    }

    /// The manual's name.
    public let name: String
    public let encoding: CoprocessorEncoding
    public let target: Target
    /// The lowest level that may read and write; nil for nobody.
    public let readEL: ExceptionLevel?
    public let writeEL: ExceptionLevel?
    /// Bits that keep what is written, and bits that are one.
    public let writable: UInt64
    public let ones: UInt64
    /// Not in Armv7.
    public var isArmv8 = false

    /// Stands for encodings of the identification space that name nothing yet.
    static let reservedIdentification = CP15Register(
        name: "reserved", encoding: CoprocessorEncoding(15, 0, 0, 0, 0), target: .constant(0),
        readEL: .el1, writeEL: nil, writable: 0, ones: 0)

    static func find(_ encoding: CoprocessorEncoding) -> CP15Register? {
        var bucket = encoding.bucket
        while true {
            let number = Int(buckets[bucket])
            if number == 0 { return nil }
            if table[number - 1].encoding == encoding { return table[number - 1] }
            bucket = (bucket + 1) & CoprocessorEncoding.bucketMask
        }
    }

    /// The row where an Armv8 processor has it, and one of Armv7 has not.
    var inArmv8: CP15Register {
        var row = self
        row.isArmv8 = true
        return row
    }

    /// Rows by encoding, each number one too great; 0 ends a search.
    private static let buckets: [UInt16] = {
        var buckets = [UInt16](repeating: 0, count: CoprocessorEncoding.bucketMask + 1)
        precondition(2 * table.count < buckets.count)
        for (number, row) in table.enumerated() {
            var bucket = row.encoding.bucket
            while buckets[bucket] != 0 { bucket = (bucket + 1) & CoprocessorEncoding.bucketMask }
            buckets[bucket] = UInt16(number + 1)
        }
        return buckets
    }()
}

/// CP15 accesses that do something.
public enum CP15Operation: Equatable, Sendable {
    case nothing, instructionBarrier, dataBarrier
    /// Instruction caches and branch predictors: HCR.TPU
    case invalidateInstructionCache
    /// By MVA to the point of unification (HCR.TPU), of coherency (HCR.TPC); by set and way
    case cleanToUnification, cleanToCoherency, invalidateToCoherency, bySetWay
    /// ATS1C and ATS12NSO: privileged, write, both stages
    case translate(isPrivileged: Bool, isWrite: Bool, bothStages: Bool)
    /// ATS1H
    case translateHyp(isWrite: Bool)
    /// TLB maintenance of PL1&0, of Hyp, of all non-secure entries
    case invalidateTLB(TLBIScope, isHyp: Bool, isShared: Bool)
}
