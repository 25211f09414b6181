// --trace: from events to a file or stderr.

import SwiftVMM

/// Passes the events of the wanted kinds to a sink.
final class Tracer: VCPUObserver {
    let observedKinds: EventKinds
    private let path: String?
    private let terminal: Terminal

    /// Nil without --trace.
    init?(kinds: EventKinds?, path: String?, format: OutputFormat, symbols: Symbols)
        throws(VMMError)
    {
        guard let kinds else { return nil }
        observedKinds = kinds
        self.path = path
        if let path {
            terminal = try Terminal(creating: path)
        } else {
            terminal = Terminal.standardError
        }
    }

    func vcpu(_ vcpu: any VCPU, did event: Event) {
        terminal.line(
            "\(event.time) vcpu\(event.vcpu) \(event.el) \(event.pc.fullHex) \(event.detail)")
    }

    func flush() { terminal.flush() }

    /// Where and why a write failed.
    var failure: String? { terminal.failure.map { "\(path ?? "stderr"): \($0)" } }
}
