// Memory operations of the software CPU: the fast path over RAM, and everything else.

extension MemoryAccess {
    /// Reads at a host address, little-endian unless the form says otherwise; zero-extended.
    @inline(__always)
    func loadPlain(_ host: UnsafeMutableRawPointer) -> UInt64 {
        switch sizeLog2 {
        case 0: UInt64(host.load(as: UInt8.self))
        case 1: UInt64(ordered(host.loadUnaligned(as: UInt16.self)))
        case 2: UInt64(ordered(host.loadUnaligned(as: UInt32.self)))
        default: ordered(host.loadUnaligned(as: UInt64.self))
        }
    }

    @inline(__always)
    func storePlain(_ host: UnsafeMutableRawPointer, _ value: UInt64) {
        switch sizeLog2 {
        case 0: host.storeBytes(of: UInt8(truncatingIfNeeded: value), as: UInt8.self)
        case 1:
            host.storeBytes(of: ordered(UInt16(truncatingIfNeeded: value)), as: UInt16.self)
        case 2:
            host.storeBytes(of: ordered(UInt32(truncatingIfNeeded: value)), as: UInt32.self)
        default: host.storeBytes(of: ordered(value), as: UInt64.self)
        }
    }

    @inline(__always)
    private func ordered<Number: FixedWidthInteger>(_ value: Number) -> Number {
        isBigEndian ? value.bigEndian : value.littleEndian
    }

    /// The loaded value as the destination register receives it.
    @inline(__always)
    func extend(_ value: UInt64) -> UInt64 {
        if rawValue & 0x18 == 0 { return value }
        let wide = value.signExtended(from: 8 << sizeLog2)
        return signExtendsTo64 ? wide : wide & 0xffff_ffff
    }
}

/// Where an access of one element lands.
enum AccessTarget {
    /// RAM, all of it at one host address.
    case ram(UnsafeMutableRawPointer, physical: UInt64)
    /// RAM on two pages: the second begins after `firstCount` bytes.
    case split(
        UnsafeMutableRawPointer, UnsafeMutableRawPointer, firstCount: Int, physical: UInt64,
        secondPhysical: UInt64)
    case device(any Device, offset: UInt64, physical: UInt64)
    /// An exception was taken.
    case faulted
}

extension EmulatedVCPU {
    // MARK: Fast path

    /// The host address of a naturally aligned access to a page in the fast TLB; nil sends the
    /// access to the slow path, which also takes care of stores to pages with flags.
    @inline(__always)
    func fastHost(_ address: UInt64, _ access: MemoryAccess, isWrite: Bool)
        -> UnsafeMutableRawPointer?
    {
        if access.rawValue & MemoryAccess.slowOnly != 0 { return nil }
        let size = 1 &<< UInt64(access.rawValue & 7)
        return fastHost(address, alignment: size, isWrite: isWrite)
    }

    @inline(__always)
    func fastHost(_ address: UInt64, alignment: UInt64, isWrite: Bool) -> UnsafeMutableRawPointer? {
        guard let host = taggedHost(address, alignment: alignment, isWrite: isWrite) else {
            return nil
        }
        if isWrite, memory.pageFlags[(host - memory.host) &>> 12] != 0 { return nil }
        return host
    }

    /// The same without a look at the page's flags, which are the caller's.
    @inline(__always)
    private func taggedHost(_ address: UInt64, alignment: UInt64, isWrite: Bool)
        -> UnsafeMutableRawPointer?
    {
        if address & (alignment &- 1) != 0 { return nil }
        let page = address &>> 12
        let index = Int(truncatingIfNeeded: page) & (FastTLBLayout.entryCount &- 1)
        let tag = fastWords[isWrite ? FastTLBLayout.writeTags &+ index : index]
        if tag & ~FastTLBLayout.nonlinear != page { return nil }
        let addend = Int(truncatingIfNeeded: fastWords[FastTLBLayout.addends &+ index])
        let host = Int(truncatingIfNeeded: address) &+ addend
        return UnsafeMutableRawPointer(bitPattern: host).unsafelyUnwrapped
    }

