// SBFM, UBFM, BFM with their shift, extend, extract and insert forms, and EXTR.
//
// With imms >= immr the field at immr moves down to bit 0; else the low imms + 1 bits move up to
// bit (width - immr).

extension A64Lifter {
    mutating func unsignedBitfieldMove(_ i: A64Instruction) {
        let (r, s) = (Int(i.immr), Int(i.imms))
        let bits = i.width.bits
        if s >= r {
            if s == bits - 1 {
                builder.integer(.shiftRight, i.width, xn(i), .immediate(Int32(r)), into: xd(i))
            } else {
                builder.extract(xn(i), lsb: r, length: s - r + 1, i.width, into: xd(i))
            }
        } else if s + 1 == r {
            builder.integer(
                .shiftLeft, i.width, xn(i), .immediate(Int32(bits - r)), into: xd(i))
        } else {
            builder.unary(
                .deposit, i.width, .zero, b: xn(i), immediate: field(lsb: bits - r, length: s + 1),
                into: xd(i))
        }
    }

    mutating func signedBitfieldMove(_ i: A64Instruction) {
        let (r, s) = (Int(i.immr), Int(i.imms))
        let bits = i.width.bits
        if s >= r {
            if s == bits - 1 {
                builder.integer(
                    .shiftRightArithmetic, i.width, xn(i), .immediate(Int32(r)), into: xd(i))
            } else {
                builder.extract(
                    xn(i), lsb: r, length: s - r + 1, signed: true, i.width, into: xd(i))
            }
        } else {
            let low = builder.extract(xn(i), lsb: 0, length: s + 1, signed: true, i.width)
            builder.integer(.shiftLeft, i.width, low, .immediate(Int32(bits - r)), into: xd(i))
        }
    }

    mutating func bitfieldMove(_ i: A64Instruction) {
        let (r, s) = (Int(i.immr), Int(i.imms))
        var source = xn(i)
        var place = field(lsb: i.width.bits - r, length: s + 1)
        if s >= r {
            if r != 0 {
                source = builder.integer(.shiftRight, i.width, source, .immediate(Int32(r)))
            }
            place = field(lsb: 0, length: s - r + 1)
        }
        builder.unary(
            .deposit, i.width, builder.x(i.rd), b: source, immediate: place, into: xd(i))
    }

    mutating func extract(_ i: A64Instruction) {
        let lsb = Int32(i.imms)
        if lsb == 0 {
            builder.move(xm(i), i.width, into: xd(i))
        } else if i.rn == i.rm {
            builder.integer(.rotateRight, i.width, xn(i), .immediate(lsb), into: xd(i))
        } else {
            builder.unary(.extractPair, i.width, xn(i), b: xm(i), immediate: lsb, into: xd(i))
        }
    }

    private func field(lsb: Int, length: Int) -> Int32 { Int32(lsb | length << 8) }
}
