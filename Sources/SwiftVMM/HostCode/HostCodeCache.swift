// Generated code and where it is kept: the stubs that every block uses, then blocks in the order
// of their translation. When the memory is full everything goes at once, between blocks.

#if arch(x86_64)
    /// Addresses of the functions that generated code calls.
    ///
    /// All take the state block and are `@convention(c)`.
    struct HostHelpers {
        /// (state, operation index and charge, block) -> 0 to go on, 1 to look for the next block,
        /// 2 to leave.
        var execute: Int
        /// (state, operation index, block): an operation that neither faults nor leaves.
        var compute: Int
        /// (state) -> the code to go on with, or 0 to leave.
        var advance: Int
        /// (state, operation index, block) -> the code to go on with, or 0 if it did nothing: SVC,
        /// HVC and ERET, the last instruction of the block.
        var transition: Int
        /// (state, link record) -> as advance.
        var link: Int
    }

    /// A block as the compiler wants it.
    struct HostBlock {
        /// What identifies the block to the helpers.
        var token: UInt
        var virtualStart: UInt64
        var mode: BlockMode
        var operations: UnsafePointer<Operation>
        var operationCount: Int
        var instructionStarts: UnsafePointer<UInt16>
        var instructionCount: Int
        var terminal: Terminal
        /// The accesses to system registers that code may make itself.
        var systemRegister: (Operation) -> HostSystemRegister?
    }

    /// How a direct branch leaves a block for the same page: data beside the code, which the link
    /// helper reads.
    struct LinkRecord {
        /// Writable address of the branch's 32-bit distance.
        var patch: UInt
        var target: UInt64
        /// Token of the block.
        var token: UInt
    }

    final class HostCodeCache {
        let memory: CodeMemory
        let features: HostFeatures
        let stubs: HostStubs
        private let firstBlock: UnsafeMutablePointer<UInt8>
        private var cursor: UnsafeMutablePointer<UInt8>
        /// Pages before it have left the writable view.
        private var settled: UnsafeMutablePointer<UInt8>
        /// No block's code is larger than this.
        static let reserveBytes = 256 << 10
        /// Bytes of code made since the start, for reports.
        private(set) var compiledBytes = 0
        private(set) var compiledInstructions = 0
        /// How many had more than one block, or a loop.
        private(set) var compiledRegions = 0
        /// How many branches of theirs are none.
        private(set) var compiledArms = 0

        /// Nil on a host that lets no code be mapped or lacks SSE4.1.
        init?(capacityBytes: Int, features: HostFeatures, helpers: HostHelpers) {
            guard features.hasSSE41,
                let memory = CodeMemory(lengthBytes: max(capacityBytes, 2 * Self.reserveBytes))
            else { return nil }
            self.memory = memory
            self.features = features
            var assembler = X86Assembler(at: memory.writable, delta: memory.delta)
            stubs = HostStubs(&assembler, helpers)
            cursor = assembler.cursor
            firstBlock = cursor
            settled = cursor
        }

        /// Whether the next block might not fit.
        var isFull: Bool {
            memory.lengthBytes - (cursor - memory.writable) < Self.reserveBytes
        }

        func removeAll() {
            cursor = firstBlock
            settled = firstBlock
        }

        /// Compiles a region; the address of its code.
        func compile(_ region: HostRegion) -> UInt {
            precondition(!isFull, "the code cache is full")
            let assembler = X86Assembler(at: cursor, delta: memory.delta)
            var compiler = BlockCompiler(region, assembler, features, stubs)
            let entry = compiler.compile()
            compiledBytes += compiler.assembler.cursor - cursor
            if region.nodes.count > 1 || region.hasLoop { compiledRegions += 1 }
            compiledArms += compiler.armCount
            for node in region.nodes { compiledInstructions += node.block.instructionCount }
            cursor = compiler.assembler.cursor
            if cursor - settled > 1 << 20 {
                memory.settle(from: settled, to: cursor)
                settled = cursor
            }
            return entry
        }

        /// The bytes of code from `entry` to the end of what was compiled last.
        func code(from entry: UInt) -> [UInt8] {
            let start = memory.writable + (Int(entry) - Int(bitPattern: memory.executable))
            return Array(UnsafeBufferPointer(start: start, count: cursor - start))
        }

        // MARK: Changing code

        /// Makes a block's code lead to the dispatcher: the bytes it came from have changed.
        func invalidate(entry: UInt) {
            let code = memory.writable + (Int(entry) - Int(bitPattern: memory.executable))
            // The distance to the block's stub is kept in front of the code.
            let distance = UnsafeRawPointer(code - BlockCompiler.headerBytes).load(as: Int64.self)
            code[0] = 0xe9
            UnsafeMutableRawPointer(code + 1).storeBytes(
                of: Int32(truncatingIfNeeded: distance - 5), as: Int32.self)
        }

        /// Makes code that was invalidated lead to the code that took its place.
        func redirect(entry: UInt, to target: UInt) {
            let code = memory.writable + (Int(entry) - Int(bitPattern: memory.executable))
            code[0] = 0xe9
            UnsafeMutableRawPointer(code + 1).storeBytes(
                of: Int32(truncatingIfNeeded: Int(target) &- Int(entry) &- 5), as: Int32.self)
        }

        /// Makes the branch of a link record go to a block's code.
        func link(_ record: UnsafePointer<LinkRecord>, to entry: UInt) {
            let at = UnsafeMutableRawPointer(bitPattern: record.pointee.patch).unsafelyUnwrapped
            let next = Int(bitPattern: at) &+ memory.delta &+ 4
            at.storeBytes(of: Int32(truncatingIfNeeded: Int(entry) &- next), as: Int32.self)
        }
    }
#endif
