import Testing

@testable import SwiftVMM

@Suite struct DeviceTreeTests {
    private var tree: DeviceTree {
        var tree = DeviceTree(
            root: .init(
                "", [.cells("#address-cells", 2), .flag("dma-coherent")],
                children: [
                    .init("cpus", [], children: [.init("cpu@0", [.text("compatible", "a", "b")])]),
                    .init("memory@40000000", [.ranges("reg", (0x4000_0000, 1 << 33))]),
                ]))
        tree.reservations = [.init(address: 0x4800_0000, lengthBytes: 0x1000)]
        tree.bootCPU = 3
        return tree
    }

    private func failure(_ blob: [UInt8]) -> String {
        do {
            _ = try DeviceTree(blob: blob, name: "x.dtb")
            return "no error"
        } catch {
            #expect(error.code == .badData)
            return error.message
        }
    }

    private func blob(_ change: (inout [UInt8]) -> Void) -> [UInt8] {
        var bytes = tree.encoded()
        change(&bytes)
        return bytes
    }

    /// Changes the big-endian word at an offset.
    private func put(_ value: UInt32, at offset: Int, _ bytes: inout [UInt8]) {
        bytes.replaceSubrange(offset..<(offset + 4), with: DeviceTree.bytes(value))
    }

    @Test func whatIsWrittenIsReadBack() throws {
        #expect(try DeviceTree(blob: tree.encoded(), name: "x") == tree)
    }

    @Test func nodesAndPropertiesAreFoundAndChanged() {
        var tree = self.tree
        #expect(tree.root.node("/cpus/cpu@0")?["compatible"] == Array("a\0b\0".utf8))
        #expect(tree.root.node("/cpus/cpu@1") == nil)
        #expect(tree.root.cell("#address-cells") == 2)
        #expect(tree.root.cell("dma-coherent") == nil)
        tree.root.withChild("chosen") { $0["bootargs"] = [0] }
        tree.root.withChild("chosen") { $0["bootargs"] = [65, 0] }
        #expect(tree.root.node("/chosen")?.properties == [.init("bootargs", [65, 0])])
        tree.root["dma-coherent"] = nil
        #expect(tree.root.properties.count == 1)
    }

    @Test func brokenBlobsSayWhatAndWhere() {
        let structure = 40 + 32
        #expect(failure([]).contains("magic at offset 0x0 needs 4 bytes"))
        #expect(failure(blob { $0[0] = 0 }).contains("magic at offset 0x0 is 0xdfeed"))
        #expect(failure(Array(tree.encoded().dropLast())).contains("totalsize is"))
        #expect(
            failure(
                blob {
                    put(2, at: 24, &$0); put(3, at: 20, &$0)
                }
            ).contains("version is 3"))
        #expect(failure(blob { put(18, at: 24, &$0) }).contains("version is 17"))
        #expect(failure(blob { put(73, at: 8, &$0) }).contains("not a multiple of 4"))
        #expect(failure(blob { put(1 << 30, at: 8, &$0) }).contains("structure block has no end"))
        #expect(failure(blob { put(1 << 30, at: 12, &$0) }).contains("strings block ends at"))
        #expect(failure(blob { put(1 << 30, at: 16, &$0) }).contains("reservation block"))
        #expect(
            failure(blob { put(7, at: structure, &$0) }).contains("token 0x7 at offset 0x48"))
        #expect(
            failure(blob { put(3, at: structure, &$0) }).contains("a property outside any node"))
        #expect(
            failure(blob { put(2, at: structure, &$0) }).contains("FDT_END_NODE without a node"))
        // The first property: its length, its name.
        #expect(failure(blob { put(9999, at: structure + 12, &$0) }).contains("has 9999 bytes"))
        #expect(failure(blob { put(9999, at: structure + 16, &$0) }).contains("a property's name"))
        let deep = DeviceTree.bytes(UInt32(1)) + [0, 0, 0, 0]
        #expect(
            failure(
                blob {
                    $0.replaceSubrange(structure..., with: (0..<100).flatMap { _ in deep })
                    put(UInt32($0.count), at: 4, &$0)
                    put(0, at: 32, &$0)
                    put(UInt32(structure), at: 12, &$0)
                }
            ).contains("more than 64 nodes are nested"))
        #expect(failure([UInt8](repeating: 0, count: 3 << 20)).contains("allows 2097152"))
    }

    @Test func anyBytesAreATreeOrAnError() {
        var random = SeededGenerator(seed: 11)
        let original = Board(MachineConfiguration()).deviceTree().encoded()
        for _ in 0..<Effort.rounds(3000) {
            var bytes = original
            for _ in 0..<Int.random(in: 1...8, using: &random) {
                // The header and the structure block, where bytes have a meaning.
                bytes[Int.random(in: 4..<bytes.count, using: &random)] =
                    [0, 1, 2, 3, 4, 9, 0x7f, 0xff].randomElement(using: &random)!
            }
            if Int.random(in: 0..<4, using: &random) == 0 {
                bytes.removeLast(Int.random(in: 0..<bytes.count, using: &random))
            }
            // What was read can be written and read again.
            if let tree = try? DeviceTree(blob: bytes, name: "x") {
                #expect((try? DeviceTree(blob: tree.encoded(), name: "x")) != nil)
            }
        }
    }
}
