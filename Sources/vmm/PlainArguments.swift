// `vmm run` with plain arguments, read without ArgumentParser: what that builds for each option
// takes longer than a small guest runs. Whatever is not plain, or wrong, is left to it.

import ArgumentParser
import SwiftVMM

/// Arguments of which each is `--name value`, `--flag` or a path. A value does not begin with a
/// dash, so what does is always a name.
struct PlainArguments {
    private var rest: [String]
    private var isWrong = false

    init(_ arguments: [String]) { rest = arguments }

    /// The value of an option; nil if it is not there, or if it makes no sense.
    mutating func value<Value: ExpressibleByArgument>(_ name: String) -> Value? {
        guard let index = rest.firstIndex(of: name) else { return nil }
        guard index + 1 < rest.count, Self.isPlain(rest[index + 1]),
            let value = Value(argument: rest[index + 1])
        else {
            isWrong = true
            return nil
        }
        rest.removeSubrange(index...index + 1)
        return value
    }

    mutating func flag(_ name: String) -> Bool {
        guard let index = rest.firstIndex(of: name) else { return false }
        rest.remove(at: index)
        return true
    }

    /// What is left when all names are taken: nil if it is more than one path, or if anything
    /// before was wrong.
    func onlyPath() -> String? {
        guard !isWrong, rest.count == 1, Self.isPlain(rest[0]) else { return nil }
        return rest[0]
    }

    private static func isPlain(_ text: String) -> Bool { !text.isEmpty && text.utf8.first != 0x2d }
}

extension Run {
    /// The command that ArgumentParser makes of the same arguments; nil if they are not plain or if
    /// there is something to say about them. Every property needs a value here: without one,
    /// reading it is a trap.
    init?(plain arguments: [String]) {
        var arguments = PlainArguments(arguments)
        self.init()
        processor = ProcessorOptions(&arguments)
        boot = BootOptions(&arguments)
        backend = arguments.value("--backend") ?? .auto
        engine = arguments.value("--engine") ?? .auto
        entryLevel = arguments.value("--el") ?? .el2
        cpus = arguments.value("--cpus") ?? 1
        memory = arguments.value("--memory") ?? ByteCount(bytes: 512 << 20)
        load = []
        entry = nil
        era = nil
        timeout = arguments.value("--timeout")
        maxInstructions = arguments.value("--max-instructions")
        seed = arguments.value("--seed") ?? Count(1)
        reset = arguments.value("--reset") ?? .poison
        trace = nil
        traceFile = nil
        format = arguments.value("--format") ?? .text
        symbols = nil
        devices = DeviceOptions(&arguments)
        moments = MomentOptions(&arguments)
        typing = InputOptions(&arguments)
        noReboot = arguments.flag("--no-reboot")
        skipsCheck = arguments.flag("--no-check")
        guard let path = arguments.onlyPath() else { return nil }
        boot.image = path
        do {
            // The only groups of which a plain argument can be wrong.
            try processor.validate()
            try validate()
        } catch { return nil }
    }
}

extension ProcessorOptions {
    fileprivate init(_ arguments: inout PlainArguments) {
        self.init()
        cpu = arguments.value("--cpu")
        e2h = arguments.value("--e2h")
        gic = arguments.value("--gic") ?? .v3
        hazards = nil
    }
}

extension BootOptions {
    fileprivate init(_ arguments: inout PlainArguments) {
        self.init()
        image = nil
        kernel = nil
        initrd = arguments.value("--initrd")
        append = arguments.value("--append")
        dtb = nil
        atags = arguments.flag("--atags")
        dumpDtb = nil
    }
}

extension DeviceOptions {
    fileprivate init(_ arguments: inout PlainArguments) {
        self.init()
        disk = []
        rng = nil
        rtc = nil
        console = arguments.value("--console") ?? .pl011
        flash = []
        testdev = arguments.flag("--testdev")
    }
}

extension MomentOptions {
    fileprivate init(_ arguments: inout PlainArguments) {
        self.init()
        snapshotAt = nil
        snapshot = nil
        restore = nil
        traceAround = nil
        hazardsFrom = nil
        hazardsTo = nil
        count = Count(100)
    }
}

extension InputOptions {
    fileprivate init(_ arguments: inout PlainArguments) {
        self.init()
        input = nil
        inputAt = nil
        answer = []
        recordInput = nil
        replayInput = nil
        noInput = arguments.flag("--no-input")
    }
}
