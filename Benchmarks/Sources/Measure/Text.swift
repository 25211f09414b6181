// What both runners need without Foundation: numbers as text, and the end.

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#endif

/// Two digits after the point.
public func fixed(_ value: Double) -> String {
    guard value.isFinite else { return "-" }
    if value < 0 { return "-" + fixed(-value) }
    let hundredths = Int((value * 100).rounded())
    let rest = hundredths % 100
    return "\(hundredths / 100).\(rest < 10 ? "0" : "")\(rest)"
}

public func exitProcess(_ status: Int32) -> Never { exit(status) }
