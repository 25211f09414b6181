// Interrupts that no device asserts: somebody wants to see what becomes of them.

/// Asserted until taken, once.
struct InjectedInterrupts: Equatable, Sendable {
    var irq = false
    var fiq = false
    /// A physical SError interrupt.
    var serror = false
}

extension EmulatedVCPU {
    /// Asserts an interrupt until this vCPU takes it; it stays pending while it is masked.
    func inject(_ type: ExceptionType) {
        switch type {
        case .irq: injected.irq = true
        case .fiq: injected.fiq = true
        case .serror: injected.serror = true
        case .synchronous: return
        }
        interruptsChanged()
    }

    func injectedWasTaken(_ type: ExceptionType) {
        switch type {
        case .irq: injected.irq = false
        case .fiq: injected.fiq = false
        case .serror: injected.serror = false
        case .synchronous: break
        }
        interruptsChanged()
    }
}