    /// As `resolve`, from the fast TLB if that knows the page for the kind of access.
    @inline(__always)
    private func target(
        _ address: UInt64, _ access: MemoryAccess, sizeBytes: Int, kind: AccessDescriptor.Kind
    ) -> AccessTarget {
        if access.rawValue & MemoryAccess.slowOnly == 0,
            let host = taggedHost(
                address, alignment: UInt64(sizeBytes), isWrite: kind != .read),
            kind != .readWrite
                || taggedHost(address, alignment: UInt64(sizeBytes), isWrite: false) != nil
        {
            let offset = UInt64(bitPattern: Int64(host - memory.host))
            return .ram(host, physical: memory.base.value &+ offset)
        }
        return resolve(address, access, sizeBytes: sizeBytes, kind: kind)
    }

    // MARK: Single elements

    func loadSlow(_ op: Operation, _ address: UInt64, _ access: MemoryAccess) -> ExecutionStatus {
        setPC(of: op)
        if let page = devicePage(address, access, isWrite: false) {
            let value = readDevice(
                page.pointee.device.unsafelyUnwrapped, page.pointee.offset &+ (address & 0xfff),
                access, page.pointee.physicalBase | address & 0xfff)
            state.slots[Int(op.destination)] = access.extend(value)
            return .proceed
        }
        let isOrdered = access.isAcquire
        switch resolve(
            address, access, sizeBytes: access.sizeBytes, kind: .read, isOrdered: isOrdered)
        {
        case .faulted: return .diverted
        case .ram(let host, _):
            state.slots[Int(op.destination)] = access.extend(access.loadPlain(host))
        case .split(let first, let second, let firstCount, _, _):
            let value = loadSplit(first, second, firstCount, access)
            state.slots[Int(op.destination)] = access.extend(value)
        case .device(let device, let offset, let physical):
            let value = readDevice(device, offset, access, physical)
            state.slots[Int(op.destination)] = access.extend(value)
        }
        return .proceed
    }

    func storeSlow(_ op: Operation, _ address: UInt64, _ access: MemoryAccess) -> ExecutionStatus {
        setPC(of: op)
        if let page = devicePage(address, access, isWrite: true) {
            writeDevice(
                page.pointee.device.unsafelyUnwrapped, page.pointee.offset &+ (address & 0xfff),
                state.slots[Int(op.b)], access, page.pointee.physicalBase | address & 0xfff)
            return .proceed
        }
        let target = resolve(
            address, access, sizeBytes: access.sizeBytes, kind: .write,
            isOrdered: access.isRelease)
        if case .faulted = target { return .diverted }
        store(state.slots[Int(op.b)], to: target, access)
        return .proceed
    }

    /// The device that an aligned access reaches, if its page was reached before.
    @inline(__always)
    private func devicePage(
        _ address: UInt64, _ access: MemoryAccess, isWrite: Bool
    ) -> UnsafeMutablePointer<DevicePage>? {
        if access.rawValue & MemoryAccess.slowOnly != 0 { return nil }
        let page = fastInstance.pointee.devices + DevicePage.index(address)
        return page.pointee.covers(address, sizeBytes: access.sizeBytes, isWrite: isWrite)
            ? page : nil
    }

    private func store(_ value: UInt64, to target: AccessTarget, _ access: MemoryAccess) {
        switch target {
        case .faulted: break
        case .ram(let host, let physical):
            willStore(physical: physical, count: access.sizeBytes)
            access.storePlain(host, value)
        case .split(let first, let second, let firstCount, let physical, let secondPhysical):
            willStore(physical: physical, count: firstCount)
            willStore(physical: secondPhysical, count: access.sizeBytes - firstCount)
            storeSplit(value, first, second, firstCount, access)
        case .device(let device, let offset, let physical):
            writeDevice(device, offset, value, access, physical)
        }
    }

    /// Tells the system of a store to RAM that did not take the fast path.
    func willStore(physical: UInt64, count: Int) {
        if let watch {
            watch.monitor.willStore(
                physical: physical, count: count, isCacheable: watch.isAccessCacheable, by: place)
        }
        if system.willStore(physical: physical, count: UInt64(count)) { mustLeaveBlock = true }
    }

