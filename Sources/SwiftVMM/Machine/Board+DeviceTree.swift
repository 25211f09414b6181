// The board as a device tree.
//
// Source: Linux Documentation/devicetree/bindings: arm/cpus.yaml, arm/pmu.yaml, arm/psci.yaml,
// interrupt-controller/arm,gic.yaml and arm,gic-v3.yaml, timer/arm,arch_timer.yaml,
// serial/pl011.yaml, rtc/arm,pl031.yaml, clock/fixed-clock.yaml.

extension Board {
    /// Handles that nodes name each other by.
    private enum Handle {
        static let interruptController: UInt32 = 1
        static let peripheralClock: UInt32 = 2
    }

    /// First cell of an interrupt, and flags in the third. Source: the bindings of the GIC.
    private enum Interrupt {
        static let shared: UInt32 = 0
        static let perCPU: UInt32 = 1
        static let levelHigh: UInt32 = 4

        /// The second cell counts private interrupts from the first of them, INTID 16.
        static func cell(_ privateInterrupt: Int) -> UInt32 { UInt32(privateInterrupt - 16) }
    }

    /// The tree without /chosen, which belongs to what is booted.
    public func deviceTree() -> DeviceTree {
        var root = DeviceTree.Node(
            "",
            [
                .text("compatible", "linux,dummy-virt"),
                .text("model", "linux,dummy-virt"),
                .cells("#address-cells", 2),
                .cells("#size-cells", 2),
                .cells("interrupt-parent", Handle.interruptController),
            ])
        root.children = [memoryNode, cpusNode, psciNode, timerNode, clockNode]
        if hasPerformanceMonitors { root.children.append(performanceMonitorsNode) }
        root.children.append(interruptControllerNode)
        root.children += devices.compactMap(node)
        return DeviceTree(root: root)
    }

    /// What a kernel is booted with: the machine's tree, or the user's with this machine's RAM.
    public func bootFiles(
        deviceTree: DeviceTree? = nil, commandLine: String? = nil, initrd: NamedBytes? = nil,
        seed: UInt64 = 1
    ) -> BootFiles {
        var tree = deviceTree ?? self.deviceTree()
        if deviceTree != nil {
            tree.root.children.removeAll {
                $0["device_type"] == Array("memory".utf8) + [0] || $0.name == "memory"
            }
            tree.root.children.append(memoryNode)
        }
        var files = BootFiles(deviceTree: tree)
        files.commandLine = commandLine
        files.initrd = initrd
        if let console = devices.first(where: { $0.kind == .console }) {
            let path = "/" + name("pl011", console.base)
            if tree.root.node(path) != nil { files.consolePath = path }
        }
        var generator = SeededGenerator(seed: ~seed)
        files.randomSeed = (0..<8).flatMap { _ in DeviceTree.bytes(generator.next()) }
        return files
    }

    private func name(_ what: String, _ address: GuestPhysicalAddress) -> String {
        "\(what)@\(String(address.value, radix: 16))"
    }

    private var memoryNode: DeviceTree.Node {
        DeviceTree.Node(
            name("memory", MemoryMap.ram),
            [
                .text("device_type", "memory"),
                .ranges("reg", (MemoryMap.ram.value, ramBytes)),
            ])
    }

    private var cpusNode: DeviceTree.Node {
        let cpus = (0..<cpuCount).map { index in
            DeviceTree.Node(
                "cpu@\(index)",
                [
                    .text("device_type", "cpu"),
                    .text("compatible", processor),
                    .cells("reg", UInt32(index)),
                    .text("enable-method", "psci"),
                ])
        }
        return DeviceTree.Node(
            "cpus", [.cells("#address-cells", 1), .cells("#size-cells", 0)], children: cpus)
    }

    private var psciNode: DeviceTree.Node {
        DeviceTree.Node(
            "psci",
            [
                .text("compatible", "arm,psci-1.0", "arm,psci-0.2"),
                .text("method", hasEL2 ? "smc" : "hvc"),
            ])
    }

    private var timerNode: DeviceTree.Node {
        let timers = [
            PrivateInterrupt.secureTimer, PrivateInterrupt.physicalTimer,
            PrivateInterrupt.virtualTimer, PrivateInterrupt.hypervisorTimer,
            PrivateInterrupt.hypervisorVirtualTimer,
        ]
        return DeviceTree.Node(
            "timer",
            [
                .text("compatible", isAArch32 ? "arm,armv7-timer" : "arm,armv8-timer"),
                .cells(
                    "interrupts",
                    timers.flatMap { [Interrupt.perCPU, Interrupt.cell($0), perCPUFlags] }),
                .flag("always-on"),
            ])
    }

    private var performanceMonitorsNode: DeviceTree.Node {
        DeviceTree.Node(
            "pmu",
            [
                .text("compatible", isAArch32 ? "arm,cortex-a15-pmu" : "arm,armv8-pmuv3"),
                .cells(
                    "interrupts", Interrupt.perCPU,
                    Interrupt.cell(PrivateInterrupt.performanceMonitors), perCPUFlags),
            ])
    }

