// An exploration's report as a person reads it.

extension ExplorationReport {
    /// The report.
    public var text: String {
        var lines = [
            "\(image): \(windowLength) instructions from \(from) to \(to)",
            "  \(window)",
        ]
        if reachedEnd, to != "end" {
            lines.append("  \(to) did not come: the window ends with the run, or at --window")
        }
        for cause in reference { lines.append("  left alone: \(cause.text)") }
        for group in groups {
            lines.append("")
            let times = group.runs == 1 ? "1 run" : "\(group.runs) runs"
            lines.append("\(group.injection): \(group.cause.kind.rawValue), \(times)")
            lines.append("  \(group.cause.text)")
            for text in group.also { lines.append("  then \(text)") }
            if let place = group.place { lines.append("  first before \(place)") }
            if !group.ranges.isEmpty {
                let ranges = group.ranges.prefix(8).map {
                    $0.count == 1 ? "\($0.lowerBound)" : "\($0.lowerBound)-\($0.upperBound)"
                }
                let more = group.ranges.count > 8 ? ", ..." : ""
                lines.append(
                    "  instructions \(ranges.joined(separator: ", "))\(more) of the window")
            }
            for bug in group.cause.bugs.compactMap(KnownBug.find) {
                lines.append("  looks like \(bug.id), \(bug.title)")
            }
            lines.append("  replay: \(command) --replay \(group.example.text)")
        }
        lines.append("")
        var total = "\(runs) runs"
        if impossible > 0 { total += ", \(impossible) could not happen" }
        if shards != ["1/1"] { total += ", shards \(shards.sorted().joined(separator: " "))" }
        if !isComplete { total += ", interrupted" }
        lines.append(
            isClean
                ? "\(total): nothing found"
                : "\(total): \(failures) fail, \(groups.count) causes")
        return lines.joined(separator: "\n") + "\n"
    }
}
