import Testing

@testable import SwiftVMM

/// The memory-mapped registers of a GICv2, GICv2 IHI 0048 chapters 4 and 5.
@Suite struct GICv2RegisterTests {
    private let gic = GIC(version: .v2, cpuCount: 3)
    private let distributor: GICWindow
    private let interface: GICWindow

    init() {
        distributor = GICWindow(.distributor, of: gic)
        interface = GICWindow(.interface, of: gic)
        put(distributor, 0, 3)
        for cpu in 0..<3 {
            gic.accessor = cpu
            put(interface, 4, 0xff)
            put(interface, 0, 3)
        }
        gic.accessor = 0
    }

    private func put(_ window: GICWindow, _ offset: UInt64, _ value: UInt64) {
        _ = window.write(offset: offset, sizeBytes: 4, value: value)
    }

    private func get(_ window: GICWindow, _ offset: UInt64) -> UInt64 {
        window.read(offset: offset, sizeBytes: 4)
    }

    @Test func targetsAreMaskedAndPrivateOnesFixed() {
        #expect(get(distributor, 4)[bits: 5..<8] == 2)
        put(distributor, 0x820, 0xffff_ffff)
        #expect(get(distributor, 0x820) == 0x0707_0707)
        gic.accessor = 2
        put(distributor, 0x800, 0)
        #expect(get(distributor, 0x800) == 0x0404_0404)
    }

    /// One interrupt for each sender, the lowest first.
    @Test func softwareInterruptsKnowTheirSender() {
        for sender in [2, 1] {
            gic.accessor = sender
            put(distributor, 0xf00, 1 << 16 | 3)
        }
        gic.accessor = 0
        #expect(get(distributor, 0xf10) == 0b110 << 24)
        #expect(get(interface, 0x18) == 1 << 10 | 3)
        #expect(get(interface, 0x0c) == 1 << 10 | 3)
        #expect(get(interface, 0x0c) == 1023, "active")
        put(interface, 0x10, 1 << 10 | 3)
        #expect(get(interface, 0x0c) == 2 << 10 | 3)
        put(interface, 0x10, 2 << 10 | 3)
        #expect(get(interface, 0x0c) == 1023)
    }

    /// §3.2.3, the 1-N model: one of the targets acknowledges, the others see it no more.
    @Test func anInterruptForSeveralIsTakenByOne() {
        put(distributor, 0x104, 1 << 8)
        put(distributor, 0x828, 0b111)
        gic.setLevel(ofSharedInterrupt: 40, true)
        #expect(gic.lines.map(\.irq) == [true, true, true])
        gic.accessor = 1
        #expect(get(interface, 0x0c) == 40)
        #expect(gic.lines.map(\.irq) == [false, false, false])
        gic.accessor = 0
        #expect(get(interface, 0x0c) == 1023)
    }

    @Test func group1ThroughTheAliases() {
        put(distributor, 0x080, 1 << 5)
        put(distributor, 0xf00, 2 << 24 | 5)
        #expect(get(interface, 0x0c) == 1022)
        #expect(get(interface, 0x28) == 5)
        #expect(get(interface, 0x20) == 5)
        #expect(get(interface, 0xe0) == 1, "NSAPR0")
        #expect(get(interface, 0x14) == 0)
        put(interface, 0x24, 5)
        #expect(get(interface, 0x14) == 0xff)
        // Group 0 is not for the aliases.
        put(distributor, 0xf00, 2 << 24 | 6)
        #expect(get(interface, 0x20) == 1023)
        #expect(get(interface, 0x0c) == 6)
    }

    @Test func endAndDeactivationApart() {
        put(interface, 0, 3 | 1 << 9)
        put(distributor, 0xf00, 2 << 24 | 7)
        #expect(get(interface, 0x0c) == 7)
        put(interface, 0x10, 7)
        #expect(get(distributor, 0x300) == 1 << 7)
        put(interface, 0x1000, 7)
        #expect(get(distributor, 0x300) == 0)
    }

    @Test func softwareInterruptsCannotBeDisabled() {
        put(distributor, 0x180, 0xffff_ffff)
        #expect(get(distributor, 0x100) == 0xffff)
        put(distributor, 0x200, 0xffff)
        #expect(get(distributor, 0x200) == 0)
    }
}
