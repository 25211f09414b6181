// MSR and MRS. All registers go to the helpers, which know traps and renaming, except NZCV, which
// every Exception level may always reach.

extension A64Lifter {
    private static let nzcvEncoding = SystemRegisterEncoding(3, 3, 4, 2, 0).packed

    mutating func readSystemRegister(_ i: A64Instruction) {
        if i.systemEncoding == Self.nzcvEncoding {
            builder.move(.flags, into: xd(i))
        } else {
            call(.readSystemRegister, immediate: Int32(i.systemEncoding), into: xd(i))
        }
    }

    mutating func writeSystemRegister(_ i: A64Instruction) {
        if i.systemEncoding == Self.nzcvEncoding {
            let flags = Int32(bitPattern: 0xf000_0000)
            builder.integer(.and, .w32, builder.x(i.rd), .immediate(flags), into: .flags)
        } else {
            call(
                .writeSystemRegister, a: builder.x(i.rd), immediate: Int32(i.systemEncoding))
        }
    }
}
