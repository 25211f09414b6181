public struct SoftwareTLB {
    init() {}
    func lookup(_ a: VirtualAddress, _ c: TranslationControls) -> TranslationEntry? { nil }
    func insert(_ e: TranslationEntry, _ c: TranslationControls) {}
    func removeAll() {}
}
extension EmulatedVCPU {
    func invalidateTranslations(_ e: SystemRegisterEncoding, _ v: UInt64) -> ExecutionStatus {
        flushFastTranslations(); return .proceed
    }
    func translateAddress(_ e: SystemRegisterEncoding, _ v: UInt64) -> ExecutionStatus { .proceed }
}
