import Testing

@testable import SwiftVMM

/// The memory-mapped registers of a GICv3, GICv3 IHI 0069 chapter 12.
@Suite struct GICv3RegisterTests {
    private let gic = GIC(version: .v3, cpuCount: 3)
    private let distributor: GICWindow
    private let redistributors: GICWindow

    init() {
        distributor = GICWindow(.distributor, of: gic)
        redistributors = GICWindow(.redistributors, of: gic)
    }

    private func write(_ offset: UInt64, _ value: UInt64, sizeBytes: Int = 4) {
        #expect(distributor.write(offset: offset, sizeBytes: sizeBytes, value: value) == .none)
    }

    private func read(_ offset: UInt64, sizeBytes: Int = 4) -> UInt64 {
        distributor.read(offset: offset, sizeBytes: sizeBytes)
    }

    @Test func identification() {
        #expect(read(0x4) & 0x1f == 8)
        #expect(read(0x4)[bit: 10] == false, "SecurityExtn")
        #expect(read(0x4)[bit: 17] == false, "LPIS")
        #expect(read(0xffe8) == 0x3b)
        #expect(redistributors.read(offset: 0xffe8, sizeBytes: 4) == 0x3b)
        #expect(redistributors.read(offset: 0x1_ffe8, sizeBytes: 4) == 0x3b)
    }

    /// GICD_CTLR.ARE and DS are fixed at one.
    @Test func control() {
        #expect(read(0) == 0x50)
        write(0, 0xffff_ffff)
        #expect(read(0) == 0x53)
        write(0, 0)
        #expect(read(0) == 0x50)
    }

    @Test func redistributorTypes() {
        for cpu in 0..<3 as Range<UInt64> {
            let type = redistributors.read(offset: cpu * 0x2_0000 + 8, sizeBytes: 8)
            #expect(type >> 32 == cpu, "affinity")
            #expect(type[bits: 8..<24] == cpu, "Processor_Number")
            #expect(type[bit: 4] == (cpu == 2), "Last")
            #expect(!type[bit: 0], "PLPIS")
        }
    }

    /// ChildrenAsleep follows ProcessorSleep.
    @Test func waker() {
        #expect(redistributors.read(offset: 0x14, sizeBytes: 4) == 6)
        _ = redistributors.write(offset: 0x14, sizeBytes: 4, value: 0)
        #expect(redistributors.read(offset: 0x14, sizeBytes: 4) == 0)
        #expect(redistributors.read(offset: 0x2_0014, sizeBytes: 4) == 6)
    }

    /// With affinity routing the distributor's first bank is the redistributors'.
    @Test(arguments: [0x80, 0x100, 0x200, 0x300, 0x400, 0xc00, 0x800, 0xf00] as [UInt64])
    func privateInterruptsAreNotTheDistributors(_ offset: UInt64) {
        write(offset, 0xffff_ffff)
        #expect(read(offset) == 0)
        #expect(gic.state == GICState(version: .v3, cpuCount: 3))
    }

    @Test func setAndClearRegisters() {
        for (set, clear) in [(0x100, 0x180), (0x200, 0x280), (0x300, 0x380)] as [(UInt64, UInt64)] {
            write(set + 8, 0xf0f0)
            write(set + 8, 0x0f00)
            #expect(read(set + 8) == 0xfff0)
            #expect(read(clear + 8) == 0xfff0)
            write(clear + 8, 0x00f0)
            #expect(read(set + 8) == 0xff00)
            // Beyond the last interrupt.
            write(set + 0x24, 0xffff_ffff)
            #expect(read(set + 0x24) == 0)
        }
    }

    @Test func prioritiesHaveFiveBitsAndBytes() {
        write(0x420, 0xffff_ffff)
        #expect(read(0x420) == 0xf8f8_f8f8)
        write(0x422, 0x47, sizeBytes: 1)
        #expect(read(0x420) == 0xf840_f8f8)
        #expect(read(0x422, sizeBytes: 1) == 0x40)
        #expect(read(0x422, sizeBytes: 2) == 0xf840)
        write(0x520, 0xffff_ffff)
        #expect(read(0x520) == 0)
    }

    /// SGIs are edge-triggered for good.
    @Test func configuration() {
        _ = redistributors.write(offset: 0x1_0c00, sizeBytes: 4, value: 0)
        #expect(redistributors.read(offset: 0x1_0c00, sizeBytes: 4) == 0xaaaa_aaaa)
        write(0xc08, 0xffff_ffff)
        #expect(read(0xc08) == 0xaaaa_aaaa)
    }

