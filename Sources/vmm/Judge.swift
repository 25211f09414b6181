// From the library's checker to what `vmm run` needs of it.

import ArgumentParser
import SwiftVMM

/// What the checker says at the end of a run.
struct Verdict {
    var hasViolations: Bool
    var text: String
    var json: JSON
}

/// Watches a run and judges it.
struct Judge {
    let observer: any VCPUObserver

    /// Checks the spelling of --era.
    static func validate(era: String?) throws {
        guard let era, era != "latest" else { return }
        let parts = era.split(separator: ".", omittingEmptySubsequences: false)
        guard parts.count == 2, parts.allSatisfy({ Int($0) != nil }) else {
            throw ValidationError("--era \(era): give a kernel release such as 4.9, or latest.")
        }
    }

    init(image: Image, era: String?) { observer = NoObserver() }

    func verdict(_ outcome: RunOutcome) -> Verdict? { nil }

    private final class NoObserver: VCPUObserver {
        let observedKinds: EventKinds = []
        func vcpu(_ vcpu: any VCPU, did event: Event) {}
    }
}
