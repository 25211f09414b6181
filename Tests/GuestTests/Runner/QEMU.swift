// QEMU as an oracle: a machine we did not write, running the same image.

import Foundation
import SwiftVMM

enum QEMU {
    /// Nil when it is not installed.
    static let path = findTool("qemu-system-aarch64")

    /// The console text of a run that ends by itself.
    ///
    /// The image goes in as an ELF "kernel" and not through the loader device, because the board
    /// puts its device tree at the start of RAM when it has no kernel. An ELF file that is not
    /// Linux starts at its entry point at the highest Exception level, with PSCI in place.
    static func run(_ test: GuestTest, elf: String, path: String) throws -> String {
        let hasEL2 = test.entryLevel == .el2
        let result = try runTool(
            path,
            [
                "-M",
                "virt,virtualization=\(hasEL2 ? "on" : "off"),gic-version=\(test.gicVersion.rawValue)",
                "-cpu", test.qemuModel, "-smp", String(test.cpuCount), "-m", "512",
                "-display", "none", "-serial", "stdio", "-monitor", "none", "-net", "none",
                "-no-reboot", "-kernel", elf,
            ], limitSeconds: 30)
        guard result.status == 0 else { throw ToolFailure(description: result.errors) }
        return result.output
    }
}
