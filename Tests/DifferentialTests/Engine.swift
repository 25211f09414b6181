// What the two engines of a comparison have in common: the address map and the state they share.

/// Where things are in both machines.
///
/// Code ends at `end`, whatever its length, because Unicorn bakes the address to stop at into its
/// translations. The page boundary shortly before makes sequences cross it.
enum Layout {
    static let codeBase: UInt64 = 0x8000_1000
    static let codeLength = 0x2000
    static let end: UInt64 = codeBase + 0x1040
    static let dataBase: UInt64 = 0x4010_0000
    static let dataLength = 0x2_0000
    static var dataMiddle: UInt64 { dataBase + UInt64(dataLength / 2) }
}

/// The registers that are compared, as one row of words: x0...x30, SP, NZCV, TPIDR_EL0, FPCR,
/// FPSR, two words for each of V0...V31, PC.
struct MachineState: Equatable {
    static let wordCount = 101
    static let spIndex = 31
    static let nzcvIndex = 32
    static let tpidrIndex = 33
    static let fpcrIndex = 34
    static let fpsrIndex = 35
    static let vectorIndex = 36
    static let pcIndex = 100

    private(set) var words = [UInt64](repeating: 0, count: wordCount)

    subscript(index: Int) -> UInt64 {
        get { words[index] }
        set { words[index] = newValue }
    }

    var pc: UInt64 {
        get { words[Self.pcIndex] }
        set { words[Self.pcIndex] = newValue }
    }

    mutating func withWords(_ body: (UnsafeMutablePointer<UInt64>) -> Void) {
        words.withUnsafeMutableBufferPointer { body($0.baseAddress!) }
    }

    static func name(_ index: Int) -> String {
        switch index {
        case spIndex: "sp"
        case nzcvIndex: "nzcv"
        case tpidrIndex: "tpidr_el0"
        case pcIndex: "pc"
        case fpcrIndex: "fpcr"
        case fpsrIndex: "fpsr"
        case vectorIndex..<pcIndex:
            "v\((index - vectorIndex) / 2)\((index - vectorIndex) % 2 == 0 ? " low" : " high")"
        default: "x\(index)"
        }
    }
}

/// How a run ended.
enum Outcome: Equatable {
    /// PC reached `Layout.end`, or the limit of instructions.
    case finished
    /// The instruction at this address raised an exception.
    case exception(at: UInt64)
    case other(String)
}

protocol Engine: AnyObject {
    /// The bytes of the data region.
    var data: UnsafeMutableRawPointer { get }
    func write(code words: [UInt32], at address: UInt64)
    /// Runs from `state` and leaves the final registers in it; at most `limit` instructions.
    func run(_ state: inout MachineState, limit: Int?) -> Outcome
    func clearMonitor()
}