    /// One element; nil after an exception.
    func loadElement(_ address: UInt64, _ access: MemoryAccess) -> UInt64? {
        switch resolve(address, access, sizeBytes: access.sizeBytes, kind: .read) {
        case .faulted: nil
        case .ram(let host, _): access.loadPlain(host)
        case .split(let first, let second, let count, _, _):
            loadSplit(first, second, count, access)
        case .device(let device, let offset, let physical):
            readDevice(device, offset, access, physical)
        }
    }

    /// One element; false after an exception.
    func storeElement(_ address: UInt64, _ access: MemoryAccess, _ value: UInt64) -> Bool {
        let target = resolve(address, access, sizeBytes: access.sizeBytes, kind: .write)
        if case .faulted = target { return false }
        store(value, to: target, access)
        return true
    }

    private func loadSplit(
        _ first: UnsafeMutableRawPointer, _ second: UnsafeMutableRawPointer, _ firstCount: Int,
        _ access: MemoryAccess
    ) -> UInt64 {
        var buffer: UInt64 = 0
        return withUnsafeMutableBytes(of: &buffer) { bytes in
            let base = bytes.baseAddress.unsafelyUnwrapped
            base.copyMemory(from: first, byteCount: firstCount)
            (base + firstCount).copyMemory(from: second, byteCount: access.sizeBytes - firstCount)
            return access.loadPlain(base)
        }
    }

    private func storeSplit(
        _ value: UInt64, _ first: UnsafeMutableRawPointer, _ second: UnsafeMutableRawPointer,
        _ firstCount: Int, _ access: MemoryAccess
    ) {
        var buffer: UInt64 = 0
        withUnsafeMutableBytes(of: &buffer) { bytes in
            let base = bytes.baseAddress.unsafelyUnwrapped
            access.storePlain(base, value)
            first.copyMemory(from: base, byteCount: firstCount)
            second.copyMemory(
                from: base + firstCount, byteCount: access.sizeBytes - firstCount)
        }
    }

    // MARK: Devices

    func readDevice(
        _ device: any Device, _ offset: UInt64, _ access: MemoryAccess, _ physical: UInt64
    ) -> UInt64 {
        var value = device.read(offset: offset, sizeBytes: access.sizeBytes)
        if access.sizeBytes < 8 { value &= (1 << UInt64(8 * access.sizeBytes)) - 1 }
        if access.isBigEndian { value = value.byteSwapped >> UInt64(64 - 8 * access.sizeBytes) }
        if observes(.mmio) {
            emit(
                .deviceAccess(
                    device: device.name, address: physical, sizeBytes: access.sizeBytes,
                    isWrite: false, value: value), pc: state.pc, el: state.el)
        }
        return value
    }

    /// A write whose effect concerns the machine leaves the block with the instruction complete.
    func writeDevice(
        _ device: any Device, _ offset: UInt64, _ value: UInt64, _ access: MemoryAccess,
        _ physical: UInt64
    ) {
        var value = value
        if access.isBigEndian { value = value.byteSwapped >> UInt64(64 - 8 * access.sizeBytes) }
        if access.sizeBytes < 8 { value &= (1 << UInt64(8 * access.sizeBytes)) - 1 }
        if observes(.mmio) {
            emit(
                .deviceAccess(
                    device: device.name, address: physical, sizeBytes: access.sizeBytes,
                    isWrite: true, value: value), pc: state.pc, el: state.el)
        }
        let effect = device.write(offset: offset, sizeBytes: access.sizeBytes, value: value)
        if effect != .none { request(effect) }
        // It may have raised an interrupt of this very PE.
        if attention { mustLeaveBlock = true }
    }

    // MARK: Pairs, exclusives, atomics

