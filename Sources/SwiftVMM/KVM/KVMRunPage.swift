// The page that a vCPU shares with the kernel.
//
// Source: Linux Documentation/virt/kvm/api.rst, "The kvm_run structure".

import CKVM

/// A mapped run page; unmapped once, when its owner goes away.
struct KVMRunPage: ~Copyable {
    /// What we read of it.
    static let minimumBytes = MemoryLayout<ckvm_run_page>.size

    private let page: UnsafeMutableRawPointer
    private let lengthBytes: Int
    private let door: any KVMDoor

    /// Maps the page of a vCPU's descriptor.
    init(of vcpu: borrowing KVMDescriptor, lengthBytes: Int) throws(KVMError) {
        let mapping = vcpu.door.mapRunPage(of: vcpu.number, lengthBytes: lengthBytes)
        guard let page = mapping.page else {
            throw .cannotMapRunPage(
                lengthBytes: lengthBytes, SystemError(number: mapping.errno))
        }
        self.page = page
        self.lengthBytes = lengthBytes
        door = vcpu.door
    }

    deinit { door.unmapRunPage(page, lengthBytes: lengthBytes) }

    // SAFETY: the mapping is at least `minimumBytes` long and lives as long as this value; between
    // two KVM_RUN the kernel does not write to it.
    private var contents: UnsafeMutablePointer<ckvm_run_page> {
        page.assumingMemoryBound(to: ckvm_run_page.self)
    }

    /// Why the last KVM_RUN that succeeded returned.
    var exit: KVMExit { KVMExit(contents.pointee) }

    /// The answer to a read, taken by the next KVM_RUN.
    func answerRead(_ value: UInt64) { contents.pointee.exit.mmio.data = value.littleEndian }

    /// Makes KVM_RUN return EINTR before it enters the guest. Any thread may set it.
    func setImmediateExit(_ isSet: Bool) { ckvm_set_immediate_exit(contents, isSet ? 1 : 0) }
}
