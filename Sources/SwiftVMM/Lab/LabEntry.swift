// One entry of the laboratory: a bug, and the scene that shows it.

/// A bug of the catalogue, and how it is shown.
public struct LabEntry: Sendable {
    /// What the faulty form changes.
    enum Fault: Sendable {
        /// The words that the image's note has for the bug.
        case note
        /// These words of shared code: the first `original` of a routine is replaced.
        case words([Word])
        /// Another build of the image.
        case image(String)
        /// What is around the image: firmware, processor.
        case machine(@Sendable (inout MachineConfiguration) -> Void)
    }

    struct Word: Sendable {
        var routine: String
        var original: UInt32
        var replacement: UInt32

        init(_ routine: String, _ original: UInt32, _ replacement: UInt32) {
            self.routine = routine
            self.original = original
            self.replacement = replacement
        }
    }

    /// How the scene is looked at.
    enum Method: Sendable {
        /// One run.
        case run
        /// Every instruction between two marks, with this happening before it.
        case explore([Injection])
    }

    /// What the faulty form must be caught with.
    struct Expected: Sendable {
        var kind: RunCause.Kind
        /// The cause's key begins with it: "HYP-36".
        var key = ""
    }

    struct Scene: Sendable {
        var image = "lab"
        var argument: UInt64
        var fault: Fault
        var method = Method.run
        var expected: Expected
        /// Keys that begin so are part of the scene in both forms.
        var background: String?
        /// The machine of both forms.
        var machine: @Sendable (inout MachineConfiguration) -> Void = { _ in }
        /// What to look at, in a sentence or two: where the mechanism of the bug is.
        var note: String
    }

    enum Content: Sendable {
        case scene(Scene)
        /// Why it cannot be shown here.
        case reason(String)
    }

    public let id: String
    let content: Content

    /// The entry of the catalogue.
    public var bug: KnownBug {
        guard let bug = KnownBug.find(id) else { preconditionFailure("\(id) is no bug") }
        return bug
    }

    /// Why there is no scene; nil if there is one.
    public var reason: String? { if case .reason(let text) = content { text } else { nil } }

    var scene: Scene? { if case .scene(let scene) = content { scene } else { nil } }

    public static func find(_ id: String) -> LabEntry? {
        guard let bug = KnownBug.find(id) else { return nil }
        return table.first { $0.id == bug.id }
    }
}