    func accessSlow(_ op: Operation) -> ExecutionStatus {
        setPC(of: op)
        let access = MemoryAccess(rawValue: op.modifier)
        let v = state.slots
        switch op.opcode {
        case .loadPair: return loadPair(op, access)
        case .storePair: return storePair(op, access)
        case .loadExclusive, .loadExclusivePair: return loadExclusive(op, access)
        case .storeExclusive, .storeExclusivePair: return storeExclusive(op, access)
        case .atomic:
            return modify(v[Int(op.a)], access, op) { old in
                (AtomicOperation(rawValue: UInt8(op.immediate)).unsafelyUnwrapped)
                    .apply(old, v[Int(op.b)], sizeLog2: access.sizeLog2)
            }
        case .compareAndSwap:
            let mask = access.valueMask
            return modify(v[Int(op.a)], access, op) { old in
                old == v[Int(op.b)] & mask ? v[Int(op.c)] : nil
            }
        default: return compareAndSwapPair(op, access)
        }
    }

    private func address(of op: Operation) -> UInt64 {
        state.slots[Int(op.a)] &+ UInt64(bitPattern: Int64(op.immediate))
    }

    private func loadPair(_ op: Operation, _ access: MemoryAccess) -> ExecutionStatus {
        let address = address(of: op)
        let size = access.sizeBytes
        let v = state.slots
        // Both elements in one aligned pair never cross a page.
        if access.rawValue & MemoryAccess.slowOnly == 0, address & UInt64(2 * size - 1) == 0,
            let host = fastHost(address, alignment: UInt64(size), isWrite: false)
        {
            let first = access.extend(access.loadPlain(host))
            v[Int(op.c)] = access.extend(access.loadPlain(host + size))
            v[Int(op.destination)] = first
            return .proceed
        }
        var values: (UInt64, UInt64) = (0, 0)
        for element in 0..<2 {
            let value: UInt64
            switch resolve(
                address &+ UInt64(element * size), access, sizeBytes: size, kind: .read)
            {
            case .faulted: return .diverted
            case .ram(let host, _): value = access.loadPlain(host)
            case .split(let first, let second, let count, _, _):
                value = loadSplit(first, second, count, access)
            case .device(let device, let offset, let physical):
                value = readDevice(device, offset, access, physical)
            }
            if element == 0 { values.0 = value } else { values.1 = value }
        }
        v[Int(op.destination)] = access.extend(values.0)
        v[Int(op.c)] = access.extend(values.1)
        return .proceed
    }

    private func storePair(_ op: Operation, _ access: MemoryAccess) -> ExecutionStatus {
        let address = address(of: op)
        let size = access.sizeBytes
        let v = state.slots
        if access.rawValue & MemoryAccess.slowOnly == 0, address & UInt64(2 * size - 1) == 0,
            let host = fastHost(address, alignment: UInt64(size), isWrite: true)
        {
            access.storePlain(host, v[Int(op.b)])
            access.storePlain(host + size, v[Int(op.c)])
            return .proceed
        }
        // Nothing is stored unless both elements can be.
        let first = resolve(address, access, sizeBytes: size, kind: .write)
        if case .faulted = first { return .diverted }
        let second = resolve(address &+ UInt64(size), access, sizeBytes: size, kind: .write)
        if case .faulted = second { return .diverted }
        store(v[Int(op.b)], to: first, access)
        store(v[Int(op.c)], to: second, access)
        return .proceed
    }

    /// Arm ARM, `AArch64.SetExclusiveMonitors`.
    private func loadExclusive(_ op: Operation, _ access: MemoryAccess) -> ExecutionStatus {
        let isPair = op.opcode == .loadExclusivePair
        let size = access.sizeBytes * (isPair ? 2 : 1)
        let v = state.slots
        switch target(v[Int(op.a)], access, sizeBytes: size, kind: .read) {
        case .faulted: return .diverted
        case .ram(let host, let physical):
            state[Slot.exclusiveAddress] = physical
            state[Slot.exclusiveSize] = UInt64(size)
            let page = memory.page(of: physical)
            memory.pageFlags[page] |= GuestMemory.PageFlags.monitored.rawValue
            let first = access.extend(access.loadPlain(host))
            if isPair { v[Int(op.c)] = access.extend(access.loadPlain(host + access.sizeBytes)) }
            v[Int(op.destination)] = first
            return .proceed
        case .split, .device:
            takeUnsupportedExclusive(v[Int(op.a)], isWrite: false)
            return .diverted
        }
    }

