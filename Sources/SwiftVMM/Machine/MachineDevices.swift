// The devices of one machine, made from its configuration. Where they go is the board's business.

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#endif

/// Every device behind the bus, and what the run loop must do for them.
final class MachineDevices {
    let console = PL011()
    let clock: PL031
    let virtIOConsole: VirtIOConsole?
    /// Both banks, or none.
    let flash: [Flash]
    let firmwareConfiguration: FirmwareConfiguration
    /// One for each slot, empty ones included.
    let transports: [VirtIOTransport]

    /// - Parameter now: The machine's time in nanoseconds since its start.
    init(
        _ configuration: MachineConfiguration, memory: GuestMemory, now: @escaping () -> UInt64
    ) throws(VMMError) {
        let devices = configuration.devices
        clock = PL031(start: Self.start(of: devices.clockStart), now: now)
        flash = Self.makeFlash(devices.flash, memory)
        firmwareConfiguration = FirmwareConfiguration(memory: memory)
        firmwareConfiguration.describe(cpuCount: configuration.cpuCount, devices.firmwareKernel)
        var models: [(device: any VirtIODevice, isLegacy: Bool)] = []
        for (index, image) in devices.disks.enumerated() {
            let disk: any Disk =
                switch image.access {
                case .readWrite: try FileDisk(path: image.path)
                case .readOnly: try FileDisk(path: image.path, isReadOnly: true)
                case .snapshot: try SnapshotDisk(path: image.path)
                }
            models.append((VirtIOBlock(disk, identity: "vmm-disk-\(index)"), false))
        }
        virtIOConsole = devices.hasVirtIOConsole ? VirtIOConsole() : nil
        if let virtIOConsole { models.append((virtIOConsole, false)) }
        // Its one user has a driver for the legacy interface only.
        if devices.hasTestDevice { models.append((TestDeviceConsole(), true)) }
        switch devices.entropy {
        case .seed: models.append((VirtIOEntropy(.seed(configuration.seed)), false))
        case .host: models.append((VirtIOEntropy(.host), false))
        case nil: break
        }
        transports = (0..<MemoryMap.virtIOCount).map { index in
            let model = index < models.count ? models[index] : nil
            return VirtIOTransport(
                model?.device, name: model?.device.name ?? "virtio-mmio", memory: memory,
                isLegacy: model?.isLegacy ?? false)
        }
        if let virtIOConsole,
            let transport = transports.first(where: { $0.device === virtIOConsole })
        {
            virtIOConsole.hasInput = { [unowned transport] in transport.notify(0) }
        }
    }

    private static func makeFlash(_ images: [NamedBytes], _ memory: GuestMemory) -> [Flash] {
        guard !images.isEmpty else { return [] }
        let second = images.count > 1 ? images[1].bytes : []
        return [
            Flash(FlashROM(memory: memory, contents: images[0].bytes)),
            Flash(FlashArray(lengthBytes: MemoryMap.flashBankBytes, contents: second)),
        ]
    }

    /// What stands at a place of the board.
    subscript(_ kind: BoardDevice.Kind) -> any Device {
        switch kind {
        case .probe: ProbeDevice()
        case .console: console
        case .clock: clock
        case .virtIO(let slot): transports[slot]
        case .flash(let bank): flash[bank]
        case .firmwareConfiguration: firmwareConfiguration
        }
    }

    func interrupt(of kind: BoardDevice.Kind) -> InterruptLine? {
        switch kind {
        case .console: console.interrupt
        case .clock: clock.interrupt
        case .virtIO(let slot): transports[slot].interrupt
        case .probe, .flash, .firmwareConfiguration: nil
        }
    }

    private static func start(of choice: DeviceConfiguration.ClockStart) -> UInt32 {
        switch choice {
        case .seconds(let seconds): seconds
        case .host: UInt32(truncatingIfNeeded: time(nil))
        }
    }
}

extension FirmwareConfiguration {
    /// The items that QEMU has for every machine, and a kernel for the firmware to start.
    func describe(cpuCount: Int, _ boot: DeviceConfiguration.FirmwareKernel?) {
        set(Key.cpuCount, UInt16(cpuCount))
        guard let boot else { return }
        set(Key.kernelSize, UInt32(boot.kernel.bytes.count))
        set(Key.kernel, boot.kernel.bytes)
        if let initrd = boot.initrd {
            set(Key.initrdSize, UInt32(initrd.bytes.count))
            set(Key.initrd, initrd.bytes)
        }
        let line = Array(boot.commandLine.utf8) + [0]
        set(Key.commandLineSize, UInt32(line.count))
        set(Key.commandLine, line)
    }
}
