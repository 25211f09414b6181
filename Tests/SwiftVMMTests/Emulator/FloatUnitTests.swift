// The floating-point unit against the host's arithmetic, which is IEEE 754 too, and against values
// of the manual where IEEE 754 leaves a choice.

import Testing

@testable import SwiftVMM

@Suite struct FloatUnitTests {
    private static let edges: [UInt64] = [
        0, 1, 2, 3, 0x000f_ffff_ffff_ffff, 0x0010_0000_0000_0000, 0x0010_0000_0000_0001,
        0x3ca0_0000_0000_0000, 0x3cb0_0000_0000_0000, 0x3fe0_0000_0000_0000,
        0x3fef_ffff_ffff_ffff, 0x3ff0_0000_0000_0000, 0x3ff0_0000_0000_0001,
        0x3ff8_0000_0000_0000, 0x4000_0000_0000_0000, 0x4330_0000_0000_0001,
        0x7fe0_0000_0000_0000, 0x7fef_ffff_ffff_ffff, 0x7ff0_0000_0000_0000,
        0x41df_ffff_ffc0_0000, 0x43df_ffff_ffff_ffff, 0x0008_0000_0000_0001,
    ]

    private static func operand(_ random: inout SplitMix) -> UInt64 {
        let sign = random.next() & 1 << 63
        return switch random.next() % 4 {
        case 0: random.next() & 0x7fff_ffff_ffff_ffff % 0x7ff0_0000_0000_0001 | sign
        case 1: (0x3fe0_0000_0000_0000 + random.next() >> 10) | sign
        case 2: (0x0008_0000_0000_0000 + random.next() >> 11) | sign
        default: edges[Int(random.next() % UInt64(edges.count))] | sign
        }
    }

    private static func equal(_ bits: UInt64, _ value: Double) -> Bool {
        value.isNaN ? bits == FloatFormat.double.defaultNaN : bits == value.bitPattern
    }

    private static func equal(_ bits: UInt64, _ value: Float) -> Bool {
        value.isNaN
            ? bits == FloatFormat.single.defaultNaN : bits == UInt64(value.bitPattern)
    }

    private static let runs = Effort.rounds(200_000)

