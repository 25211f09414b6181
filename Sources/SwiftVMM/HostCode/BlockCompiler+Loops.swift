// V registers that stay in host registers from one round of a loop to the next.

#if arch(x86_64)
    extension BlockCompiler {
        /// Others are left for what is only written.
        private static let loopVectorCount = 8

        /// The V registers that a loop looks at before it writes them.
        private func exposedVectors() -> [UInt16] {
            var found: [UInt16] = []
            func isVector(_ slot: UInt16) -> Bool { slot >= Slot.v0 && slot < Slot.v0 + 64 }
            func walk(_ number: Int, _ written: Set<UInt16>) {
                var written = written
                let node = region.nodes[number]
                for index in 0..<node.block.operationCount {
                    let op = node.block.operations[index]
                    var sources: [UInt16] = []
                    switch op.opcode {
                    case .float: sources = [op.a, op.b, op.c]
                    case .vectorFloat, .vector: sources = [op.a, op.b, op.destination]
                    case .transfer: sources = [op.a, op.b]
                    case .storeVector: sources = [op.b]
                    default: break
                    }
                    for slot in sources where isVector(slot) {
                        let low = slot & ~1
                        if !written.contains(low) && !found.contains(low) { found.append(low) }
                    }
                    if isVector(op.destination) { written.insert(op.destination & ~1) }
                }
                for case .block(let next) in [node.taken, node.otherwise] { walk(next, written) }
            }
            walk(0, [])
            return found
        }

        /// At the entry.
        mutating func loadLoopVectors() {
            for slot in exposedVectors().prefix(Self.loopVectorCount) {
                let register = vectors.take(except: [])
                loadVector(register, slot, bytes: 16)
                vectors.set(register, slot, bytes: 16)
            }
            loopVectors = vectors
        }

        /// Before going round: everything where it was at the start. The host's flags stay.
        mutating func restoreLoopVectors() {
            if !region.hasLoop { return }
            var moves: [(to: X86Vector, from: X86Vector)] = []
            var loads: [(to: X86Vector, slot: UInt16)] = []
            for (number, entry) in loopVectors.entries.enumerated()
            where entry.slot != VectorCache.Entry.none {
                let to = X86Vector(VectorCache.first + UInt8(number))
                guard let from = vectors.find(entry.slot, bytes: 16) else {
                    loads.append((to, entry.slot))
                    continue
                }
                if from != to { moves.append((to, from)) }
            }
            while !moves.isEmpty {
                let ready = moves.firstIndex { move in !moves.contains { $0.from == move.to } }
                if let ready {
                    let move = moves.remove(at: ready)
                    assembler.vector(X86Assembler.movaps, move.to, move.from)
                } else {
                    // A ring: one of them waits in a register that is free.
                    let waiting = moves[0].from
                    assembler.vector(X86Assembler.movaps, X86Vector(0), waiting)
                    for index in moves.indices where moves[index].from == waiting {
                        moves[index].from = X86Vector(0)
                    }
                }
            }
            for load in loads { loadVector(load.to, load.slot, bytes: 16) }
            vectors = loopVectors
        }
    }
#endif
