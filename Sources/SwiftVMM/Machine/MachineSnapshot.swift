// A machine as it was, to go back to.

/// The whole state of a machine at one moment: RAM, devices, vCPUs with their TLBs, virtual time.
///
/// A machine holds one snapshot at a time. While it does, a page of RAM is copied before its first
/// change, so taking one costs little, and going back costs what changed since.
public final class MachineSnapshot {
    private unowned let machine: VirtualMachine
    private let restoreEngine: Restoration
    private let restoreDevices: Restoration

    /// - Throws: `VMMError` where the engine cannot: KVM keeps state that it does not show.
    init(of machine: VirtualMachine) throws(VMMError) {
        guard let restoreEngine = machine.engine.capture() else {
            throw VMMError(
                .hostSystem, "the \(machine.backend.backend.rawValue) backend takes no snapshots",
                hint: "use --backend software")
        }
        self.machine = machine
        self.restoreEngine = restoreEngine
        restoreDevices = machine.bus.capture()
        machine.memory.beginUndo()
    }

    /// The machine is again what it was, as often as wanted. What was printed stays printed.
    public func restore() {
        machine.memory.undo()
        restoreDevices()
        restoreEngine()
    }

    /// Lets the machine go on from where it is.
    public func discard() { machine.memory.endUndo() }

    /// Bytes of RAM that changed since, in whole pages.
    public var changedBytes: UInt64 { machine.memory.changedBytes }
}