    @Test func doubleAgreesWithTheHost() {
        var random = SplitMix(seed: 1)
        var unit = FloatUnit(fpcr: 1 << 25)
        for _ in 0..<Self.runs {
            let a = Self.operand(&random)
            let b = Self.operand(&random)
            let c = Self.operand(&random)
            let x = Double(bitPattern: a)
            let y = Double(bitPattern: b)
            let z = Double(bitPattern: c)
            if x.isNaN || y.isNaN || z.isNaN { continue }
            #expect(Self.equal(unit.add(a, b, .double), x + y), "\(x) + \(y)")
            #expect(
                Self.equal(unit.add(a, b, .double, subtracts: true), x - y), "\(x) - \(y)")
            #expect(Self.equal(unit.multiply(a, b, .double), x * y), "\(x) * \(y)")
            #expect(Self.equal(unit.divide(a, b, .double), x / y), "\(x) / \(y)")
            #expect(Self.equal(unit.squareRoot(a, .double), x.squareRoot()), "root \(x)")
            #expect(
                Self.equal(unit.multiplyAdd(c, a, b, .double), z.addingProduct(x, y)),
                "\(z) + \(x) * \(y)")
            #expect(unit.convert(a, from: .double, to: .single) == UInt64(Float(x).bitPattern))
            #expect(
                unit.roundToIntegral(a, .double, .nearestEven, isExact: false)
                    == x.rounded(.toNearestOrEven).bitPattern)
            #expect(
                unit.roundToIntegral(a, .double, .towardMinusInfinity, isExact: false)
                    == x.rounded(.down).bitPattern)
        }
    }

    @Test func singleAgreesWithTheHost() {
        var random = SplitMix(seed: 2)
        var unit = FloatUnit(fpcr: 1 << 25)
        for _ in 0..<Self.runs {
            func number() -> Float {
                let wide = Float(Double(bitPattern: Self.operand(&random)))
                let bits = UInt32(truncatingIfNeeded: random.next())
                return bits & 3 == 0 ? wide : Float(bitPattern: bits)
            }
            let x = number()
            let y = number()
            let z = number()
            if x.isNaN || y.isNaN || z.isNaN { continue }
            let a = UInt64(x.bitPattern)
            let b = UInt64(y.bitPattern)
            #expect(Self.equal(unit.add(a, b, .single), x + y), "\(x) + \(y)")
            #expect(Self.equal(unit.multiply(a, b, .single), x * y), "\(x) * \(y)")
            #expect(Self.equal(unit.divide(a, b, .single), x / y), "\(x) / \(y)")
            #expect(Self.equal(unit.squareRoot(a, .single), x.squareRoot()), "root \(x)")
            #expect(
                Self.equal(
                    unit.multiplyAdd(UInt64(z.bitPattern), a, b, .single), z.addingProduct(x, y)),
                "\(z) + \(x) * \(y)")
            #expect(unit.convert(a, from: .single, to: .double) == Double(x).bitPattern)
        }
    }

    /// Every half-precision number there and back, in both formats of it.
    @Test func halvesConvertExactly() {
        for alternative in [UInt64(0), 1 << 26] {
            var unit = FloatUnit(fpcr: alternative)
            for half in 0..<UInt64(1 << 16) {
                if alternative == 0 && FloatFormat.half.isNaN(half) { continue }
                for format in [FloatFormat.single, .double] {
                    let wide = unit.convert(half, from: .half, to: format)
                    #expect(unit.convert(wide, from: format, to: .half) == half)
                }
            }
            #expect(unit.flags.isEmpty)
        }
    }

    /// A result is reported inexact exactly if it is not the sum or product of its operands.
    @Test func inexactIsExact() {
        var random = SplitMix(seed: 3)
        for _ in 0..<Self.runs {
            let x = Float(bitPattern: 0x3f00_0000 + UInt32(random.next() & 0x1ff_ffff))
            let y = Float(bitPattern: 0x3f00_0000 + UInt32(random.next() & 0x1ff_f000))
            var unit = FloatUnit(fpcr: random.next() & 0x00c0_0000)
            let product = unit.multiply(UInt64(x.bitPattern), UInt64(y.bitPattern), .single)
            let exact = Double(x) * Double(y)
            let result = Double(Float(bitPattern: UInt32(product)))
            #expect(unit.flags == (result == exact ? [] : .inexact))
            switch unit.rounding {
            case .towardPlusInfinity: #expect(result >= exact)
            case .towardMinusInfinity, .towardZero: #expect(result <= exact)
            default: #expect(result == Double(Float(exact)))
            }
        }
    }

    @Test(
        arguments: [
            // operation, FPCR, a, b, result, flags
            ("add", 0, 0x7ff0_0000_0000_0001, 0x7ff8_0000_0000_0002, 0x7ff8_0000_0000_0001, 1),
            ("add", 0, 0x7ff8_0000_0000_0002, 0x7ff0_0000_0000_0001, 0x7ff8_0000_0000_0001, 1),
            ("add", 1 << 25, 0xfff8_0000_0000_0002, 0, 0x7ff8_0000_0000_0000, 0),
            ("add", 0, 0x7ff0_0000_0000_0000, 0xfff0_0000_0000_0000, 0x7ff8_0000_0000_0000, 1),
            ("add", 2 << 22, 0x3ff0_0000_0000_0000, 0xbff0_0000_0000_0000, 1 << 63, 0),
            ("add", 1 << 24, 1, 1, 0, 0x80),
            ("mul", 1 << 24, 0x0010_0000_0000_0000, 0x3fe0_0000_0000_0000, 0, 8),
            ("mul", 0, 0x0010_0000_0000_0001, 0x3fe0_0000_0000_0000, 0x0008_0000_0000_0000, 0x18),
            // Tiny before rounding, though it rounds to a normal number.
            ("mul", 0, 0x001f_ffff_ffff_ffff, 0x3fe0_0000_0000_0000, 0x0010_0000_0000_0000, 0x18),
            (
                "mul", 3 << 22, 0x7fe0_0000_0000_0000, 0x4000_0000_0000_0000,
                0x7fef_ffff_ffff_ffff, 0x14
            ),
            ("mulx", 0, 0x8000_0000_0000_0000, 0x7ff0_0000_0000_0000, 0xc000_0000_0000_0000, 0),
            ("div", 0, 0x3ff0_0000_0000_0000, 0x8000_0000_0000_0000, 0xfff0_0000_0000_0000, 2),
            ("maxnm", 0, 0x7ff8_0000_0000_0000, 0x3ff0_0000_0000_0000, 0x3ff0_0000_0000_0000, 0),
            ("recpe", 0, 0x3ff0_0000_0000_0000, 0, 0x3fef_f000_0000_0000, 0),
            ("rsqrte", 0, 0x4010_0000_0000_0000, 0, 0x3fdf_f000_0000_0000, 0),
        ] as [(String, UInt64, UInt64, UInt64, UInt64, UInt32)])
    func cases(
        _ name: String, _ fpcr: UInt64, _ a: UInt64, _ b: UInt64, _ result: UInt64, _ flags: UInt32
    ) {
        let operations: [String: FloatOperation] = [
            "add": .add, "mul": .multiply, "mulx": .multiplyExtended, "div": .divide,
            "maxnm": .maximumNumber, "recpe": .reciprocalEstimate, "rsqrte": .squareRootEstimate,
        ]
        var unit = FloatUnit(fpcr: fpcr)
        #expect(unit.apply(operations[name]!, .double, a, b, 0, immediate: 0) == result)
        #expect(unit.flags.rawValue == flags)
    }
}
