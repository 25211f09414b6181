// Numbers as text, and files, without Foundation.

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#endif

/// False if the file could not be written.
func write(_ text: String, to path: String) -> Bool {
    guard let file = fopen(path, "w") else { return false }
    let bytes = Array(text.utf8)
    let count = fwrite(bytes, 1, bytes.count, file)
    return fclose(file) == 0 && count == bytes.count
}

func log2(_ value: Double) -> Double {
    #if canImport(Glibc)
        Glibc.log2(value)
    #else
        Musl.log2(value)
    #endif
}