    /// Arm ARM, `AArch64.ExclusiveMonitorsPass`.
    private func storeExclusive(_ op: Operation, _ access: MemoryAccess) -> ExecutionStatus {
        let isPair = op.opcode == .storeExclusivePair
        let size = access.sizeBytes * (isPair ? 2 : 1)
        let v = state.slots
        switch target(v[Int(op.a)], access, sizeBytes: size, kind: .write) {
        case .faulted: return .diverted
        case .ram(let host, let physical):
            let passes =
                state[Slot.exclusiveSize] == UInt64(size)
                && state[Slot.exclusiveAddress] == physical
            state[Slot.exclusiveSize] = 0
            if passes {
                willStore(physical: physical, count: size)
                access.storePlain(host, v[Int(op.b)])
                if isPair { access.storePlain(host + access.sizeBytes, v[Int(op.c)]) }
            }
            v[Int(op.destination)] = passes ? 0 : 1
            return .proceed
        case .split, .device:
            takeUnsupportedExclusive(v[Int(op.a)], isWrite: true)
            return .diverted
        }
    }

    /// Reads, and writes what `change` makes of it unless that is nil; the old value goes to d.
    private func modify(
        _ address: UInt64, _ access: MemoryAccess, _ op: Operation, _ change: (UInt64) -> UInt64?
    ) -> ExecutionStatus {
        switch target(address, access, sizeBytes: access.sizeBytes, kind: .readWrite) {
        case .faulted: return .diverted
        case .ram(let host, let physical):
            let old = access.loadPlain(host)
            if let new = change(old) {
                willStore(physical: physical, count: access.sizeBytes)
                access.storePlain(host, new)
            }
            state.slots[Int(op.destination)] = access.extend(old)
            return .proceed
        case .split, .device:
            takeUnsupportedExclusive(address, isWrite: false)
            return .diverted
        }
    }

    private func compareAndSwapPair(_ op: Operation, _ access: MemoryAccess) -> ExecutionStatus {
        let v = state.slots
        let size = access.sizeBytes
        switch target(v[Int(op.a)], access, sizeBytes: 2 * size, kind: .readWrite) {
        case .faulted: return .diverted
        case .ram(let host, let physical):
            let mask = access.valueMask
            let low = access.loadPlain(host)
            let high = access.loadPlain(host + size)
            if low == v[Int(op.b)] & mask && high == v[Int(op.b) + 1] & mask {
                willStore(physical: physical, count: 2 * size)
                access.storePlain(host, v[Int(op.c)])
                access.storePlain(host + size, v[Int(op.c) + 1])
            }
            v[Int(op.destination)] = low
            v[Int(op.destination) + 1] = high
            return .proceed
        case .split, .device:
            takeUnsupportedExclusive(v[Int(op.a)], isWrite: false)
            return .diverted
        }
    }
}

extension MemoryAccess {
    /// Forms that the fast path does not know: unprivileged and always-aligned accesses are
    /// checked by the slow path when misaligned, which the tag comparison sends there anyway.
    static var slowOnly: UInt16 { MemoryAccess(sizeLog2: 0, unprivileged: true).rawValue }

    /// All ones in the element size.
    var valueMask: UInt64 { sizeLog2 == 3 ? ~0 : (1 << UInt64(8 * sizeBytes)) - 1 }
}

extension AtomicOperation {
    /// The new memory value for elements of the given size. Arm ARM, `MemAtomic`.
    func apply(_ old: UInt64, _ operand: UInt64, sizeLog2: Int) -> UInt64 {
        let width = 8 << sizeLog2
        let mask: UInt64 = width == 64 ? ~0 : (1 << UInt64(width)) - 1
        let operand = operand & mask
        func signed(_ value: UInt64) -> Int64 { Int64(bitPattern: value.signExtended(from: width)) }
        return switch self {
        case .add: old &+ operand
        case .clear: old & ~operand
        case .exclusiveOr: old ^ operand
        case .set: old | operand
        case .signedMax: signed(old) > signed(operand) ? old : operand
        case .signedMin: signed(old) < signed(operand) ? old : operand
        case .unsignedMax: max(old, operand)
        case .unsignedMin: min(old, operand)
        case .swap: operand
        }
    }
}
