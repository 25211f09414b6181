// Recognises a guest that takes exceptions for ever and gets nowhere.

/// Two ways of going nowhere: handlers that fault before completing one instruction, and an
/// instruction that faults again and again with the same registers although its handler returns.
struct ExceptionLoopDetector {
    /// Exceptions in a row without one completed instruction.
    private static let immediateLimit = 64
    /// Identical faults in a row.
    private static let identicalLimit = 4096

    private(set) var reason: StuckReason?
    var isStuck: Bool { reason != nil }
    private var immediate = 0
    /// Instructions executed when the last exception was taken, the one that raised it included.
    private var lastCount: UInt64 = 0
    private var identical = 0
    private var last = Fault(pc: 0, syndrome: 0, registers: 0)

    private struct Fault: Equatable {
        var pc: UInt64
        var syndrome: UInt64
        var registers: UInt64
    }

    /// An exception was taken, after `count` instructions and, if it is synchronous, one more.
    /// `isFault` means that its preferred return address is `pc` itself.
    mutating func note(
        vector: UInt64, syndrome: UInt64, pc: UInt64, isFault: Bool, state: ProcessorState,
        count: UInt64, isSynchronous: Bool
    ) {
        if count > lastCount { immediate = 0 }
        lastCount = count &+ (isSynchronous ? 1 : 0)
        immediate += 1
        if isFault {
            // FNV-1a over X0...X30 and SP.
            var hash: UInt64 = 0xcbf2_9ce4_8422_2325
            for slot in Slot.x0...Slot.sp { hash = (hash ^ state[slot]) &* 0x100_0000_01b3 }
            let fault = Fault(pc: pc, syndrome: syndrome, registers: hash)
            identical = fault == last ? identical + 1 : 0
            last = fault
        }
        if immediate > Self.immediateLimit || identical > Self.identicalLimit {
            reason = .exceptionLoop(vector: vector, syndrome: syndrome, faultingAddress: pc)
        }
    }
}
