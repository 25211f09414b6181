// Which blocks are compiled together: those of the same page that ran about as often as the first.

#if arch(x86_64)
    /// Grows a region from a block along its branches.
    struct SuperblockBuilder {
        typealias Block = UnsafeMutablePointer<CodeBlock>

        private static let blockLimit = 24
        let blocks: BlockCache
        let model: CPUModel?
        /// No way through the region has more instructions.
        let instructionLimit: Int
        /// A block that ran less often stays outside.
        let mostRunsLeft: Int32
        /// Addresses where no block of a region may begin, other than the first.
        let breakpoints: Set<UInt64>

        private(set) var region: HostRegion
        private let head: Block
        /// Bytes of the page that the region was made from.
        private(set) var low: UInt64
        private(set) var high: UInt64
        /// Starts of the blocks from the first to the one being looked at.
        private var path: [UInt64] = []

        init(
            _ head: Block, in blocks: BlockCache, _ model: CPUModel?, instructionLimit: Int,
            mostRunsLeft: Int32, breakpoints: Set<UInt64>
        ) {
            self.blocks = blocks
            self.model = model
            self.instructionLimit = instructionLimit
            self.mostRunsLeft = mostRunsLeft
            self.breakpoints = breakpoints
            self.head = head
            low = head.pointee.physicalStart
            high = low &+ head.pointee.lengthBytes
            region = HostRegion(HostBlock(head, model))
            follow(head, 0, returnAddress: nil)
        }

        private mutating func follow(_ block: Block, _ number: Int, returnAddress: UInt64?) {
            let start = block.pointee.virtualStart
            low = min(low, block.pointee.physicalStart)
            high = max(high, block.pointee.physicalStart &+ block.pointee.lengthBytes)
            let after = region.nodes[number].before + Int(block.pointee.instructionCount)
            region.charge = max(region.charge, after)
            path.append(start)
            let link = block.pointee.link(after: returnAddress)
            switch block.pointee.terminal {
            case .jump(let target):
                region.nodes[number].taken = edge(target, after, link)
            case .branch(_, let taken, let otherwise):
                region.nodes[number].otherwise = edge(otherwise, after, link)
                region.nodes[number].taken = edge(taken, after, link)
            case .indirect(let slot):
                if slot == Slot.x30, let link {
                    let edge = edge(link, after, link)
                    region.nodes[number].taken = edge
                    if edge != .exit { region.nodes[number].returnsTo = link }
                }
            case .diverted: break
            }
            path.removeLast()
        }

        private mutating func edge(_ target: UInt64, _ after: Int, _ link: UInt64?)
            -> HostRegion.Edge
        {
            let first = head.pointee.virtualStart
            if target == first { return .head }
            guard (target ^ first) >> 12 == 0, region.nodes.count < Self.blockLimit,
                !path.contains(target), !breakpoints.contains(target)
            else { return .exit }
            let physical = head.pointee.physicalStart & ~0xfff | target & 0xfff
            guard
                let next = blocks.find(
                    physical: physical, virtual: target, mode: head.pointee.mode),
                next.pointee.ranOften(mostRunsLeft), !next.pointee.isSelfBranch,
                after + Int(next.pointee.instructionCount) <= instructionLimit
            else { return .exit }
            let number = region.nodes.count
            region.nodes.append(HostRegion.Node(block: HostBlock(next, model), before: after))
            follow(next, number, returnAddress: link)
            return .block(number)
        }
    }

    extension CodeBlock {
        /// Of a block that was compiled again already nobody counts.
        fileprivate func ranOften(_ mostRunsLeft: Int32) -> Bool {
            code != 0 && !isRewritten && (runsLeft <= mostRunsLeft || runsLeft == .max)
        }

        /// What X30 is known to hold after the block, given what it held before.
        fileprivate func link(after known: UInt64?) -> UInt64? {
            var known = known
            for index in 0..<Int(operationCount) {
                let op = operations[index]
                if op.opcode == .constant && op.destination == Slot.x30 {
                    known = op.constant
                } else if op.destination == Slot.x30 || op.destination == Slot.x30 - 1
                    || op.c == Slot.x30 && op.opcode != .storePair
                {
                    known = nil
                }
            }
            return known
        }
    }
#endif

extension Operation {
    /// The value of a `constant`.
    var constant: UInt64 {
        UInt64(b) << 48 | UInt64(c) << 32 | UInt64(UInt32(bitPattern: immediate))
    }
}
