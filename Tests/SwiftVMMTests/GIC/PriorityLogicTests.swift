import Testing

@testable import SwiftVMM

/// GICv3 IHI 0069, "Interrupt prioritization": masking, group priorities, preemption, drop.
@Suite struct PriorityLogicTests {
    private func interrupt(_ priority: UInt8, _ group: InterruptGroup = .one) -> PendingInterrupt {
        PendingInterrupt(intid: 40, priority: priority, group: group)
    }

    private func enabled() -> PriorityLogic {
        var logic = PriorityLogic()
        logic.enables0 = true
        logic.enables1 = true
        logic.setMask(0xff)
        return logic
    }

    @Test func maskHasFiveBits() {
        #expect(enabled().mask == 0xf8)
    }

    @Test func disabledGroupsAndMaskedPrioritiesAreNotSignalled() {
        var logic = enabled()
        #expect(logic.signals(interrupt(0x80)))
        logic.setMask(0x80)
        #expect(!logic.signals(interrupt(0x80)))
        #expect(logic.signals(interrupt(0x78)))
        logic.enables1 = false
        #expect(!logic.signals(interrupt(0)))
        #expect(logic.signals(interrupt(0, .zero)))
    }

    /// BPR0 of 2...7 leaves 5...0 bits of group priority; BPR1 has one bit fewer.
    @Test(arguments: 0...7)
    func binaryPoints(_ point: UInt64) {
        var logic = enabled()
        logic.setBinaryPoint0(point)
        logic.setBinaryPoint1(point)
        #expect(logic.binaryPoint0 == max(UInt8(point), 2))
        #expect(logic.binaryPoint1 == max(UInt8(point), 3))
        let masks: [UInt8] = [0xf8, 0xf8, 0xf8, 0xf0, 0xe0, 0xc0, 0x80, 0x00]
        #expect(logic.groupPriorityMask(.zero) == masks[Int(point)])
        #expect(logic.groupPriorityMask(.one) == (point < 4 ? 0xf8 : masks[Int(point) - 1]))
    }

    @Test func sharedBinaryPoint() {
        var logic = enabled()
        logic.setBinaryPoint1(3)
        logic.setBinaryPoint0(5)
        logic.sharesBinaryPoint = true
        #expect(logic.binaryPoint1 == 6)
        #expect(logic.groupPriorityMask(.one) == logic.groupPriorityMask(.zero))
        logic.setBinaryPoint1(7)
        logic.sharesBinaryPoint = false
        #expect(logic.binaryPoint1 == 3)
    }

    @Test func onlyAHigherGroupPriorityPreempts() {
        var logic = enabled()
        logic.setBinaryPoint1(5)  // group priority in bits 7...5
        logic.activate(interrupt(0x90))
        #expect(logic.runningPriority == 0x80)
        #expect(!logic.signals(interrupt(0x80)))
        #expect(logic.signals(interrupt(0x78)))
    }

    @Test func dropsOnlyTheHighestAndOnlyOfItsGroup() {
        var logic = enabled()
        logic.activate(interrupt(0x80))
        logic.activate(interrupt(0x40, .zero))
        #expect(logic.runningPriority == 0x40)
        #expect(logic.drop(.one) == nil)
        #expect(logic.drop(.zero) == 0x40)
        #expect(logic.drop(.zero) == nil)
        #expect(logic.drop(.one) == 0x80)
        #expect(logic.runningPriority == PriorityLogic.idlePriority)
    }
}
