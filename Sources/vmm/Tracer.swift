// --trace: from events to a file or stderr.

import SwiftVMM

/// Passes the events of the wanted kinds to a sink.
final class Tracer: VCPUObserver {
    let observedKinds: EventKinds
    private let path: String?
    private let terminal: Terminal
    private let sink: any TraceSink

    /// Nil without --trace.
    init?(kinds: EventKinds?, path: String?, format: OutputFormat, symbols: Symbols)
        throws(VMMError)
    {
        guard let kinds else { return nil }
        let terminal = try path.map(Terminal.init(creating:)) ?? Terminal.standardError
        let write: (String) -> Void = { terminal.text($0) }
        sink =
            switch format {
            case .text: TextSink(kinds: kinds, symbols: symbols, output: write)
            case .json: JSONLinesSink(kinds: kinds, symbols: symbols, output: write)
            }
        self.terminal = terminal
        self.path = path
        observedKinds = kinds
    }

    func vcpu(_ vcpu: any VCPU, did event: Event) { sink.receive(event) }

    func flush() { terminal.flush() }

    /// Where and why a write failed.
    var failure: String? { terminal.failure.map { "\(path ?? "stderr"): \($0)" } }
}
