// How much of the open-ended work of random tests, and of the long lists, is done.
//
// Environment: TEST_EFFORT, in percent of what is usual (100). An emulated CPU is some fifty times
// slower than a real one, and a long night has time for more.

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#endif

enum Effort {
    private static let percent =
        getenv("TEST_EFFORT").flatMap { Int(String(cString: $0)) }.map { max($0, 1) } ?? 100

    /// The number of rounds where `usual` is the usual one; at least 1.
    static func rounds(_ usual: Int) -> Int { max(usual * percent / 100, 1) }

    /// The usual amount or more: what cannot be done in part is done.
    static var isUsual: Bool { percent >= 100 }

    /// Those to try of a list whose entries are much alike: all, or with less effort a few, from
    /// everywhere in it.
    static func sample<Entry>(_ all: [Entry]) -> [Entry] {
        let count = isUsual ? all.count : min(max(rounds(all.count), 4), all.count)
        return (0..<count).map { all[$0 * all.count / count] }
    }
}
