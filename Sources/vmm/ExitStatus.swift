// The exit codes: documented, stable, and the only ones `vmm` uses.

import ArgumentParser
import SwiftVMM

enum ExitStatus: Int32, CaseIterable {
    case success = 0
    case guestFailure = 1
    case ruleViolated = 2
    case guestStuck = 3
    case usage = 64
    case badData = 65
    case missingInput = 66
    case unavailable = 69
    case bug = 70
    case hostSystem = 71
    case noPermission = 77
    case limitReached = 124
    case interrupted = 130

    /// One line, as `vmm explain` and the help of `vmm run` print it.
    var meaning: String {
        switch self {
        case .success: "the guest ended well, and no rule was violated"
        case .guestFailure: "the guest ended with a failure code of its own"
        case .ruleViolated: "a rule was violated, or --hazards found one; wins over 1, 3 and 124"
        case .guestStuck: "the guest can make no progress: exception loop, or nothing to wake it"
        case .usage: "the command line makes no sense"
        case .badData: "the image or another input is malformed, or does not fit into memory"
        case .missingInput: "an input file does not exist"
        case .unavailable: "the backend that was asked for cannot be had here"
        case .bug: "a bug in vmm itself; please report it with the command and the image"
        case .hostSystem: "the host refused something: a read or write failed, no memory"
        case .noPermission: "no permission for a file or for /dev/kvm"
        case .limitReached: "--timeout or --max-instructions was reached"
        case .interrupted: "interrupted with Ctrl-C; the report covers what ran until then"
        }
    }

    init(_ code: VMMError.Code) {
        self =
            switch code {
            case .badData: .badData
            case .missingInput: .missingInput
            case .unavailable: .unavailable
            case .hostSystem: .hostSystem
            case .noPermission: .noPermission
            case .usage: .usage
            }
    }

    var exitCode: ExitCode { ExitCode(rawValue) }
}

extension VMMError {
    /// Prints the error and ends the command with its exit code.
    var asExit: ExitCode {
        Terminal.standardError.line("error: \(message)")
        if let hint { Terminal.standardError.line("hint: \(hint)") }
        return ExitStatus(code).exitCode
    }
}