    /// GICv2 has a mask of CPUs in bits 15...8 of the third cell.
    private var perCPUFlags: UInt32 {
        switch interruptController {
        case .v2: Interrupt.levelHigh | (1 << UInt32(cpuCount) - 1) << 8
        case .v3: Interrupt.levelHigh
        }
    }

    /// 24 MHz for the PrimeCells, as on Arm's boards.
    private var clockNode: DeviceTree.Node {
        DeviceTree.Node(
            "apb-pclk",
            [
                .text("compatible", "fixed-clock"),
                .cells("#clock-cells", 0),
                .cells("clock-frequency", 24_000_000),
                .text("clock-output-names", "clk24mhz"),
                .cells("phandle", Handle.peripheralClock),
            ])
    }

    private var interruptControllerNode: DeviceTree.Node {
        typealias Property = DeviceTree.Property
        var node = DeviceTree.Node(
            name("intc", MemoryMap.gicDistributor),
            [
                .cells("phandle", Handle.interruptController),
                .cells("#interrupt-cells", 3),
                .flag("interrupt-controller"),
                .cells("#address-cells", 2),
                .cells("#size-cells", 2),
                .flag("ranges"),
            ])
        switch interruptController {
        case .v3:
            let redistributors = MemoryMap.gicRedistributorBytes * UInt64(cpuCount)
            node.properties += [
                .text("compatible", "arm,gic-v3"),
                .ranges(
                    "reg", (MemoryMap.gicDistributor.value, 0x1_0000),
                    (MemoryMap.gicRedistributors.value, redistributors)),
                .cells("#redistributor-regions", 1),
            ]
        case .v2:
            node.properties += [
                .text("compatible", "arm,cortex-a15-gic"),
                hasEL2
                    ? .ranges(
                        "reg", (MemoryMap.gicDistributor.value, 0x1_0000),
                        (MemoryMap.gicCPUInterface.value, 0x1_0000),
                        (MemoryMap.gicHypervisorInterface.value, 0x1_0000),
                        (MemoryMap.gicVirtualCPUInterface.value, 0x1_0000))
                    : .ranges(
                        "reg", (MemoryMap.gicDistributor.value, 0x1_0000),
                        (MemoryMap.gicCPUInterface.value, 0x1_0000)),
            ]
        }
        if hasEL2 {
            node.properties.append(
                .cells(
                    "interrupts", Interrupt.perCPU, Interrupt.cell(PrivateInterrupt.maintenance),
                    Interrupt.levelHigh))
        }
        return node
    }

    /// The node of a device; nil for one that no driver looks for.
    private func node(_ device: BoardDevice) -> DeviceTree.Node? {
        switch device.kind {
        case .probe: nil
        case .console:
            DeviceTree.Node(name("pl011", device.base), primeCell("arm,pl011", device, clocks: 2))
        case .clock:
            DeviceTree.Node(name("pl031", device.base), primeCell("arm,pl031", device, clocks: 1))
        case .virtIO:
            DeviceTree.Node(
                name("virtio_mmio", device.base),
                [
                    .text("compatible", "virtio,mmio"),
                    .ranges("reg", (device.base.value, device.lengthBytes)),
                ] + interrupt(of: device) + [.flag("dma-coherent")])
        // Both banks are one node, that of the first.
        case .flash(bank: 0):
            DeviceTree.Node(
                name("flash", device.base),
                [
                    .text("compatible", "cfi-flash"),
                    .ranges(
                        "reg", (MemoryMap.flash.value, MemoryMap.flashBankBytes),
                        (MemoryMap.flash.value + MemoryMap.flashBankBytes, MemoryMap.flashBankBytes)
                    ),
                    .cells("bank-width", 4),
                ])
        case .flash: nil
        case .firmwareConfiguration:
            DeviceTree.Node(
                name("fw-cfg", device.base),
                [
                    .text("compatible", "qemu,fw-cfg-mmio"),
                    .ranges("reg", (device.base.value, device.lengthBytes)),
                    .flag("dma-coherent"),
                ])
        }
    }

    private func primeCell(_ compatible: String, _ device: BoardDevice, clocks: Int)
        -> [DeviceTree.Property]
    {
        let clock = Handle.peripheralClock
        return [
            .text("compatible", compatible, "arm,primecell"),
            .ranges("reg", (device.base.value, device.lengthBytes)),
        ] + interrupt(of: device) + [
            .cells("clocks", [UInt32](repeating: clock, count: clocks)),
            clocks == 2
                ? .text("clock-names", "uartclk", "apb_pclk") : .text("clock-names", "apb_pclk"),
        ]
    }

    private func interrupt(of device: BoardDevice) -> [DeviceTree.Property] {
        guard let number = device.sharedInterrupt else { return [] }
        return [.cells("interrupts", Interrupt.shared, number, Interrupt.levelHigh)]
    }
}
