// Loads and stores of whole V registers and of structures.

extension EmulatedVCPU {
    /// The host address of `count` bytes of one page of the fast TLB, at any alignment.
    @inline(__always)
    private func fastHost(
        _ address: UInt64, _ access: MemoryAccess, count: Int, alignment: UInt64, isWrite: Bool
    ) -> UnsafeMutableRawPointer? {
        if access.mustAlign && address & (alignment &- 1) != 0 { return nil }
        if address & 0xfff > UInt64(0x1000 &- count) { return nil }
        return fastHost(address, alignment: 1, isWrite: isWrite)
    }

    // MARK: 128 bits

    func loadVector(_ op: Operation) -> ExecutionStatus {
        let access = MemoryAccess(rawValue: op.modifier)
        let address = state.slots[Int(op.a)] &+ UInt64(bitPattern: Int64(op.immediate))
        if let host = fastHost(address, access, count: 16, alignment: 16, isWrite: false) {
            access.loadVector(host).write(to: state.slots, op.destination)
            return .proceed
        }
        setPC(of: op)
        switch resolve(address, access, sizeBytes: 16, kind: .read) {
        case .faulted: return .diverted
        case .device(let device, let offset, let physical):
            let half = access.half
            let first = readDevice(device, offset, half, physical)
            let second = readDevice(device, offset + 8, half, physical + 8)
            let value =
                access.isBigEndian
                ? VectorValue(low: second, high: first) : VectorValue(low: first, high: second)
            value.write(to: state.slots, op.destination)
        case .ram(let host, _): access.loadVector(host).write(to: state.slots, op.destination)
        case .split(let first, let second, let count, _, _):
            var buffer: (UInt64, UInt64) = (0, 0)
            withUnsafeMutableBytes(of: &buffer) { bytes in
                let base = bytes.baseAddress.unsafelyUnwrapped
                base.copyMemory(from: first, byteCount: count)
                (base + count).copyMemory(from: second, byteCount: 16 - count)
                access.loadVector(base).write(to: state.slots, op.destination)
            }
        }
        return .proceed
    }

    func storeVector(_ op: Operation) -> ExecutionStatus {
        let access = MemoryAccess(rawValue: op.modifier)
        let address = state.slots[Int(op.a)] &+ UInt64(bitPattern: Int64(op.immediate))
        let value = VectorValue(state.slots, op.b)
        if let host = fastHost(address, access, count: 16, alignment: 16, isWrite: true) {
            access.storeVector(host, value)
            return .proceed
        }
        setPC(of: op)
        switch resolve(address, access, sizeBytes: 16, kind: .write) {
        case .faulted: return .diverted
        case .device(let device, let offset, let physical):
            let half = access.half
            let isBig = access.isBigEndian
            writeDevice(device, offset, isBig ? value.high : value.low, half, physical)
            writeDevice(device, offset + 8, isBig ? value.low : value.high, half, physical + 8)
        case .ram(let host, let physical):
            willStore(physical: physical, count: 16)
            access.storeVector(host, value)
        case .split(let first, let second, let count, let physical, let secondPhysical):
            willStore(physical: physical, count: count)
            willStore(physical: secondPhysical, count: 16 - count)
            var buffer: (UInt64, UInt64) = (0, 0)
            withUnsafeMutableBytes(of: &buffer) { bytes in
                let base = bytes.baseAddress.unsafelyUnwrapped
                access.storeVector(base, value)
                first.copyMemory(from: base, byteCount: count)
                second.copyMemory(from: base + count, byteCount: 16 - count)
            }
        }
        return .proceed
    }

    // MARK: Structures

    /// Memory's element number `number` as a register, counted from the first, and a lane.
    @inline(__always)
    private func place(_ number: Int, _ form: StructureAccess, lanes: Int) -> (Int, Int) {
        guard form.kind == .multiple else { return (number, form.lane) }
        let structure = form.structure
        let perRepeat = lanes &* structure
        let within = number % perRepeat
        let register = within % structure &* (form.isAArch32 ? form.spacing : 1)
        return (number / perRepeat &+ register, within / structure)
    }

    @inline(__always)
    private func registerSlot(_ op: Operation, _ form: StructureAccess, _ number: Int) -> UInt16 {
        let first = Int(op.b &- Slot.v0)
        if form.isAArch32 { return Slot.v0 + UInt16((first &+ number) & 31) }
        return Slot.v0 + UInt16((first &+ 2 &* number) & 63)
    }

    /// Of a structure's register, not of a repeat: the spacing counts.
    @inline(__always)
    private func laneSlot(_ op: Operation, _ form: StructureAccess, _ register: Int) -> UInt16 {
        let isSpaced = form.isAArch32 && form.kind != .multiple
        return registerSlot(op, form, isSpaced ? register &* form.spacing : register)
    }

    @inline(__always)
    private func write(_ value: VectorValue, _ form: StructureAccess, _ slot: UInt16) {
        if form.isAArch32 {
            state.slots[Int(slot)] = value.low
        } else {
            value.write(to: state.slots, slot)
        }
    }

