// VLD1 to VLD4, VST1 to VST4: which elements go where.

/// The operands of a load or store of structures.
public struct SIMDStructure: Equatable, Sendable {
    public enum Kind: Sendable { case multiple, lane, allLanes }

    public var kind: Kind
    /// log2 of the bytes of an element.
    public var sizeLog2: UInt32
    /// Elements of a structure, 1...4, each of which has a register.
    public var elements: UInt32
    /// How often that repeats with the next registers: VLD1 and VLD2 of several; VLD1 to all lanes
    /// of two registers.
    public var repeats: UInt32 = 1
    /// From one register of a structure to the next: 1 or 2.
    public var spacing: UInt32 = 1
    /// The element's place.
    public var lane: UInt32 = 0
    /// log2 of the alignment in bytes that the instruction demands; 0 for none of its own.
    public var alignmentLog2: UInt32 = 0

    /// What the address grows by.
    public var byteCount: UInt32 {
        kind == .multiple ? elements * repeats * 8 : elements << sizeLog2
    }

    /// Registers from the first to the last, and what lies between.
    var registerSpan: UInt32 { (elements - 1) * spacing + repeats }
}

extension AArch32Instruction {
    /// Nil where the combination is UNDEFINED or runs past D31.
    ///
    /// Source: Arm ARM, the decoding pseudocode of VLD1 to VLD4 in their three forms.
    public var structure: SIMDStructure? {
        let result =
            switch simdFormat {
            case .structures: multipleStructures
            case .structureLane: structureLane
            default: structureAllLanes
            }
        guard let result, dd + result.registerSpan <= 32 else { return nil }
        return result
    }

    private var multipleStructures: SIMDStructure? {
        let type = simdWord[bits: 8..<12]
        let align = simdWord[bits: 4..<6]
        var form = SIMDStructure(kind: .multiple, sizeLog2: simdWord[bits: 6..<8], elements: 1)
        form.alignmentLog2 = align == 0 ? 0 : align + 2
        switch type {
        case 0b0111, 0b1010, 0b0110, 0b0010:
            form.repeats = type == 0b0111 ? 1 : type == 0b1010 ? 2 : type == 0b0110 ? 3 : 4
            if type == 0b1010 ? align == 3 : type != 0b0010 && align >= 2 { return nil }
        case 0b1000, 0b1001, 0b0011:
            form.elements = 2
            form.repeats = type == 0b0011 ? 2 : 1
            form.spacing = type == 0b1000 ? 1 : 2
            if form.sizeLog2 == 3 || type != 0b0011 && align == 3 { return nil }
        case 0b0100, 0b0101:
            form.elements = 3
            form.spacing = type & 1 + 1
            if form.sizeLog2 == 3 || align >= 2 { return nil }
        default:
            form.elements = 4
            form.spacing = type & 1 + 1
            if form.sizeLog2 == 3 { return nil }
        }
        return form
    }

    private var structureLane: SIMDStructure? {
        let size = simdWord[bits: 10..<12]
        let elements = simdWord[bits: 8..<10] + 1
        let place = simdWord[bits: 4..<8]
        guard size < 3 else { return nil }
        var form = SIMDStructure(kind: .lane, sizeLog2: size, elements: elements)
        form.lane = place >> (size + 1)
        if elements > 1 && size > 0 && place[bit: Int(size)] { form.spacing = 2 }
        // What is left below the lane and the spacing says how the address is aligned.
        let low = place & ((1 << (size + 1)) - 1)
        switch elements {
        case 1:
            switch (size, low) {
            case (_, 0): break
            case (1, 1): form.alignmentLog2 = 1
            case (2, 3): form.alignmentLog2 = 2
            default: return nil
            }
        case 2:
            if size == 2 && low[bit: 1] { return nil }
            if low[bit: 0] { form.alignmentLog2 = size + 1 }
        case 3:
            if low & (size == 2 ? 3 : 1) != 0 { return nil }
        default:
            let align = low & (size == 2 ? 3 : 1)
            if align == 3 { return nil }
            if align != 0 { form.alignmentLog2 = size == 2 ? align + 2 : size + 2 }
        }
        return form
    }

    private var structureAllLanes: SIMDStructure? {
        let size = simdWord[bits: 6..<8]
        let elements = simdWord[bits: 8..<10] + 1
        let t = simdWord[bits: 5..<6]
        let isAligned = simdWord[bit: 4]
        var form = SIMDStructure(kind: .allLanes, sizeLog2: size, elements: elements)
        switch elements {
        case 1:
            if size == 3 || size == 0 && isAligned { return nil }
            form.repeats = t + 1
            if isAligned { form.alignmentLog2 = size }
        case 2:
            if size == 3 { return nil }
            form.spacing = t + 1
            if isAligned { form.alignmentLog2 = size + 1 }
        case 3:
            if size == 3 || isAligned { return nil }
            form.spacing = t + 1
        default:
            if size == 3 && !isAligned { return nil }
            form.spacing = t + 1
            if size == 3 {
                form.sizeLog2 = 2
                form.alignmentLog2 = 4
            } else if isAligned {
                form.alignmentLog2 = size == 2 ? 3 : size + 2
            }
        }
        return form
    }
}
