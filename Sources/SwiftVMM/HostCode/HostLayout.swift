// Where generated code finds things: the words before a vCPU's state block, the registers that hold
// guest registers, and the layout of the fast TLB.

/// The words before slot 0, by index: the code generator's half of the state block.
public enum EngineWord {
    /// How many there are.
    public static let count = 16

    /// Instructions until the next deadline; counted down at the head of each block.
    static let budget = -1
    /// Tables of the fast TLB instance in use.
    static let fastTLB = -2
    /// Host address minus VA of the pages with linear tags.
    static let linearAddend = -3
    /// Address of page flags minus page number of the VA, for the same pages.
    static let linearFlags = -4
    /// Identity of the translation context.
    static let contextID = -5
    /// The jump cache.
    static let jumpCache = -6
    /// NZCV as LAHF and SETO leave it in AX, carry inverted.
    static let flags = -7
    /// The vCPU object.
    static let vcpu = -8
    /// Virtual time at which the budget is used up.
    static let deadline = -9
    /// Address of page flags minus page number of the host address.
    static let hostFlags = -10
    /// Identity of the values of all trap controls.
    static let trapControls = -11
    /// Not zero when unmasking an interrupt may have it taken.
    static let interruptPending = -12
    /// The host stack pointer on entry is above this frame; 8 bytes of scratch for generated code.
    static let scratch = -13
    /// The RunState.
    static let runState = -14
    /// `floatMask.value` if the host's floating-point unit computes what the guest's does, else 0.
    static let floatMask = -15
}

/// The fast TLB of one context: tags for reads, tags for writes, addends, each an array of words.
///
/// A tag is the number of a virtual page. Of pages whose host address is not VA plus the linear
/// addend, the tag has the top bit set, which no page number has.
enum FastTLBLayout {
    static let entryCount = 1024
    static let writeTags = entryCount
    static let addends = 2 * entryCount
    static let wordCount = 3 * entryCount
    static let nonlinear: UInt64 = 1 << 63
    static let emptyTag = UInt64.max
}

/// One entry of the jump cache, as generated code reads it.
enum JumpCacheLayout {
    static let entryCount = 16384
    static let strideLog2 = 5
    /// The bits of a PC that choose its entry.
    static let pcMask = Int32(entryCount - 1) << 2
    static let pc: Int32 = 0
    static let contextID: Int32 = 8
    static let block: Int32 = 16
    static let code: Int32 = 24
}

/// What a result must have in common with this to count: see `BlockCompiler.emitScalarCheck`.
enum FloatMask {
    /// FPSR.IXC, on which the masks depend.
    static let inexact: Int32 = 1 << 4
    /// For double precision in the low half, for single precision in the high one.
    static let value: UInt64 = (0x7e << 32 | 0x3fe) << 4
    /// Offset of the half for single precision, in bytes.
    static let single: Int32 = 4
}

/// Guest registers that generated code keeps in host registers.
enum HostRegisters {
    /// The state block.
    static let state = X86Register.rbp
    static let fastTLB = X86Register.r14
    static let addend = X86Register.r15
    /// Never hold a guest register between instructions.
    static let scratch: [X86Register] = [.rsi, .rdx, .rcx, .rax]

    /// Slot and register.
    static let pinned: [(slot: UInt16, register: X86Register)] = [
        (0, .rbx), (1, .rdi), (2, .r8), (3, .r9), (19, .r12), (20, .r13), (21, .r10),
        (Slot.sp, .r11),
    ]

    static func pin(_ slot: UInt16) -> X86Register? {
        switch slot {
        case 0: .rbx
        case 1: .rdi
        case 2: .r8
        case 3: .r9
        case 19: .r12
        case 20: .r13
        case 21: .r10
        case Slot.sp: .r11
        default: nil
        }
    }

    /// Address of a slot.
    static func memory(_ slot: UInt16) -> X86Memory { X86Memory(state, Int32(slot) * 8) }
    /// Address of an engine word.
    static func word(_ index: Int) -> X86Memory { X86Memory(state, Int32(index) * 8) }
}
