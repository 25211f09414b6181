import Testing

@testable import SwiftVMM

@Suite struct PSCITests {
    private let psci = PSCI(
        cpus: [.on, .off, .onPending, .on], entryRange: 0x4000_0000..<0x4100_0000)

    private func answer(
        _ function: UInt64, _ first: UInt64 = 0, _ second: UInt64 = 0, _ third: UInt64 = 0
    ) -> PowerAction {
        psci.answer(function: function, arguments: (first, second, third))
    }

    private func returns(_ code: PSCI.ErrorCode) -> PowerAction { .returns(code.value) }

    @Test func versions() {
        #expect(answer(0x8400_0000) == .returns(0x0001_0001))
        #expect(answer(0x8000_0000) == .returns(0x0001_0001))
        #expect(answer(0x8400_0006) == .returns(2))
    }

    @Test func callsWithoutAnAnswer() {
        #expect(answer(0x8400_0002) == .cpuOff)
        #expect(answer(0x8400_0008) == .systemOff)
        #expect(answer(0x8400_0009) == .systemReset(.cold))
        #expect(answer(0x8400_000b) == .cpuOff)
    }

    @Test(arguments: [UInt64(0x8400_0012), 0xc400_0012]) func reset2(function: UInt64) {
        #expect(answer(function, 0, 7) == .systemReset(.warm))
        #expect(answer(function, 1) == returns(.invalidParameters))
        #expect(answer(function, 0x8000_0000) == returns(.invalidParameters))
    }

    @Test(arguments: [UInt64(0x8400_000d), 0xc400_000d]) func nodeHardwareState(function: UInt64) {
        #expect(answer(function, 0, 0) == .returns(0))
        #expect(answer(function, 1, 0) == .returns(1))
        #expect(answer(function, 2, 0) == .returns(0))
        #expect(answer(function, 0, 2) == .returns(0))
        #expect(answer(function, 9, 0) == returns(.invalidParameters))
        #expect(answer(function, 0, 4) == returns(.invalidParameters))
    }

    @Test(arguments: [UInt64(0x8400_000e), 0xc400_000e]) func systemSuspend(function: UInt64) {
        let alone = PSCI(cpuCount: 2, entryRange: 0x4000_0000..<0x4100_0000)
        #expect(
            alone.answer(function: function, arguments: (0x4000_0100, 7, 0))
                == .systemSuspend(entry: .init(0x4000_0100), context: 7))
        #expect(
            alone.answer(function: function, arguments: (0x4000_0101, 7, 0))
                == returns(.invalidAddress))
        // Others are on.
        #expect(answer(function, 0x4000_0100) == returns(.denied))
    }

    @Test(arguments: [UInt64(0x8400_0003), 0xc400_0003]) func cpuOn(function: UInt64) {
        #expect(
            answer(function, 1, 0x4000_0100, 7)
                == .turnOn(cpu: 1, entry: .init(0x4000_0100), context: 7, returns: 0))
        #expect(answer(function, 0, 0x4000_0100) == returns(.alreadyOn))
        #expect(answer(function, 2, 0x4000_0100) == returns(.onPending))
        #expect(answer(function, 4, 0x4000_0100) == returns(.invalidParameters))
        #expect(answer(function, 0x100, 0x4000_0100) == returns(.invalidParameters))
        #expect(answer(function, 1, 0x4000_0102) == returns(.invalidAddress))
        #expect(answer(function, 1, 0x3fff_fffc) == returns(.invalidAddress))
        #expect(answer(function, 1, 0x4100_0000) == returns(.invalidAddress))
    }

    @Test func narrowCallsUseNarrowArguments() {
        let wide: UInt64 = 0xffff_ffff_0000_0000
        #expect(
            answer(wide | 0x8400_0003, wide | 1, wide | 0x4000_0100, wide | 7)
                == .turnOn(cpu: 1, entry: .init(0x4000_0100), context: 7, returns: 0))
        #expect(answer(0xc400_0003, wide | 1, 0x4000_0100) == returns(.invalidParameters))
    }

    @Test(arguments: [UInt64(0x8400_0004), 0xc400_0004]) func affinityInfo(function: UInt64) {
        #expect(answer(function, 0, 0) == .returns(0))
        #expect(answer(function, 1, 0) == .returns(1))
        #expect(answer(function, 2, 0) == .returns(2))
        #expect(answer(function, 9, 0) == returns(.invalidParameters))
        #expect(answer(function, 0, 4) == returns(.invalidParameters))
        #expect(answer(function, 1, 1) == .returns(0))
        #expect(answer(function, 0x100, 1) == returns(.invalidParameters))
        #expect(answer(function, 0x100, 2) == .returns(0))
        #expect(answer(function, 0x8000_0000, 0) == returns(.invalidParameters))
        let asleep = PSCI(cpus: [.off, .onPending], entryRange: 0..<1)
        #expect(asleep.answer(function: function, arguments: (0, 3, 0)) == .returns(2))
    }

    @Test func suspend() {
        #expect(answer(0xc400_0001, 0) == .suspend(returns: 0))
        #expect(answer(0x8400_0001, 0x0301_ffff) == .suspend(returns: 0))
        #expect(answer(0x8400_0001, 0x0002_0000) == returns(.invalidParameters))
        #expect(answer(0xc400_000c, 0x4000_0000) == .suspend(returns: 0))
        #expect(answer(0x8400_000c, 0x3000_0000) == returns(.invalidAddress))
    }

    @Test func featuresAgreeWithTheAnswers() {
        for identifier: UInt64 in Array(0x8400_0000...0x8400_0020)
            + Array(0xc400_0000...0xc400_0020)
        {
            let isKnown = answer(0x8400_000a, identifier) == .returns(0)
            let result = answer(identifier, identifier & 0xff == 0xe ? 0x4000_0000 : 0x8400_0000)
            #expect(isKnown == (result != returns(.notSupported)))
        }
        #expect(answer(0x8400_000a, 0x8000_0000) == .returns(0))
        #expect(answer(0x8000_0001, 0x8000_0000) == .returns(0))
        #expect(answer(0x8000_0001, 0x8000_8000) == returns(.notSupported))
    }

    @Test func unknownCallsAreNotSupported() {
        // MIGRATE, MEM_PROTECT, wide forms that do not exist, a vendor call, garbage.
        for identifier: UInt64 in [0x8400_0005, 0x8400_0013, 0xc400_0000, 0xc600_0000, 0, .max] {
            #expect(answer(identifier) == .returns(.max))
        }
    }
}
