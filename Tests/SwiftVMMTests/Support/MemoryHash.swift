// All of a guest's RAM in one number, to compare runs.

@testable import SwiftVMM

extension GuestMemory {
    /// FNV-1a over RAM, by 64-bit words.
    var hash: UInt64 {
        var hash: UInt64 = 0xcbf2_9ce4_8422_2325
        let words = host.assumingMemoryBound(to: UInt64.self)
        for index in 0..<Int(lengthBytes / 8) {
            // Most of RAM is never touched: position and value, and no chain of multiplications.
            let word = words[index]
            if word != 0 { hash = (hash ^ word ^ UInt64(index) << 32) &* 0x100_0000_01b3 }
        }
        return hash
    }
}
