// A kernel made of a script: records every request, and fails or exits as it is told.

import CKVM
import Synchronization

@testable import SwiftVMM

final class ScriptedDoor: KVMDoor, @unchecked Sendable {
    // SAFETY: everything mutable is guarded by `mutex`.
    private let mutex = Mutex<Void>(())

    let runsArmGuests: Bool
    /// What KVM_CHECK_EXTENSION answers.
    var capabilities: [KVMCapability: Int32] = [
        .physicalAddressBits: 48, .el2: 1, .el2WithoutVHE: 1, .accessWithoutSyndrome: 1,
        .hardwareBreakpoints: 6,
    ]
    /// Every request in order, by its description.
    private(set) var requests: [String] = []
    /// Only KVM_RUN, and what is read or written of registers, are too many to list.
    var recordsRegisters = false
    /// The errno of `open`.
    var openFailure: Int32 = 0
    /// Fails the request with this number, counted from 0.
    var failure: (request: Int, errno: Int32)?
    /// Fails the mapping of run pages.
    var mappingFailure: Int32 = 0
    /// What each KVM_RUN leaves, in order; afterwards it waits for immediate exit.
    var script: [(inout ckvm_run_page) -> Int32] = []
    /// Values of registers, by id.
    var registers: [KVMRegister: UInt64] = [.pstate: 0x3c9, .pc: 0x4000_0000]
    /// Registers that keep only some bits of what is written, and hold others at one.
    var implemented: [KVMRegister: (writable: UInt64, ones: UInt64)] = [:]
    /// Ids that answer ENOENT.
    var hiddenRegisters: Set<KVMRegister> = []

    private(set) var openDescriptors: Set<Int32> = []
    private(set) var mappedPages = 0
    /// Descriptors closed that were not open.
    private(set) var wrongCloses = 0
    private var nextDescriptor: Int32 = 100
    private var nextRun = 0
    private var pages: [Int32: UnsafeMutablePointer<ckvm_run_page>] = [:]

    init(runsArmGuests: Bool = true) { self.runsArmGuests = runsArmGuests }

    private func newDescriptor() -> Int32 {
        nextDescriptor += 1
        openDescriptors.insert(nextDescriptor)
        return nextDescriptor
    }

    func open(_ path: String) -> Int32 {
        mutex.withLock { _ in openFailure > 0 ? -openFailure : newDescriptor() }
    }

    func close(_ descriptor: Int32) {
        mutex.withLock { _ in
            if openDescriptors.remove(descriptor) == nil { wrongCloses += 1 }
        }
    }

    func mapRunPage(of descriptor: Int32, lengthBytes: Int)
        -> (page: UnsafeMutableRawPointer?, errno: Int32)
    {
        guard mappingFailure == 0 else { return (nil, mappingFailure) }
        let page = UnsafeMutablePointer<ckvm_run_page>.allocate(capacity: 1)
        page.initialize(to: ckvm_run_page())
        mutex.withLock { _ in
            pages[descriptor] = page
            mappedPages += 1
        }
        return (UnsafeMutableRawPointer(page), 0)
    }

    func unmapRunPage(_ page: UnsafeMutableRawPointer, lengthBytes: Int) {
        page.deallocate()
        mutex.withLock { _ in mappedPages -= 1 }
    }

    func perform(_ request: KVMRequest, on descriptor: Int32) -> KVMAnswer {
        if case .run = request { return run(descriptor) }
        return mutex.withLock { _ in
            let isRegister: Bool
            switch request {
            case .getRegister, .setRegister, .getPowerState: isRegister = true
            default: isRegister = false
            }
            if !isRegister || recordsRegisters {
                requests.append(request.description)
                if let failure, failure.request == requests.count - 1 {
                    return KVMAnswer(result: -failure.errno)
                }
            }
            return answer(request)
        }
    }

    private func answer(_ request: KVMRequest) -> KVMAnswer {
        switch request {
        case .getAPIVersion: return KVMAnswer(result: 12)
        case .checkExtension(let capability):
            return KVMAnswer(result: capabilities[capability] ?? 0)
        case .getRunPageSize: return KVMAnswer(result: 8192)
        case .createVM, .createVCPU: return KVMAnswer(result: newDescriptor())
        case .createDevice: return KVMAnswer(result: 0, value: UInt64(newDescriptor()))
        case .preferredTarget: return KVMAnswer(result: 0, value: 5)
        case .getRegister(let register):
            if hiddenRegisters.contains(register) { return KVMAnswer(result: -2) }
            return KVMAnswer(result: 0, value: registers[register] ?? 0)
        case .setRegister(let register, let value):
            if hiddenRegisters.contains(register) { return KVMAnswer(result: -2) }
            let bits = implemented[register] ?? (~0, 0)
            registers[register] = value & bits.writable | bits.ones
            return KVMAnswer(result: 0)
        case .getAttribute: return KVMAnswer(result: 0, value: 0x9018_0003)
        default: return KVMAnswer(result: 0)
        }
    }

    /// EINTR when immediate exit is set; else the next of the script, or a wait for it.
    private func run(_ descriptor: Int32) -> KVMAnswer {
        let page = mutex.withLock { _ in Unchecked(pages[descriptor]!) }.value
        while true {
            // An access of the exit before moves PC only now.
            if page.pointee.exit_reason == 6 {
                page.pointee.exit_reason = 10
                mutex.withLock { _ in registers[.pc]! += 4 }
            }
            if UnsafeMutableRawPointer(page).load(fromByteOffset: 1, as: UInt8.self) != 0 {
                return KVMAnswer(result: -4)
            }
            let step: Int? = mutex.withLock { _ in
                guard nextRun < script.count, descriptor == pages.keys.min() else { return nil }
                defer { nextRun += 1 }
                return nextRun
            }
            if let step { return KVMAnswer(result: script[step](&page.pointee)) }
            usleepBriefly()
        }
    }
}

private struct Unchecked<Value>: @unchecked Sendable {
    let value: Value
    init(_ value: Value) { self.value = value }
}

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#endif

private func usleepBriefly() { usleep(100) }

/// Exits as the kernel leaves them.
enum ScriptedExit {
    static func write(_ address: UInt64, _ value: UInt64, bytes: UInt32 = 4)
        -> (inout ckvm_run_page) -> Int32
    {
        { page in
            page.exit_reason = 6
            page.exit.mmio = ckvm_exit_mmio(
                address: address, data: value, length_bytes: bytes, is_write: 1)
            return 0
        }
    }

    static func read(_ address: UInt64, bytes: UInt32 = 4) -> (inout ckvm_run_page) -> Int32 {
        { page in
            page.exit_reason = 6
            page.exit.mmio = ckvm_exit_mmio(
                address: address, data: 0, length_bytes: bytes, is_write: 0)
            return 0
        }
    }

    static func event(_ kind: UInt32) -> (inout ckvm_run_page) -> Int32 {
        { page in
            page.exit_reason = 24
            page.exit.event.kind = kind
            page.exit.event.count = 1
            return 0
        }
    }

    static func failure(_ errno: Int32) -> (inout ckvm_run_page) -> Int32 { { _ in -errno } }
}
