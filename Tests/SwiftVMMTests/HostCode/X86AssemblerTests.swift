// Each instruction the assembler writes, against the bytes that clang's assembler makes of it. A
// move
// between registers has two encodings; this assembler writes the other one.

#if arch(x86_64)
    import Testing

    @testable import SwiftVMM

    @Suite struct X86AssemblerTests {
        private typealias Row = (text: String, bytes: String, write: (inout X86Assembler) -> Void)

        private static var rows: [Row] {
            [
                ("mov rax, rdi", "48 8b c7", { $0.move(.rax, .rdi) }),
                ("mov r8d, r15d", "45 8b c7", { $0.move(.r8, .r15, wide: false) }),
                ("mov rcx, [rbp - 8]", "48 8b 4d f8", { $0.load(.rcx, X86Memory(.rbp, -8)) }),
                ("mov rcx, [r13]", "49 8b 4d 00", { $0.load(.rcx, X86Memory(.r13)) }),
                ("mov rdx, [rsp + 16]", "48 8b 54 24 10", { $0.load(.rdx, X86Memory(.rsp, 16)) }),
                (
                    "mov rdx, [r12 + 1000]", "49 8b 94 24 e8 03 00 00",
                    { $0.load(.rdx, X86Memory(.r12, 1000)) }
                ),
                (
                    "mov rsi, [r14 + rcx*8 + 8192]", "49 8b b4 ce 00 20 00 00",
                    { $0.load(.rsi, X86Memory(.r14, index: .rcx, scale: 3, 8192)) }
                ),
                (
                    "mov [rax + r15], rbx", "4a 89 1c 38",
                    { $0.store(X86Memory(.rax, index: .r15), .rbx) }
                ),
                (
                    "mov [rax + r15], sil", "42 88 34 38",
                    { $0.store8(X86Memory(.rax, index: .r15), .rsi) }
                ),
                ("mov [rax], r9b", "44 88 08", { $0.store8(X86Memory(.rax), .r9) }),
                ("mov [rbp - 56], ax", "66 89 45 c8", { $0.store16(X86Memory(.rbp, -56), .rax) }),
                (
                    "mov qword ptr [rbp + 8], -5", "48 c7 45 08 fb ff ff ff",
                    { $0.store(X86Memory(.rbp, 8), constant: -5) }
                ),
                (
                    "movabs r10, 0x123456789abcdef0", "49 ba f0 de bc 9a 78 56 34 12",
                    { $0.constant(.r10, 0x1234_5678_9abc_def0) }
                ),
                ("mov eax, 0x80000000", "b8 00 00 00 80", { $0.constant(.rax, 0x8000_0000) }),
                (
                    "mov r11, -2", "49 c7 c3 fe ff ff ff",
                    { $0.constant(.r11, UInt64(bitPattern: -2)) }
                ),
                (
                    "lea r9d, [rbx + r8]", "46 8d 0c 03",
                    { $0.address(.r9, X86Memory(.rbx, index: .r8), wide: false) }
                ),
                (
                    "movzx eax, sil", "40 0f b6 c6",
                    { $0.extend(.rax, .register(.rsi), sizeLog2: 0, signed: false, wide: false) }
                ),
                (
                    "movsx r8, byte ptr [rdi]", "4c 0f be 07",
                    {
                        $0.extend(
                            .r8, .memory(X86Memory(.rdi)), sizeLog2: 0, signed: true, wide: true)
                    }
                ),
                (
                    "movsx ecx, r9w", "41 0f bf c9",
                    { $0.extend(.rcx, .register(.r9), sizeLog2: 1, signed: true, wide: false) }
                ),
                (
                    "movsxd rax, r8d", "49 63 c0",
                    { $0.extend(.rax, .register(.r8), sizeLog2: 2, signed: true, wide: true) }
                ),
                (
                    "sub qword ptr [rbp - 8], 64", "48 83 6d f8 40",
                    { $0.alu(.sub, .memory(X86Memory(.rbp, -8)), constant: 64, wide: true) }
                ),
                (
                    "and r12d, 1023", "41 81 e4 ff 03 00 00",
                    { $0.alu(.and, .register(.r12), constant: 1023, wide: false) }
                ),
                (
                    "cmp rdx, [r14 + rcx*8]", "49 3b 14 ce",
                    {
                        $0.alu(
                            .cmp, .rdx, .memory(X86Memory(.r14, index: .rcx, scale: 3)), wide: true)
                    }
                ),
                (
                    "xor [rbp + 80], rsi", "48 31 75 50",
                    { $0.alu(.xor, X86Memory(.rbp, 80), .rsi, wide: true) }
                ),
                (
                    "cmp byte ptr [rcx + rdx], 0", "80 3c 11 00",
                    { $0.compareByte(X86Memory(.rcx, index: .rdx), constant: 0) }
                ),
                ("test r8b, 7", "41 f6 c0 07", { $0.testByte(.register(.r8), constant: 7) }),
                (
                    "bts rdx, 63", "48 0f ba ea 3f",
                    { $0.bitTest(.register(.rdx), 63, sets: true, wide: true) }
                ),
                ("not r9", "49 f7 d1", { $0.not(.r9, wide: true) }),
                (
                    "imul rbx, [rbp + 40]", "48 0f af 5d 28",
                    { $0.multiply(.rbx, .memory(X86Memory(.rbp, 40)), wide: true) }
                ),
                ("mul r8", "49 f7 e0", { $0.wideArithmetic(4, .register(.r8), wide: true) }),
                ("idiv ecx", "f7 f9", { $0.wideArithmetic(7, .register(.rcx), wide: false) }),
                ("sar r13, 17", "49 c1 fd 11", { $0.shift(.sar, .r13, by: 17, wide: true) }),
                ("shl edi, cl", "d3 e7", { $0.shift(.shl, .rdi, wide: false) }),
                (
                    "shlx rax, rdi, r9", "c4 e2 b1 f7 c7",
                    { $0.shiftVEX(.shl, .rax, .register(.rdi), by: .r9, wide: true) }
                ),
                (
                    "sarx r10d, r8d, ecx", "c4 42 72 f7 d0",
                    { $0.shiftVEX(.sar, .r10, .register(.r8), by: .rcx, wide: false) }
                ),
                (
                    "rorx rbx, r12, 29", "c4 c3 fb f0 dc 1d",
                    { $0.rotateVEX(.rbx, .register(.r12), by: 29, wide: true) }
                ),
                (
                    "shrd rax, r8, 5", "4c 0f ac c0 05",
                    { $0.shiftPair(.rax, .r8, by: 5, wide: true) }
                ),
                (
                    "lzcnt rcx, r9", "f3 49 0f bd c9",
                    { $0.countLeadingZeros(.rcx, .register(.r9), wide: true) }
                ),
                ("bswap r11", "49 0f cb", { $0.swapBytes(.r11, wide: true) }),
                ("setae sil", "40 0f 93 c6", { $0.set(.ae, .rsi) }),
                (
                    "cmovg r8, [rbp + 24]", "4c 0f 4f 45 18",
                    { $0.moveIf(.g, .r8, .memory(X86Memory(.rbp, 24)), wide: true) }
                ),
                ("jmp [rcx + 24]", "ff 61 18", { $0.jump(through: .memory(X86Memory(.rcx, 24))) }),
                ("call rax", "ff d0", { $0.call(through: .register(.rax)) }),
                ("push r12", "41 54", { $0.push(.r12) }),
                ("pop rbp", "5d", { $0.pop(.rbp) }),
                (
                    "movups xmm0, [rbp + 512]", "0f 10 85 00 02 00 00",
                    { $0.vector(X86Assembler.movups, X86Vector(0), X86Memory(.rbp, 512)) }
                ),
                (
                    "movups [rbp + 512], xmm12", "44 0f 11 a5 00 02 00 00",
                    { $0.storeVector(X86Memory(.rbp, 512), X86Vector(12)) }
                ),
                (
                    "movq xmm9, xmm4", "f3 44 0f 7e cc",
                    { $0.vector(X86Assembler.movq, X86Vector(9), X86Vector(4)) }
                ),
                (
                    "addsd xmm5, xmm13", "f2 41 0f 58 ed",
                    { $0.vector(X86Opcode(0xf2, 1, 0x58), X86Vector(5), X86Vector(13)) }
                ),
                (
                    "movq rax, xmm8", "66 4c 0f 7e c0",
                    {
                        $0.vector(
                            X86Opcode(0x66, 1, 0x7e), X86Vector(8), X86Register.rax, wide: true)
                    }
                ),
                (
                    "pslld xmm7, 3", "66 0f 72 f7 03",
                    { $0.vectorShift(0x72, 6, X86Vector(7), by: 3) }
                ),
                (
                    "pmulld xmm10, xmm3", "66 44 0f 38 40 d3",
                    { $0.vector(X86Opcode(0x66, 2, 0x40), X86Vector(10), X86Vector(3)) }
                ),
                (
                    "vfmadd231sd xmm4, xmm9, xmm12", "c4 c2 b1 b9 e4",
                    { $0.fused(0xb9, X86Vector(4), X86Vector(9), X86Vector(12), wide: true) }
                ),
                (
                    "vfnmadd231ps xmm11, xmm2, xmm5", "c4 62 69 bc dd",
                    { $0.fused(0xbc, X86Vector(11), X86Vector(2), X86Vector(5), wide: false) }
                ),
            ]
        }

        private func bytes(_ write: (inout X86Assembler) -> Void) -> String {
            let buffer = UnsafeMutablePointer<UInt8>.allocate(capacity: 64)
            defer { buffer.deallocate() }
            var assembler = X86Assembler(at: buffer, delta: 0)
            write(&assembler)
            return (0..<(assembler.cursor - buffer)).map {
                (buffer[$0] < 16 ? "0" : "") + String(buffer[$0], radix: 16)
            }.joined(separator: " ")
        }

        @Test func instructionsHaveTheirBytes() {
            for row in Self.rows { #expect(bytes(row.write) == row.bytes, "\(row.text)") }
        }

        @Test func jumpsLeadWhereTheyAreBound() {
            // jmp over one ret: e9 01 00 00 00 c3
            let found = bytes { assembler in
                let patch = assembler.jump()
                assembler.ret()
                assembler.bind(patch)
            }
            #expect(found == "e9 01 00 00 00 c3")
        }
    }
#else
    import Testing

    @Suite struct X86AssemblerTests {
        @Test(.disabled("there is no code generator for this processor"))
        func onX8664() {}
    }
#endif
