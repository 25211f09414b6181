// GICv2's distributor: the registers that GICv3 does not have, or has differently.
// Source: GICv2 IHI 0048 §4.3.

extension GICState {
    private enum Offset {
        static let control: UInt64 = 0x000
        static let type: UInt64 = 0x004
        static let implementer: UInt64 = 0x008
        static let targets: UInt64 = 0x800
        static let targetsEnd: UInt64 = 0xc00
        static let generateSGI: UInt64 = 0xf00
        static let clearPendingSGI: UInt64 = 0xf10
        static let setPendingSGI: UInt64 = 0xf20
        static let setPendingSGIEnd: UInt64 = 0xf30
        static let identification: UInt64 = 0xfd0
    }

    /// The CPUs there are, one bit each.
    private var allCPUs: UInt8 { UInt8(truncatingIfNeeded: 1 << cpuCount - 1) }

    func readDistributor2(_ offset: UInt64, cpu: Int) -> UInt32 {
        switch offset {
        case Offset.control: return groupEnables
        case Offset.type: return UInt32(Self.sharedBankCount) | UInt32(cpuCount - 1) << 5
        case Offset.implementer: return Self.implementer
        case Offset.targets..<Offset.targetsEnd:
            return (0..<4).reduce(0) {
                $0 | UInt32(target(Int(offset - Offset.targets) + $1, cpu)) << UInt32(8 * $1)
            }
        case Offset.clearPendingSGI..<Offset.setPendingSGIEnd:
            let first = Int(offset & 0xf)
            return (0..<4).reduce(0) {
                $0 | UInt32(sgiSources[cpu][first + $1]) << UInt32(8 * $1)
            }
        case Offset.identification..<0x1000: return Self.identification(offset, revision: 2)
        default:
            return readInterruptRegister(offset, cpu: cpu, banks: 0...Self.sharedBankCount) ?? 0
        }
    }

    mutating func writeDistributor2(_ offset: UInt64, _ word: MaskedWord, cpu: Int) {
        switch offset {
        case Offset.control: groupEnables = word.merged(into: groupEnables) & 3
        case Offset.targets..<Offset.targetsEnd:
            // Also with one CPU, as in KVM: software for one that leaves them alone finds all
            // interrupts going there.
            for byte in 0..<4 where word.mask[bit: 8 * byte] {
                let spi = Int(offset - Offset.targets) + byte - 32
                guard targets.indices.contains(spi) else { continue }
                targets[spi] = UInt8(truncatingIfNeeded: word.value >> UInt32(8 * byte)) & allCPUs
            }
        case Offset.generateSGI: generateSGI(word.ones, from: cpu)
        case Offset.clearPendingSGI..<Offset.setPendingSGIEnd:
            for byte in 0..<4 {
                let sources = UInt8(truncatingIfNeeded: word.ones >> UInt32(8 * byte))
                let intid = Int(offset & 0xf) + byte
                if offset < Offset.setPendingSGI {
                    sgiSources[cpu][intid] &= ~sources
                } else {
                    sgiSources[cpu][intid] |= sources & allCPUs
                }
                local[cpu].latched[bit: intid] = sgiSources[cpu][intid] != 0
            }
        default:
            _ = writeInterruptRegister(
                offset, word, cpu: cpu, banks: 0...Self.sharedBankCount)
        }
    }

    /// GICD_ITARGETSR's byte for an interrupt; a private one targets whoever reads it.
    private func target(_ intid: Int, _ cpu: Int) -> UInt8 {
        if intid < 32 { return 1 << UInt8(cpu) }
        return targets.indices.contains(intid - 32) ? targets[intid - 32] : 0
    }

    /// GICD_SGIR.
    private mutating func generateSGI(_ value: UInt32, from sender: Int) {
        let intid = Int(value & 15)
        let chosen: UInt8
        switch value[bits: 24..<26] {
        case 0: chosen = UInt8(value[bits: 16..<24])
        case 1: chosen = ~(1 << UInt8(sender))
        case 2: chosen = 1 << UInt8(sender)
        default: return
        }
        for cpu in 0..<cpuCount where chosen[bit: cpu] {
            sgiSources[cpu][intid][bit: sender] = true
            local[cpu].latched[bit: intid] = true
        }
    }
}
