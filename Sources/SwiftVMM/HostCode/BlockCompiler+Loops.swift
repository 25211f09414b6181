// V registers that stay in host registers from one round of a loop to the next.

#if arch(x86_64)
    extension BlockCompiler {
        /// Others are left for what is only written, and for results on their way.
        private static let exposedCount = 8
        private static let loopVectorCount = 10

        /// A V register of a loop.
        private struct LoopVector {
            var slot: UInt16
            /// How many bytes the loop looks at before it writes them.
            var bytes: UInt8 = 0
            var isWritten = false
        }

        /// Those that a loop looks at before it writes them, then those that it only writes.
        private func chosenLoopVectors() -> [LoopVector] {
            var found: [LoopVector] = []
            var callsSwift = false
            func entry(_ slot: UInt16) -> Int? {
                guard VectorCache.isVector(slot) else { return nil }
                if let index = found.firstIndex(where: { $0.slot == slot & ~1 }) { return index }
                found.append(LoopVector(slot: slot & ~1))
                return found.count - 1
            }
            func walk(_ number: Int, _ written: Set<UInt16>) {
                var written = written
                let node = region.nodes[number]
                for index in 0..<node.block.operationCount {
                    let op = node.block.operations[index]
                    let (sources, bytes) = op.vectorSources
                    if usesSlots(op) { callsSwift = true }
                    for slot in sources {
                        guard let index = entry(slot), !written.contains(slot & ~1) else {
                            continue
                        }
                        found[index].bytes = max(found[index].bytes, bytes)
                    }
                    for slot in [op.destination, op.opcode == .loadPair ? op.c : Slot.discard] {
                        guard let index = entry(slot) else { continue }
                        found[index].isWritten = true
                        written.insert(slot & ~1)
                    }
                }
                for case .block(let next) in [node.taken, node.otherwise] { walk(next, written) }
            }
            walk(0, [])
            let exposed = found.filter { $0.bytes != 0 }.prefix(Self.exposedCount)
            // After a Swift function nothing is left in vector registers.
            let others = callsSwift ? [] : found.filter { $0.bytes == 0 && $0.isWritten }
            return Array((exposed + others).prefix(Self.loopVectorCount))
        }

        /// At the entry.
        mutating func loadLoopVectors() {
            // AArch32 keeps its registers in the slots.
            if isAArch32 { return }
            for vector in chosenLoopVectors() {
                let bytes = vector.isWritten ? 16 : vector.bytes
                let register = takeVector(except: [])
                loadVector(register, vector.slot, bytes: bytes)
                vectors.set(
                    register, vector.slot, bytes: bytes, used: bytes, isDirty: vector.isWritten)
            }
            loopVectors = vectors
        }

        /// Before going round: everything where it was at the start. The host's flags stay.
        mutating func restoreLoopVectors() {
            if !region.hasLoop { return }
            for copy in vectors.dirty where loopVectors.entry(copy.slot)?.entry.isDirty != true {
                flushVector(copy.slot)
            }
            var moves: [(to: X86Vector, from: X86Vector)] = []
            var loads: [(to: X86Vector, entry: VectorCache.Entry)] = []
            for (number, entry) in loopVectors.entries.enumerated()
            where entry.slot != VectorCache.Entry.none {
                let to = X86Vector(VectorCache.first + UInt8(number))
                guard let from = vectors.find(entry.slot, bytes: entry.bytes),
                    entry.used == 16 || vectors.isZero(from, above: entry.used)
                else {
                    loads.append((to, entry))
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
            for load in loads { loadVector(load.to, load.entry.slot, bytes: load.entry.bytes) }
            vectors = loopVectors
        }
    }

    extension Operation {
        /// The slots that generated code reads as V registers, and how many bytes of each.
        fileprivate var vectorSources: (slots: [UInt16], bytes: UInt8) {
            switch opcode {
            case .float: ([a, b, c], detail & 3 == 3 ? 8 : 4)
            case .vectorFloat, .vector: ([a, b, destination], 16)
            case .transfer where modifier == FloatTransfer.moveUnsigned.rawValue: ([a], 16)
            case .transfer: ([a, b], detail & 3 == 3 ? 8 : 4)
            case .storeVector: ([b], 16)
            case .select: ([a, b], width == .w64 ? 8 : 4)
            case .move: ([a], width == .w64 ? 8 : 4)
            default: ([], 0)
            }
        }
    }
#endif
