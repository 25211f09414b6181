// From the note of an image, which knows numbers, to what the checker knows by name.

extension ImageDeclaration {
    /// What an image declares, in the checker's terms; nil for an image without a note.
    ///
    /// - Throws: `badData` for an era or a kind of owner that nothing here knows.
    public init?(_ image: Image) throws(VMMError) {
        guard let note = image.declaration else { return nil }
        self.init(title: image.title)
        if let text = note.era {
            guard let era = Era(text) else {
                throw VMMError(
                    .badData, "\(image.name): the image note declares the era \"\(text)\"",
                    hint: "an era is a kernel release such as 4.12, or latest")
            }
            self.era = era
        }
        for owner in note.owners {
            guard let kind = OwnerKind(noteNumber: owner.kind) else {
                throw VMMError(
                    .badData,
                    "\(image.name): the image note declares an owner of kind \(owner.kind)")
            }
            owners.append(Owner(kind: kind, vectorBase: owner.vectorBase))
        }
    }
}

extension OwnerKind {
    /// Source: Firmware/arm64/include/note.h, `OWNER_` constants.
    init?(noteNumber: UInt32) {
        let kinds: [OwnerKind] = [.is64, .is64B, .is64A, .tp64, .ki64, .kf64, .kp64]
        guard (1...kinds.count).contains(Int(noteNumber)) else { return nil }
        self = kinds[Int(noteNumber) - 1]
    }
}
