// Which aspects of a call have an owner. Every call asks for hundreds of registers, so most aspects
// are a bit.

struct AspectSet {
    private var words = [UInt64](repeating: 0, count: (Aspect.bitCount + 63) / 64)
    /// Those of other vCPUs.
    private var others: Set<Aspect> = []

    /// False if it is in the set already.
    mutating func insert(_ aspect: Aspect) -> Bool {
        guard let bit = aspect.bit else { return others.insert(aspect).inserted }
        let mask: UInt64 = 1 << UInt64(bit & 63)
        if words[bit >> 6] & mask != 0 { return false }
        words[bit >> 6] |= mask
        return true
    }
}

extension Aspect {
    private static let firstRegister = 32
    private static let firstSystemRegister = firstRegister + 128
    fileprivate static let bitCount = firstSystemRegister + SystemRegister.table.count

    fileprivate var bit: Int? {
        switch self {
        case .outcome: 0
        case .owner: 1
        case .handler: 2
        case .vector: 3
        case .programCounter: 4
        case .mode: 5
        case .flags: 6
        case .masks: 7
        case .processState: 8
        case .mapping: 9
        case .cache: 10
        case .argument(let index): (0..<16).contains(index) ? 16 + index : nil
        case .register(let register): Self.bit(register)
        case .neighbour: nil
        }
    }

    private static func bit(_ register: Register) -> Int? {
        switch register {
        case .x(let number): (0..<32).contains(number) ? firstRegister + number : nil
        case .sp: firstRegister + 32
        case .pc: firstRegister + 33
        case .pstate: firstRegister + 34
        case .v(let number, let half):
            (0..<32).contains(number) ? firstRegister + 64 + 2 * number + (half & 1) : nil
        case .system(let id): firstSystemRegister + Int(id.rawValue)
        }
    }
}