    @Test func routingTakes64Bits() {
        write(0x6000 + 8 * 40, 0xff_8000_ff02, sizeBytes: 8)
        #expect(read(0x6000 + 8 * 40, sizeBytes: 8) == 0xff_0000_ff02)
        #expect(gic.state.targets[8] == 0)
        write(0x6000 + 8 * 40, 2, sizeBytes: 8)
        #expect(gic.state.targets[8] == 4)
        write(0x6000 + 8 * 31, 2, sizeBytes: 8)
        #expect(read(0x6000 + 8 * 31, sizeBytes: 8) == 0)
    }

    // MARK: Wires

    private func prepare(_ intid: Int, priority: UInt8 = 0x80) {
        gic.changeAny {
            $0.groupEnables = 3
            for cpu in 0..<3 {
                $0.interfaces[cpu].mask = 0xf8
                $0.interfaces[cpu].enables0 = true
                $0.interfaces[cpu].enables1 = true
            }
            $0[bank: intid / 32, of: 0].enabled[bit: intid & 31] = true
            $0[bank: intid / 32, of: 0].group[bit: intid & 31] = true
            $0[bank: intid / 32, of: 0].priorities[intid & 31] = priority
        }
    }

    @Test func aLevelFollowsItsWire() {
        prepare(40)
        gic.setLevel(ofSharedInterrupt: 40, true)
        #expect(gic.lines.map(\.irq) == [true, false, false])
        #expect(gic.change(0) { $0.acknowledge(0, .one) } == 40)
        #expect(!gic.lines[0].irq)
        // Still high at its end: pending again.
        gic.change(0) { $0.endInterrupt(0, .one, intid: 40) }
        #expect(gic.lines[0].irq)
        gic.setLevel(ofSharedInterrupt: 40, false)
        #expect(!gic.lines[0].irq)
    }

    @Test func anEdgeIsLatched() {
        prepare(40)
        write(0xc08, 2 << 16)
        gic.setLevel(ofSharedInterrupt: 40, true)
        gic.setLevel(ofSharedInterrupt: 40, false)
        #expect(gic.lines[0].irq)
        #expect(gic.change(0) { $0.acknowledge(0, .one) } == 40)
        // Another edge while it is active.
        gic.setLevel(ofSharedInterrupt: 40, true)
        gic.change(0) { $0.endInterrupt(0, .one, intid: 40) }
        #expect(gic.lines[0].irq)
        write(0x284, 1 << 8)
        #expect(!gic.lines[0].irq)
    }

    @Test func numbersOutOfRangeAreIgnored() {
        let before = gic.state
        for intid in [-1, 0, 31, 288, 1023, Int.max] {
            gic.setLevel(ofSharedInterrupt: intid, true)
        }
        #expect(gic.state == before)
    }

    @Test func restoring() {
        prepare(40)
        let saved = gic.state
        gic.setLevel(ofSharedInterrupt: 40, true)
        #expect(gic.lines[0].irq)
        gic.restore(saved)
        #expect(!gic.lines[0].irq)
        #expect(gic.state == saved)
    }

    // MARK: SGIs

    @Test func softwareInterrupts() {
        prepare(5)
        gic.changeAny { state in
            for cpu in 0..<3 { state.local[cpu].group = ~0 }
            state.generateSGI(5 << 24 | 0b1111, from: 0, group: .one)
        }
        #expect(gic.state.local.map(\.latched) == [32, 32, 32])
        gic.restore(GICState(version: .v3, cpuCount: 3))
        gic.changeAny { state in
            for cpu in 0..<3 { state.local[cpu].group = ~0 }
            // Another cluster, the upper half of the list, the wrong group: nobody.
            state.generateSGI(5 << 24 | 1 << 16 | 1, from: 0, group: .one)
            state.generateSGI(5 << 24 | 1 << 44 | 1, from: 0, group: .one)
            state.generateSGI(5 << 24 | 1, from: 0, group: .zero)
        }
        #expect(gic.state.local.map(\.latched) == [0, 0, 0])
        gic.changeAny { $0.generateSGI(5 << 24 | 1 << 40, from: 1, group: .one) }
        #expect(gic.state.local.map(\.latched) == [32, 0, 32])
    }
}
