import Testing

@testable import SwiftVMM

@Suite struct SyndromeTests {
    @Test func valuesMatchTheManual() {
        #expect(Syndrome.svc(0).rawValue == 0x5600_0000)
        #expect(Syndrome.hvc(1).rawValue == 0x5a00_0001)
        #expect(Syndrome.smc(0).rawValue == 0x5e00_0000)
        #expect(Syndrome.brk(0x800).rawValue == 0xf200_0800)
        #expect(Syndrome.unknown.rawValue == 0x0200_0000)
        #expect(Syndrome.illegalState.rawValue == 0x3a00_0000)
        #expect(Syndrome.pcAlignment.rawValue == 0x8a00_0000)
        #expect(Syndrome.spAlignment.rawValue == 0x9a00_0000)
        #expect(Syndrome.wfx(isWFE: false).rawValue == 0x07e0_0000)
        #expect(Syndrome.wfx(isWFE: true).rawValue == 0x07e0_0001)
        #expect(Syndrome.simdFPAccess.rawValue == 0x1fe0_0000)
        // MRS x5, SCTLR_EL1: op0 3, op1 0, CRn 1, CRm 0, op2 0.
        let read = Syndrome.systemRegister(
            SystemRegisterEncoding(3, 0, 1, 0, 0), register: 5, isRead: true)
        #expect(read.rawValue == 0x6230_04a1)
        #expect(read.description.hasSuffix("MRS x5, SCTLR_EL1"))
    }

    @Test func aborts() {
        let load = Syndrome.dataAbort(
            fromLowerEL: true, faultStatusCode: 0x07, isWrite: false,
            instruction: .init(sizeLog2: 2, register: 3, is64Bit: false))
        #expect(load.rawValue == 0x9383_0007)
        #expect(
            load.description
                == "Data Abort from a lower Exception level: translation fault, level 3; "
                + "read of 4 bytes to w3")
        let fetch = Syndrome.instructionAbort(
            fromLowerEL: false, faultStatusCode: 0x0f, isOnTableWalk: false)
        #expect(fetch.rawValue == 0x8600_000f)
        let access = AccessDescriptor(.write, at: .el1)
        let fault = MMUFault(.permission, at: VirtualAddress(0x1000), for: access, level: 3)
        #expect(fault.syndrome(fromLowerEL: false).rawValue == 0x9600_004f)
        // Only stage 2 aborts describe the instruction.
        let instruction = Syndrome.AccessInstruction(sizeLog2: 3, register: 31, is64Bit: true)
        #expect(
            fault.syndrome(fromLowerEL: true, instruction: instruction).iss[bit: 24] == false)
        var two = fault
        two.stage = .two
        #expect(
            two.syndrome(fromLowerEL: true, instruction: instruction).description.hasSuffix(
                "write of 8 bytes from xzr"))
    }

    @Test(arguments: ExceptionClass.allCases)
    func everyClassHasAText(exceptionClass: ExceptionClass) {
        let syndrome = Syndrome(exceptionClass)
        #expect(syndrome.exceptionClass == exceptionClass)
        #expect(syndrome.description.hasPrefix(exceptionClass.name))
    }

    @Test func unknownValuesSurvive() {
        let value = Syndrome(rawValue: 0x7c12_3456)
        #expect(value.rawValue == 0x7c12_3456)
        #expect(value.exceptionClass == nil)
        #expect(value.description.contains("0x1f"))
    }

    @Test func faultStatusCodes() {
        let access = AccessDescriptor(.read, at: .el1)
        func code(_ kind: MMUFault.Kind, _ level: UInt8) -> UInt8 {
            MMUFault(kind, at: VirtualAddress(0), for: access, level: level).faultStatusCode
        }
        #expect((0...3).map { code(.addressSize, $0) } == [0, 1, 2, 3])
        #expect((0...3).map { code(.translation, $0) } == [4, 5, 6, 7])
        #expect((1...3).map { code(.accessFlag, $0) } == [9, 10, 11])
        #expect((1...3).map { code(.permission, $0) } == [13, 14, 15])
        #expect((0...3).map { code(.externalAbortOnWalk, $0) } == [0x14, 0x15, 0x16, 0x17])
        #expect(code(.externalAbort, 0) == 0x10)
        #expect(code(.alignment, 2) == 0x21)
    }
}
