// The options that say which devices the machine has.

import ArgumentParser
import SwiftVMM

struct DeviceOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "A disk, vda for the first one: written to, unless ,readonly or ,snapshot follows.",
            valueName: "file[,readonly|,snapshot]"), completion: .file())
    var disk: [DiskOption] = []

    @Option(help: "Random numbers for the guest: from the seed, or the host's.")
    var rng: EntropyChoice?

    @Option(
        help: ArgumentHelp(
            "What the clock says at the start: seconds since 1970, or host (default: 2026-01-01).",
            valueName: "host|seconds"))
    var rtc: ClockChoice?

    @Option(help: "The console that has the input; virtio adds hvc0 to the machine.")
    var console: ConsoleChoice = .pl011

    @Option(
        help: ArgumentHelp(
            "Start this image in flash at 0; a second one is for the firmware's variables. "
                + "Neither file is written.", valueName: "file"), completion: .file())
    var flash: [String] = []

    @Flag(help: "Add the device with which kvm-unit-tests end a run.")
    var testdev = false

    func configuration(firmwareKernel: DeviceConfiguration.FirmwareKernel?) throws(VMMError)
        -> DeviceConfiguration
    {
        var devices = DeviceConfiguration()
        devices.disks = disk.map(\.image)
        devices.hasVirtIOConsole = console == .virtio
        devices.hasTestDevice = testdev
        switch rng {
        case .seed: devices.entropy = .seed
        case .host: devices.entropy = .host
        case nil: break
        }
        for path in flash {
            devices.flash.append(NamedBytes(try FileContents.read(path), name: path))
        }
        devices.firmwareKernel = firmwareKernel
        if let rtc { devices.clockStart = rtc.start }
        return devices
    }
}

enum EntropyChoice: String, ExpressibleByArgument, CaseIterable { case seed, host }

enum ConsoleChoice: String, ExpressibleByArgument, CaseIterable { case pl011, virtio }

/// "FILE", "FILE,readonly", "FILE,snapshot".
struct DiskOption: ExpressibleByArgument, Equatable {
    var image: DeviceConfiguration.DiskImage

    init?(argument: String) {
        var path = argument
        var access = DeviceConfiguration.DiskImage.Access.readWrite
        let words: [(String, DeviceConfiguration.DiskImage.Access)] = [
            (",readonly", .readOnly), (",snapshot", .snapshot),
        ]
        for (word, meaning) in words where argument.hasSuffix(word) {
            path = String(argument.dropLast(word.count))
            access = meaning
        }
        guard !path.isEmpty else { return nil }
        image = DeviceConfiguration.DiskImage(path: path, access: access)
    }
}

/// "host" or seconds since 1970.
struct ClockChoice: ExpressibleByArgument, Equatable {
    var start: DeviceConfiguration.ClockStart

    init?(argument: String) {
        if argument == "host" {
            start = .host
        } else {
            guard let count = Count(argument: argument), let seconds = UInt32(exactly: count.value)
            else { return nil }
            start = .seconds(seconds)
        }
    }
}