    /// The alignment that the instruction itself demands; false after an exception.
    private func checkAlignment(
        _ address: UInt64, _ form: StructureAccess, kind: AccessDescriptor.Kind, _ op: Operation
    ) -> Bool {
        let size = 1 &<< form.alignmentLog2
        guard address & UInt64(size &- 1) != 0 else { return true }
        setPC(of: op)
        let access = MemoryAccess(sizeLog2: 0, mustAlign: true)
        if case .faulted = resolve(address, access, sizeBytes: size, kind: kind) { return false }
        return true
    }

    /// Source: Arm ARM, the operation of LD1 (multiple structures), LD1 (single structure), LD1R.
    func loadStructure(_ op: Operation) -> ExecutionStatus {
        let access = MemoryAccess(rawValue: op.modifier)
        let form = StructureAccess(rawValue: op.immediate)
        let address = state.slots[Int(op.a)]
        let size = access.sizeBytes
        let lanes = (form.isFull ? 16 : 8) / size
        let isMultiple = form.kind == .multiple
        let count = form.structure &* form.repeats &* (isMultiple ? lanes : 1)
        guard checkAlignment(address, form, kind: .read, op) else { return .diverted }
        return withUnsafeTemporaryAllocation(of: UInt64.self, capacity: 64) { buffer in
            if let host = fastHost(
                address, access, count: count &* size, alignment: UInt64(size), isWrite: false)
            {
                for number in 0..<count {
                    buffer[number] = access.loadPlain(host + number &* size)
                }
            } else {
                setPC(of: op)
                for number in 0..<count {
                    guard let value = loadElement(address &+ UInt64(number &* size), access) else {
                        return .diverted
                    }
                    buffer[number] = value
                }
            }
            if isMultiple && !form.isAArch32 {
                for register in 0..<form.structure &* form.repeats {
                    VectorValue.zero.write(to: state.slots, registerSlot(op, form, register))
                }
            }
            for number in 0..<count {
                let (register, lane) = place(number, form, lanes: lanes)
                let slot = laneSlot(op, form, register)
                if form.kind == .replicate {
                    var value = VectorValue.repeating(buffer[number], sizeLog2: access.sizeLog2)
                    if !form.isFull { value.high = 0 }
                    write(value, form, slot)
                } else {
                    var value = VectorValue(state.slots, slot)
                    value[lane, access.sizeLog2] = buffer[number]
                    write(value, form, slot)
                }
            }
            return .proceed
        }
    }

    func storeStructure(_ op: Operation) -> ExecutionStatus {
        let access = MemoryAccess(rawValue: op.modifier)
        let form = StructureAccess(rawValue: op.immediate)
        let address = state.slots[Int(op.a)]
        let size = access.sizeBytes
        let lanes = (form.isFull ? 16 : 8) / size
        let count = form.structure &* form.repeats &* (form.kind == .multiple ? lanes : 1)
        guard checkAlignment(address, form, kind: .write, op) else { return .diverted }
        let host = fastHost(
            address, access, count: count &* size, alignment: UInt64(size), isWrite: true)
        if host == nil {
            // Faults come before the first store: pages are the only places where they begin.
            setPC(of: op)
            for number in [0, count - 1] {
                let last = address &+ UInt64(number &* size)
                if case .faulted = resolve(last, access, sizeBytes: size, kind: .write) {
                    return .diverted
                }
            }
            let descriptor = AccessDescriptor(.write, at: state.el)
            if debug.hasWatchpoints, takesWatchpoint(address, count: count &* size, descriptor) {
                return .diverted
            }
        }
        for number in 0..<count {
            let (register, lane) = place(number, form, lanes: lanes)
            let slot = laneSlot(op, form, register)
            let value = VectorValue(state.slots, slot)[lane, access.sizeLog2]
            if let host {
                access.storePlain(host + number &* size, value)
            } else if !storeElement(address &+ UInt64(number &* size), access, value) {
                return .diverted
            }
        }
        return .proceed
    }
}

extension MemoryAccess {
    /// Devices see 128 bits as two accesses of 64.
    var half: MemoryAccess { MemoryAccess(rawValue: rawValue & ~7 | 3) }

    /// Sixteen bytes as one number of 128 bits.
    @inline(__always)
    func loadVector(_ host: UnsafeMutableRawPointer) -> VectorValue {
        let first = host.loadUnaligned(as: UInt64.self)
        let second = host.loadUnaligned(fromByteOffset: 8, as: UInt64.self)
        return isBigEndian
            ? VectorValue(low: second.bigEndian, high: first.bigEndian)
            : VectorValue(low: first.littleEndian, high: second.littleEndian)
    }

    @inline(__always)
    func storeVector(_ host: UnsafeMutableRawPointer, _ value: VectorValue) {
        let first = isBigEndian ? value.high.bigEndian : value.low.littleEndian
        let second = isBigEndian ? value.low.bigEndian : value.high.littleEndian
        host.storeBytes(of: first, as: UInt64.self)
        host.storeBytes(of: second, toByteOffset: 8, as: UInt64.self)
    }
}
