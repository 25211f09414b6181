// The registers of the interface before VIRTIO 1.0: one page number for all three rings.
//
// Source: VIRTIO 1.2, 4.2.4 "Legacy interface"; 2.7.2 "Legacy Interfaces: A Note on Virtqueue
// Layout". Test programs with a driver of their own, like kvm-unit-tests, know only this one.

extension VirtIOTransport {
    func writeLegacy(_ offset: UInt64, _ word: UInt32) {
        switch offset {
        case 0x028:
            // 4.2.4: a power of two.
            if word.nonzeroBitCount == 1 { state.guestPageBytes = word }
        case 0x03c:
            if let index = selectedQueue, word.nonzeroBitCount == 1 {
                state.queueAlignments[index] = word
            }
        case 0x040: if let index = selectedQueue { placeQueue(index, page: word) }
        default: break
        }
    }

    /// The page number puts the rings in their places and starts the queue; zero stops it.
    private func placeQueue(_ index: Int, page: UInt32) {
        queues[index].stop()
        state.pageNumbers[index] = page
        guard page != 0, state.guestPageBytes != 0 else { return }
        let base = UInt64(page) * UInt64(state.guestPageBytes)
        let alignment = UInt64(state.queueAlignments[index])
        queues[index].configure {
            let size = UInt64($0.size)
            $0.descriptors = base
            $0.available = base + VirtQueue.descriptorBytes * size
            // The ring, its two index words, and the event index.
            let end = $0.available + 6 + 2 * size
            $0.used = (end + alignment - 1).alignedDown(to: alignment)
        }
        makeReady(index)
    }
}
