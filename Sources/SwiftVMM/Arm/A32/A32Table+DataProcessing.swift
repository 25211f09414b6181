// Data processing of A32. Source: Arm ARM DDI 0406C, A5.2 "Data-processing and miscellaneous
// instructions".

extension A32Table {
    static let dataProcessing: [A32Row] = [
        row(.and, "AND (immediate)", "cccc 001 0000 S nnnn dddd iiiiiiiiiiii", .dataImmediate),
        row(.and, "AND (register)", "cccc 000 0000 S nnnn dddd kkkkk tt 0 mmmm", .dataRegister),
        row(
            .and, "AND (register-shifted)", "cccc 000 0000 S nnnn dddd aaaa 0 tt 1 mmmm",
            .dataRegisterShift),
        row(.eor, "EOR (immediate)", "cccc 001 0001 S nnnn dddd iiiiiiiiiiii", .dataImmediate),
        row(.eor, "EOR (register)", "cccc 000 0001 S nnnn dddd kkkkk tt 0 mmmm", .dataRegister),
        row(
            .eor, "EOR (register-shifted)", "cccc 000 0001 S nnnn dddd aaaa 0 tt 1 mmmm",
            .dataRegisterShift),
        row(.sub, "SUB (immediate)", "cccc 001 0010 S nnnn dddd iiiiiiiiiiii", .dataImmediate),
        row(.sub, "SUB (register)", "cccc 000 0010 S nnnn dddd kkkkk tt 0 mmmm", .dataRegister),
        row(
            .sub, "SUB (register-shifted)", "cccc 000 0010 S nnnn dddd aaaa 0 tt 1 mmmm",
            .dataRegisterShift),
        row(.rsb, "RSB (immediate)", "cccc 001 0011 S nnnn dddd iiiiiiiiiiii", .dataImmediate),
        row(.rsb, "RSB (register)", "cccc 000 0011 S nnnn dddd kkkkk tt 0 mmmm", .dataRegister),
        row(
            .rsb, "RSB (register-shifted)", "cccc 000 0011 S nnnn dddd aaaa 0 tt 1 mmmm",
            .dataRegisterShift),
        row(.add, "ADD (immediate)", "cccc 001 0100 S nnnn dddd iiiiiiiiiiii", .dataImmediate),
        row(.add, "ADD (register)", "cccc 000 0100 S nnnn dddd kkkkk tt 0 mmmm", .dataRegister),
        row(
            .add, "ADD (register-shifted)", "cccc 000 0100 S nnnn dddd aaaa 0 tt 1 mmmm",
            .dataRegisterShift),
        row(.adc, "ADC (immediate)", "cccc 001 0101 S nnnn dddd iiiiiiiiiiii", .dataImmediate),
        row(.adc, "ADC (register)", "cccc 000 0101 S nnnn dddd kkkkk tt 0 mmmm", .dataRegister),
        row(
            .adc, "ADC (register-shifted)", "cccc 000 0101 S nnnn dddd aaaa 0 tt 1 mmmm",
            .dataRegisterShift),
        row(.sbc, "SBC (immediate)", "cccc 001 0110 S nnnn dddd iiiiiiiiiiii", .dataImmediate),
        row(.sbc, "SBC (register)", "cccc 000 0110 S nnnn dddd kkkkk tt 0 mmmm", .dataRegister),
        row(
            .sbc, "SBC (register-shifted)", "cccc 000 0110 S nnnn dddd aaaa 0 tt 1 mmmm",
            .dataRegisterShift),
        row(.rsc, "RSC (immediate)", "cccc 001 0111 S nnnn dddd iiiiiiiiiiii", .dataImmediate),
        row(.rsc, "RSC (register)", "cccc 000 0111 S nnnn dddd kkkkk tt 0 mmmm", .dataRegister),
        row(
            .rsc, "RSC (register-shifted)", "cccc 000 0111 S nnnn dddd aaaa 0 tt 1 mmmm",
            .dataRegisterShift),
        row(.orr, "ORR (immediate)", "cccc 001 1100 S nnnn dddd iiiiiiiiiiii", .dataImmediate),
        row(.orr, "ORR (register)", "cccc 000 1100 S nnnn dddd kkkkk tt 0 mmmm", .dataRegister),
        row(
            .orr, "ORR (register-shifted)", "cccc 000 1100 S nnnn dddd aaaa 0 tt 1 mmmm",
            .dataRegisterShift),
        row(.bic, "BIC (immediate)", "cccc 001 1110 S nnnn dddd iiiiiiiiiiii", .dataImmediate),
        row(.bic, "BIC (register)", "cccc 000 1110 S nnnn dddd kkkkk tt 0 mmmm", .dataRegister),
        row(
            .bic, "BIC (register-shifted)", "cccc 000 1110 S nnnn dddd aaaa 0 tt 1 mmmm",
            .dataRegisterShift),
        row(.tst, "TST (immediate)", "cccc 001 1000 1 nnnn 0000 iiiiiiiiiiii", .compareImmediate),
        row(.tst, "TST (register)", "cccc 000 1000 1 nnnn 0000 kkkkk tt 0 mmmm", .compareRegister),
        row(
            .tst, "TST (register-shifted)", "cccc 000 1000 1 nnnn 0000 aaaa 0 tt 1 mmmm",
            .compareRegisterShift),
        row(.teq, "TEQ (immediate)", "cccc 001 1001 1 nnnn 0000 iiiiiiiiiiii", .compareImmediate),
        row(.teq, "TEQ (register)", "cccc 000 1001 1 nnnn 0000 kkkkk tt 0 mmmm", .compareRegister),
        row(
            .teq, "TEQ (register-shifted)", "cccc 000 1001 1 nnnn 0000 aaaa 0 tt 1 mmmm",
            .compareRegisterShift),
        row(.cmp, "CMP (immediate)", "cccc 001 1010 1 nnnn 0000 iiiiiiiiiiii", .compareImmediate),
        row(.cmp, "CMP (register)", "cccc 000 1010 1 nnnn 0000 kkkkk tt 0 mmmm", .compareRegister),
        row(
            .cmp, "CMP (register-shifted)", "cccc 000 1010 1 nnnn 0000 aaaa 0 tt 1 mmmm",
            .compareRegisterShift),
        row(.cmn, "CMN (immediate)", "cccc 001 1011 1 nnnn 0000 iiiiiiiiiiii", .compareImmediate),
        row(.cmn, "CMN (register)", "cccc 000 1011 1 nnnn 0000 kkkkk tt 0 mmmm", .compareRegister),
        row(
            .cmn, "CMN (register-shifted)", "cccc 000 1011 1 nnnn 0000 aaaa 0 tt 1 mmmm",
            .compareRegisterShift),
        row(.mov, "MOV (immediate)", "cccc 001 1101 S 0000 dddd iiiiiiiiiiii", .moveImmediate),
        row(.mov, "MOV (register)", "cccc 000 1101 S 0000 dddd kkkkk tt 0 mmmm", .moveRegister),
        row(
            .mov, "MOV (register-shifted)", "cccc 000 1101 S 0000 dddd aaaa 0 tt 1 mmmm",
            .moveRegisterShift),
        row(.mvn, "MVN (immediate)", "cccc 001 1111 S 0000 dddd iiiiiiiiiiii", .moveImmediate),
        row(.mvn, "MVN (register)", "cccc 000 1111 S 0000 dddd kkkkk tt 0 mmmm", .moveRegister),
        row(
            .mvn, "MVN (register-shifted)", "cccc 000 1111 S 0000 dddd aaaa 0 tt 1 mmmm",
            .moveRegisterShift),
        row(.mov, "MOVW", "cccc 0011 0000 iiii dddd iiiiiiiiiiii", .wideImmediate),
        row(.movt, "MOVT", "cccc 0011 0100 iiii dddd iiiiiiiiiiii", .wideImmediate),
    ]
}
