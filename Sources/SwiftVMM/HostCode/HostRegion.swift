// What is compiled at once: one block, or several of one page that follow each other.

#if arch(x86_64)
    /// A tree of blocks. The first is where it is entered; every other has one predecessor, so that
    /// what is known at the end of that still holds. Who comes back to the first goes round.
    struct HostRegion {
        /// Where a way out of a block leads.
        enum Edge: Equatable {
            /// To a block outside, by its address.
            case exit
            /// To a block of the region, which has a greater number.
            case block(Int)
            /// Back to the first.
            case head
        }

        struct Node {
            var block: HostBlock
            /// Instructions of the region before it, on the way from the first block.
            var before: Int
            var taken = Edge.exit
            var otherwise = Edge.exit
            /// Where an indirect branch goes that is a return from a call within the region.
            var returnsTo: UInt64?
        }

        var nodes: [Node]
        /// Instructions on the longest way through; taken from the budget at the entry.
        var charge: Int
        /// Address of a 32-bit number that the entry counts down; when it gets negative the
        /// dispatcher looks for better code. 0 for no counting.
        var runsLeft: UInt = 0

        init(_ block: HostBlock) {
            nodes = [Node(block: block, before: 0)]
            charge = block.instructionCount
        }

        var hasLoop: Bool {
            nodes.contains { $0.taken == .head || $0.otherwise == .head }
        }
    }
#endif
