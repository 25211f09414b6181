// Loads and stores of S and D registers, and of structures.

extension AArch32Lifter {
    /// Two words, each of which must be aligned; that is all a D register asks for.
    private static let word = MemoryAccess(sizeLog2: 2, mustAlign: true)

    mutating func simdLoadStore(_ i: AArch32Instruction) {
        switch i.simdFormat {
        case .loadStore: loadStoreNumber(i)
        case .loadStoreMultiple: loadStoreNumbers(i)
        default: loadStoreStructures(i)
        }
    }

    /// The base, PC aligned to a word.
    private mutating func base(_ n: UInt32) -> Value {
        n == 15 ? builder.constant(pcValue & ~3) : register(n)
    }

    // MARK: Words

    /// A D register in memory: its low word first, unless data are big-endian.
    private mutating func loadDouble(_ base: Value, _ offset: Int32) -> (low: Value, high: Value) {
        let second = builder.temporary()
        let first = builder.memory(
            .loadPair, Self.word, address: base, offset: offset, c: second,
            into: builder.temporary())
        return builder.mode.bigEndian ? (second, first) : (first, second)
    }

    private mutating func join(_ words: (low: Value, high: Value), into d: Value) {
        builder.unary(
            .deposit, .w64, words.low, b: words.high, immediate: 32 | 32 << 8, into: d)
    }

    private mutating func storeDouble(_ base: Value, _ offset: Int32, _ d: Value) {
        let high = builder.integer(.shiftRight, .w64, d, .immediate(32))
        let isBig = builder.mode.bigEndian
        builder.memory(
            .storePair, Self.word, address: base, offset: offset, b: isBig ? high : d,
            c: isBig ? d : high)
    }

    private mutating func loadStoreNumber(_ i: AArch32Instruction) {
        let base = base(i.rn)
        let magnitude = Int32(i.simdWord & 0xff) * 4
        let offset = i.simdWord[bit: 23] ? magnitude : -magnitude
        switch (i.simd == .vldr, i.isDouble) {
        case (true, true): join(loadDouble(base, offset), into: double(i.dd))
        case (true, false):
            let value = builder.memory(
                .load, Self.word, address: base, offset: offset, into: builder.temporary())
            writeSingle(i.sd, value)
        case (false, true): storeDouble(base, offset, double(i.dd))
        default:
            let value = single(i.sd)
            builder.memory(.store, Self.word, address: base, offset: offset, b: value)
        }
    }

    /// Nothing is written before the last access can no longer fault.
    private mutating func loadStoreNumbers(_ i: AArch32Instruction) {
        let base = base(i.rn)
        let bytes = Int32(i.simdWord & 0xff) * 4
        let adds = i.simdWord[bit: 23]
        var offset = adds ? 0 : -bytes
        let count = i.registerCount
        let step: Int32 = i.isDouble ? 8 : 4
        if i.simd == .vstm {
            for n in 0..<count {
                if i.isDouble {
                    storeDouble(base, offset, double(i.dd + n))
                } else {
                    let value = single(i.sd + n)
                    builder.memory(.store, Self.word, address: base, offset: offset, b: value)
                }
                offset += step
            }
        } else if i.isDouble {
            let words = (0..<count).map { n in loadDouble(base, offset + Int32(n) * step) }
            for n in 0..<count { join(words[Int(n)], into: double(i.dd + n)) }
        } else {
            let words = (0..<count).map { n in
                builder.memory(
                    .load, Self.word, address: base, offset: offset + Int32(n) * step,
                    into: builder.temporary())
            }
            for n in 0..<count { writeSingle(i.sd + n, words[Int(n)]) }
        }
        if i.simdWord[bit: 21] {
            builder.integer(.add, .w32, base, .immediate(adds ? bytes : -bytes), into: base)
        }
    }

    // MARK: Structures

    private mutating func loadStoreStructures(_ i: AArch32Instruction) {
        guard let form = i.structure else { return }
        let kind: StructureAccess.Kind =
            switch form.kind {
            case .multiple: .multiple
            case .lane: .single
            case .allLanes: .replicate
            }
        // VLD1 to all lanes of two registers has one element.
        let isPair = form.kind == .allLanes && form.repeats == 2
        let access = StructureAccess(
            aarch32: kind, structure: Int(form.elements), repeats: isPair ? 1 : Int(form.repeats),
            lane: Int(form.lane), spacing: Int(form.spacing),
            alignmentLog2: Int(form.alignmentLog2))
        let base = register(i.rn)
        builder.memory(
            i.simd == .vld ? .loadStructure : .storeStructure,
            MemoryAccess(sizeLog2: Int(form.sizeLog2)), address: base, offset: access.rawValue,
            b: double(i.dd))
        if isPair { builder.move(double(i.dd), into: double(i.dd + 1)) }
        switch i.rm {
        case 15: break
        case 13:
            builder.integer(.add, .w32, base, .immediate(Int32(form.byteCount)), into: base)
        default: builder.integer(.add, .w32, base, register(i.rm), into: base)
        }
    }
}
