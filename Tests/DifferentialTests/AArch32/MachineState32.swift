// What the comparison of the 32-bit instruction sets compares, and on whose behalf.

@testable import SwiftVMM

/// R0...R14, PC, CPSR, FPSCR, D0...D31, in one row.
struct MachineState32: Equatable {
    static let pcIndex = 15
    static let cpsrIndex = 16
    static let fpscrIndex = 17
    static let vectorIndex = 18
    static let wordCount = 50

    var words = [UInt64](repeating: 0, count: wordCount)

    subscript(index: Int) -> UInt64 {
        get { words[index] }
        set { words[index] = newValue }
    }

    static func name(_ index: Int) -> String {
        switch index {
        case pcIndex: "pc"
        case cpsrIndex: "cpsr"
        case fpscrIndex: "fpscr"
        case vectorIndex...: "d\(index - vectorIndex)"
        default: "r\(index)"
        }
    }
}

/// A run of instructions that ends at `Layout.end`, and the state it starts from.
struct Sequence32 {
    var isThumb: Bool
    var halfwords: [UInt16]
    var state: MachineState32
    var touchesMemory = false
    /// One instruction, which may go anywhere.
    var isSingle = false
    /// The rows it is made of.
    var rows: [String] = []

    var start: UInt64 { Layout.end - UInt64(2 * halfwords.count) }
}
