import SwiftVMM

let machine = try VirtualMachine(MachineConfiguration())
try machine.load(Image(contentsOf: CommandLine.arguments[1]))
machine.console.output = { print(Character(UnicodeScalar($0)), terminator: "") }
print(machine.run(), machine.instructionCount)
