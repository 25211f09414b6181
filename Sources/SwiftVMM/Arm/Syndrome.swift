public enum ExceptionClass: UInt8, Sendable {
    case unknown = 0
    case waitTrap = 1
    case illegalExecutionState = 0x0e
    case svc = 0x15
    case hvc = 0x16
    case smc = 0x17
    case systemRegisterTrap = 0x18
    case instructionAbortLower = 0x20
    case instructionAbortSame = 0x21
    case pcAlignment = 0x22
    case dataAbortLower = 0x24
    case dataAbortSame = 0x25
    case stackAlignment = 0x26
    case serror = 0x2f
    case brk = 0x3c
}
public struct Syndrome: Sendable {
    public var rawValue: UInt64
    public init(_ ec: ExceptionClass, il: Bool, iss: UInt64) {
        rawValue = UInt64(ec.rawValue) << 26 | (il ? 1 << 25 : 0) | iss
    }
    static func supervisorCall(_ i: UInt16) -> Syndrome { Syndrome(.svc, il: true, iss: UInt64(i)) }
    static func hypervisorCall(_ i: UInt16) -> Syndrome { Syndrome(.hvc, il: true, iss: UInt64(i)) }
    static func secureMonitorCall(_ i: UInt16) -> Syndrome {
        Syndrome(.smc, il: true, iss: UInt64(i))
    }
    static func breakpoint(_ i: UInt16) -> Syndrome { Syndrome(.brk, il: true, iss: UInt64(i)) }
    static func waitTrap(isForEvent: Bool) -> Syndrome {
        Syndrome(.waitTrap, il: true, iss: isForEvent ? 1 : 0)
    }
    static func systemRegisterTrap(_ e: SystemRegisterEncoding, rt: UInt8, isRead: Bool) -> Syndrome
    {
        Syndrome(.systemRegisterTrap, il: true, iss: 0)
    }
    static func instructionAbort(_ f: MMUFault, fromSameEL: Bool) -> Syndrome {
        Syndrome(
            fromSameEL ? .instructionAbortSame : .instructionAbortLower, il: true,
            iss: UInt64(f.faultStatusCode))
    }
    static func dataAbort(_ f: MMUFault, fromSameEL: Bool, instruction: UInt32?) -> Syndrome {
        Syndrome(
            fromSameEL ? .dataAbortSame : .dataAbortLower, il: true, iss: UInt64(f.faultStatusCode))
    }
}
