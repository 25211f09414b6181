// GICv3's memory-mapped registers: the distributor, and for each CPU a redistributor of two 64 KiB
// frames. Source: GICv3 IHI 0069, "Distributor register map", "Redistributor register map".

extension GICState {
    enum Distributor {
        static let control: UInt64 = 0x0000
        static let type: UInt64 = 0x0004
        static let implementer: UInt64 = 0x0008
        static let routing: UInt64 = 0x6000
        static let identification: UInt64 = 0xffd0
    }

    /// GICD_CTLR.ARE and DS: read as one and ignore writes.
    private static let affinityRouting: UInt32 = 1 << 4
    private static let disableSecurity: UInt32 = 1 << 6
    /// GICD_IIDR and GICR_IIDR. Implementer 0 is nobody's; revision 0.
    static let implementer: UInt32 = 0
    /// GICD_TYPER: ITLinesNumber, no LPIs, no message-based SPIs, 10-bit INTIDs, affinity 3 valid,
    /// no 1-of-N distribution.
    static let distributorType: UInt32 =
        UInt32(sharedBankCount) | 9 << 19 | 1 << 24 | 1 << 25

    /// PIDR4...7, PIDR0...3 and CIDR0...3, the last 48 bytes of every frame. PIDR2 has the
    /// architecture revision.
    static func identification(_ offset: UInt64, revision: UInt32) -> UInt32 {
        switch offset & 0x3c {
        case 0x10: 0x44
        case 0x20: 0x92
        case 0x24: 0xb4
        case 0x28: revision << 4 | 0xb
        case 0x30: 0x0d
        case 0x34: 0xf0
        case 0x38: 0x05
        case 0x3c: 0xb1
        default: 0
        }
    }

    // MARK: Distributor

    func readDistributor3(_ offset: UInt64) -> UInt32 {
        switch offset {
        case Distributor.control:
            return groupEnables | Self.affinityRouting | Self.disableSecurity
        case Distributor.type: return Self.distributorType
        case Distributor.implementer: return Self.implementer
        case Distributor.identification...0xfffc:
            return Self.identification(offset, revision: UInt32(version.rawValue))
        case Distributor.routing..<0x8000:
            guard let spi = Self.routedInterrupt(offset) else { return 0 }
            return UInt32(truncatingIfNeeded: routes[spi] >> (offset & 4 == 0 ? 0 : 32))
        default:
            return readInterruptRegister(offset, cpu: 0, banks: 1...Self.sharedBankCount) ?? 0
        }
    }

    mutating func writeDistributor3(_ offset: UInt64, _ word: MaskedWord) {
        switch offset {
        case Distributor.control: groupEnables = word.merged(into: groupEnables) & 3
        case Distributor.routing..<0x8000:
            guard let spi = Self.routedInterrupt(offset) else { return }
            let shift: UInt64 = offset & 4 == 0 ? 0 : 32
            let old = UInt32(truncatingIfNeeded: routes[spi] >> shift)
            // Aff3 above, Aff2...Aff0 below; Interrupt_Routing_Mode is RES0 without 1-of-N.
            let new = word.merged(into: old) & (shift == 0 ? 0x00ff_ffff : 0xff)
            routes[spi] = routes[spi] & ~(0xffff_ffff << shift) | UInt64(new) << shift
            let route = routes[spi]
            targets[spi] = route < UInt64(cpuCount) ? 1 << UInt8(route) : 0
        default:
            _ = writeInterruptRegister(offset, word, cpu: 0, banks: 1...Self.sharedBankCount)
        }
    }

    /// The SPI, from 0, whose GICD_IROUTER holds the offset.
    private static func routedInterrupt(_ offset: UInt64) -> Int? {
        let intid = Int(offset - Distributor.routing) / 8
        return (32..<interruptCount).contains(intid) ? intid - 32 : nil
    }

    // MARK: Redistributor

    /// `offset` within the CPU's 128 KiB: RD_base, then SGI_base.
    func readRedistributor(_ offset: UInt64, cpu: Int) -> UInt32 {
        if offset >= 0x1_0000 {
            let inFrame = offset - 0x1_0000
            if inFrame >= Distributor.identification {
                return Self.identification(offset, revision: 3)
            }
            return readInterruptRegister(inFrame, cpu: cpu, banks: 0...0) ?? 0
        }
        switch offset {
        case 0x04: return Self.implementer
        // GICR_TYPER: Processor_Number, Last; no LPIs. Its upper half is the affinity.
        case 0x08: return UInt32(cpu) << 8 | (cpu == cpuCount - 1 ? 1 << 4 : 0)
        case 0x0c: return UInt32(cpu)
        // GICR_WAKER: ProcessorSleep, and ChildrenAsleep following at once.
        case 0x14: return isAsleep[cpu] ? 6 : 0
        case Distributor.identification...0xfffc:
            return Self.identification(offset, revision: 3)
        default: return 0
        }
    }

    mutating func writeRedistributor(_ offset: UInt64, _ word: MaskedWord, cpu: Int) {
        if offset >= 0x1_0000 {
            _ = writeInterruptRegister(offset - 0x1_0000, word, cpu: cpu, banks: 0...0)
        } else if offset == 0x14 {
            isAsleep[cpu] = word.merged(into: isAsleep[cpu] ? 2 : 0)[bit: 1]
        }
    }
}
