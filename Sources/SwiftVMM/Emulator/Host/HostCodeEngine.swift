// The code generator as the software CPU uses it: which blocks are compiled, and the functions that
// generated code calls. On hosts without a code generator there is no engine, and the interpreter
// runs everything.

/// What executes translated blocks. All give the same results.
public enum ExecutionEngine: String, Sendable, CaseIterable {
    /// Host code where there is a generator for the host, else the interpreter.
    case auto
    case interpreter
    case translator
}

/// How blocks become host code. Whatever is chosen here, guests cannot tell.
struct HostCodeOptions: Sendable {
    /// A block is interpreted this many times before it is compiled.
    var threshold = 8
    /// And runs this many times more before it is compiled again with those that follow it.
    var superblockThreshold = 1000
    /// Bytes of code after which all of it is dropped.
    var capacityBytes = 32 << 20
    /// Blocks that follow each other are compiled as one up to this many instructions on one way.
    var superblockLimit = 192
    var features = HostFeatures.current
    /// Pages at one distance from their host address share an addend that stays in a register.
    var usesLinearPages = true
    /// For tests of those who look for mistakes: the instruction at this VA gets a wrong immediate
    /// when it is compiled.
    var mistakeAt: UInt64?
}

#if arch(x86_64)
    final class HostCodeEngine {
        let cache: HostCodeCache
        let threshold: Int
        let usesLinearPages: Bool
        private let mistakeAt: UInt64?
        private let superblockThreshold: Int32
        private let superblockLimit: Int
        /// Code accesses plain system registers without telling anybody.
        var hidesSystemRegisters = true

        /// Nil where the host does not allow or support generated code.
        init?(_ options: HostCodeOptions) {
            let helpers = HostHelpers(
                execute: unsafeBitCast(Self.execute, to: Int.self),
                compute: unsafeBitCast(Self.compute, to: Int.self),
                advance: unsafeBitCast(Self.advance, to: Int.self),
                transition: unsafeBitCast(Self.transition, to: Int.self),
                link: unsafeBitCast(Self.link, to: Int.self))
            guard
                let cache = HostCodeCache(
                    capacityBytes: options.capacityBytes, features: options.features,
                    helpers: helpers)
            else { return nil }
            self.cache = cache
            threshold = options.threshold
            usesLinearPages = options.usesLinearPages
            mistakeAt = options.mistakeAt
            superblockThreshold = Int32(clamping: options.superblockThreshold)
            superblockLimit = options.superblockLimit
        }

        /// What the jump cache holds for a block that has no code.
        var dispatcher: UInt { UInt(cache.stubs.dispatchToRAX) }

        /// The same with PC in its slot.
        var dispatcherAtPC: UInt { UInt(cache.stubs.dispatch) }

        /// Compiles a block for the first time.
        func compile(_ block: UnsafeMutablePointer<CodeBlock>, _ model: CPUModel) {
            let it = HostBlock(block, hidesSystemRegisters ? model : nil)
            if let mistakeAt, let wrong = operations(of: it, mistakeAt: mistakeAt) {
                wrong.withUnsafeBufferPointer { operations in
                    var it = it
                    it.operations = operations.baseAddress.unsafelyUnwrapped
                    block.pointee.runsLeft = .max
                    install(HostRegion(it), block)
                }
                return
            }
            var region = HostRegion(it)
            block.pointee.runsLeft = .max
            if superblockLimit > 0 && !block.pointee.isRewritten {
                block.pointee.runsLeft = superblockThreshold
                region.runsLeft = CodeBlock.runsLeft(of: block)
            }
            install(region, block)
        }

        /// Nil if the instruction is not in the block.
        private func operations(of block: HostBlock, mistakeAt address: UInt64) -> [Operation]? {
            let number = Int(truncatingIfNeeded: address &- block.virtualStart) / 4
            guard address >= block.virtualStart, number < block.instructionCount else { return nil }
            var operations = Array(
                UnsafeBufferPointer(start: block.operations, count: block.operationCount))
            operations[Int(block.instructionStarts[number])].immediate ^= 1
            return operations
        }

        /// Compiles a block again, and with it those that it leads to most of the time.
        func promote(
            _ block: UnsafeMutablePointer<CodeBlock>, _ model: CPUModel, in blocks: BlockCache,
            breakpoints: Set<UInt64>
        ) {
            block.pointee.runsLeft = .max
            let builder = SuperblockBuilder(
                block, in: blocks, hidesSystemRegisters ? model : nil,
                instructionLimit: superblockLimit, mostRunsLeft: superblockThreshold / 8 * 7,
                breakpoints: breakpoints)
            block.pointee.staleCode = block.pointee.code
            install(builder.region, block)
            if builder.region.nodes.count > 1 {
                block.pointee.regionLow = UInt16(builder.low & 0xfff)
                block.pointee.regionLength = UInt16(builder.high - builder.low)
            }
        }

        private func install(
            _ region: HostRegion, _ block: UnsafeMutablePointer<CodeBlock>
        ) {
            let code = cache.compile(region)
            if block.pointee.staleCode != 0 {
                cache.redirect(entry: block.pointee.staleCode, to: code)
                block.pointee.staleCode = 0
            }
            block.pointee.code = code
            block.pointee.codeCharge = UInt16(region.charge)
        }

        /// The code that a block not in the cache would have.
        func code(of block: TranslatedBlock) -> [UInt8] {
            block.operations.withUnsafeBufferPointer { operations in
                block.instructionStarts.withUnsafeBufferPointer { starts in
                    guard let first = operations.baseAddress, let start = starts.baseAddress,
                        !cache.isFull
                    else { return [] }
                    let entry = cache.compile(
                        HostRegion(
                            HostBlock(
                                token: 0, virtualStart: block.virtualStart, mode: block.mode,
                                operations: first, operationCount: operations.count,
                                instructionStarts: start, instructionCount: starts.count,
                                terminal: block.terminal, systemRegister: { _ in nil })))
                    return cache.code(from: entry)
                }
            }
        }

        func invalidate(_ code: UInt) { cache.invalidate(entry: code) }
        func removeAll() { cache.removeAll() }
        var isFull: Bool { cache.isFull }

        func enter(_ code: UInt, _ state: UnsafeMutablePointer<UInt64>) {
            let entry = unsafeBitCast(cache.stubs.enter, to: Enter.self)
            entry(code, state)
        }

        // MARK: Called by generated code

        private typealias Words = UnsafeMutablePointer<UInt64>
        private typealias Enter = @convention(c) (UInt, Words) -> Void

        @inline(__always)
        private static func vcpu(_ state: Words) -> Unmanaged<EmulatedVCPU> {
            let address = UInt(state[EngineWord.vcpu])
            return .fromOpaque(UnsafeRawPointer(bitPattern: address).unsafelyUnwrapped)
        }

        private static let execute:
            @convention(c) @Sendable (Words, UInt, UnsafeMutableRawPointer) -> UInt64 = {
                state, index, block in
                let block = block.assumingMemoryBound(to: CodeBlock.self)
                return vcpu(state)._withUnsafeGuaranteedRef {
                    $0.executeForHost(index, of: block)
                }
            }

        private static let compute:
            @convention(c) @Sendable (Words, UInt, UnsafeMutableRawPointer) -> Void =
                {
                    state, index, block in
                    let block = block.assumingMemoryBound(to: CodeBlock.self)
                    vcpu(state)._withUnsafeGuaranteedRef {
                        $0.computeForHost(Int(index), of: block)
                    }
                }

        private static let transition:
            @convention(c) @Sendable (Words, UInt, UnsafeMutableRawPointer) -> UInt = {
                state, index, block in
                HostTransition.perform(
                    state, index, block.assumingMemoryBound(to: CodeBlock.self))
            }

        /// For a test, which disassembles it.
        static var transitionAddress: Int { unsafeBitCast(transition, to: Int.self) }

        private static let advance: @convention(c) @Sendable (Words) -> UInt = { state in
            vcpu(state)._withUnsafeGuaranteedRef { $0.advanceForHost() }
        }

        private static let link: @convention(c) @Sendable (Words, UnsafeRawPointer) -> UInt = {
            state, record in
            let record = record.assumingMemoryBound(to: LinkRecord.self)
            return vcpu(state)._withUnsafeGuaranteedRef { $0.linkForHost(record) }
        }
    }

    extension HostBlock {
        init(_ block: UnsafeMutablePointer<CodeBlock>, _ model: CPUModel?) {
            let it = block.pointee
            let mode = it.mode
            self.init(
                token: UInt(bitPattern: block), virtualStart: it.virtualStart, mode: it.mode,
                operations: UnsafePointer(it.operations), operationCount: Int(it.operationCount),
                instructionStarts: UnsafePointer(it.instructionStarts),
                instructionCount: Int(it.instructionCount), terminal: it.terminal,
                systemRegister: {
                    op in model.flatMap { HostSystemRegister(op, mode, $0) }
                })
        }
    }

    extension EmulatedVCPU {
        private var hostBudget: UInt64 {
            get { state.slots[EngineWord.budget] }
            set { state.slots[EngineWord.budget] = newValue }
        }

        private var hostDeadline: UInt64 { state.slots[EngineWord.deadline] }

        /// What `execute` of HostHelpers returns.
        private enum Answer {
            static let proceed: UInt64 = 0
            static let advance: UInt64 = 1
            static let leave: UInt64 = 2
        }

        /// One operation that may fault or leave the block, as the interpreter does it.
        ///
        /// - Parameter packed: Its index, and above 32 bits how many instructions that come after
        ///   the start of the block are taken from the budget already.
        func executeForHost(_ packed: UInt, of block: UnsafeMutablePointer<CodeBlock>) -> UInt64 {
            let index = Int(packed & 0xffff_ffff)
            let op = block.pointee.operations[index]
            let total = Int(block.pointee.instructionCount)
            refreshContext()
            clock.now = hostDeadline &- hostBudget &- UInt64(packed >> 32)
            hasLeftBlock = false
            var status: ExecutionStatus
            if op.opcode == .load || op.opcode == .store {
                status = accessForHost(op, index, block)
                // Nothing of the context changes by a load or store of RAM.
                if status == .proceed && !hasLeftBlock {
                    retired = 0
                    return Answer.proceed
                }
            } else {
                status = execute(
                    block, from: index, to: index &+ 1, completing: Int(op.detail),
                    runsTerminal: false)
            }
            if status == .proceed && !hasLeftBlock {
                guard contextIsStale || levelIsStale || attention, op.endsBlock else {
                    // Time between operations is the budget's.
                    retired = 0
                    return Answer.proceed
                }
                status = execute(
                    block, from: index &+ 1, to: Int(block.pointee.operationCount),
                    completing: total, runsTerminal: true)
            }
            clock.now &+= UInt64(retired)
            retired = 0
            hostBudget = hostDeadline &- clock.now
            return finishBlock(status) ? Answer.advance : Answer.leave
        }

        /// A load or a store that the fast TLB does not know, as `execute` does it.
        private func accessForHost(
            _ op: Operation, _ index: Int, _ block: UnsafeMutablePointer<CodeBlock>
        ) -> ExecutionStatus {
            currentBlock = block
            let access = MemoryAccess(rawValue: op.modifier)
            let address = state.slots[Int(op.a)] &+ UInt64(bitPattern: Int64(op.immediate))
            let status =
                op.opcode == .load
                ? loadSlow(op, address, access) : storeSlow(op, address, access)
            if status != .proceed {
                retired = Int(op.detail) &+ 1
            } else if mustLeaveBlock {
                // The rest of the instruction, and nothing after it.
                mustLeaveBlock = false
                hasLeftBlock = true
                let next = Int(op.detail) &+ 1
                let total = Int(block.pointee.instructionCount)
                let isLast = next >= total
                return execute(
                    block, from: index &+ 1,
                    to: Int(
                        isLast
                            ? block.pointee.operationCount
                            : block.pointee.instructionStarts[next]),
                    completing: isLast ? total : next, runsTerminal: isLast)
            }
            return status
        }

        /// One operation that can do no more than compute.
        func computeForHost(_ index: Int, of block: UnsafeMutablePointer<CodeBlock>) {
            _ = execute(block, from: index, to: index &+ 1, completing: 0, runsTerminal: false)
        }

        /// PC is exact: the code to go on with, or 0.
        func advanceForHost() -> UInt {
            clock.now = hostDeadline &- hostBudget
            return advance()
        }

        /// As `advanceForHost` for the branch of a record, which leads to the block from now on if
        /// that is possible.
        func linkForHost(_ record: UnsafePointer<LinkRecord>) -> UInt {
            let now = hostDeadline &- hostBudget
            clock.now = now
            let target = record.pointee.target
            state.pc = target
            let generation = blocks.generation
            let code = advance()
            guard code != 0, clock.now == now, state.pc == target,
                generation == blocks.generation,
                let from = UnsafeMutablePointer<CodeBlock>(bitPattern: record.pointee.token)
            else { return code }
            let to = currentBlock
            if to.pointee.code == code, to.pointee.mode == from.pointee.mode,
                to.pointee.virtualStart == target,
                (to.pointee.physicalStart ^ from.pointee.physicalStart) >> 12 == 0,
                (target ^ from.pointee.virtualStart) >> 12 == 0
            {
                system.hostCode?.cache.link(record, to: code)
            }
            return code
        }
    }
#else
    /// This host has no code generator.
    final class HostCodeEngine {
        let threshold = 0
        let usesLinearPages = false
        var hidesSystemRegisters = true
        let dispatcher: UInt = 0
        let dispatcherAtPC: UInt = 0

        init?(_ options: HostCodeOptions) { return nil }

        func compile(_ block: UnsafeMutablePointer<CodeBlock>, _ model: CPUModel) {}
        func promote(
            _ block: UnsafeMutablePointer<CodeBlock>, _ model: CPUModel, in blocks: BlockCache,
            breakpoints: Set<UInt64>
        ) {}
        func enter(_ code: UInt, _ state: UnsafeMutablePointer<UInt64>) {}
        func code(of block: TranslatedBlock) -> [UInt8] { [] }
        func invalidate(_ code: UInt) {}
        func removeAll() {}
        var isFull: Bool { false }
    }
#endif

extension Operation {
    /// A helper after which the block ends.
    var endsBlock: Bool {
        opcode == .call
            && Helper(rawValue: modifier).unsafelyUnwrapped.effect.contains(.endsBlock)
    }
}
