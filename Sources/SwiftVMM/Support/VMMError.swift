// The one error type of the public surface: the host's or the user's doing, never the guest's.

/// What went wrong, in words a person can act on.
public struct VMMError: Error, Equatable, Sendable {
    /// Stable kinds; `vmm` turns each into an exit code.
    public enum Code: String, Sendable {
        /// The image or configuration is malformed: exit code 65.
        case badData
        /// A file does not exist: 66.
        case missingInput
        /// The requested engine cannot be had here: 69.
        case unavailable
        /// The host refused something: 71.
        case hostSystem
        /// No permission: 77.
        case noPermission
        /// The request makes no sense: 64.
        case usage
    }

    public var code: Code
    /// What was attempted, on what, and what was found, numbers included.
    public var message: String
    /// The next step a person can take.
    public var hint: String?

    public init(_ code: Code, _ message: String, hint: String? = nil) {
        self.code = code
        self.message = message
        self.hint = hint
    }
}

extension VMMError: CustomStringConvertible {
    public var description: String { hint.map { "\(message)\nhint: \($0)" } ?? message }
}
