// The table as text, as JSON and as a plot.

import Measure

struct Report {
    /// Date, host and versions.
    var environment: String
    var repetitions: Int
    var measurements: [Measurement] = []

    private static let others: [Contestant] = [.qemu, .qemuDeterministic]

    // MARK: Text

    var heading: String {
        """
        \(environment)
        CPU time, medians of \(repetitions) runs in turn; a round is the difference of two
        lengths over the rounds between them. Ratios: how many times as long the other takes.

        \(columns(["", "vmm ns", "qemu ns", "icount ns", "qemu/vmm", "icount/vmm"]))
        """
    }

    func line(_ measurement: Measurement) -> String {
        let times = Contestant.allCases.map { fixed(measurement.nanoseconds($0) ?? .nan) }
        let ratios = Self.others.map { fixed(measurement.ratio($0) ?? .nan) }
        let line = columns([measurement.row.title] + times + ratios)
        guard !measurement.overhead.isEmpty else { return line }
        return line + "\n    peak memory beyond the guest's RAM: \(overhead(measurement)) MiB"
    }

    private func overhead(_ measurement: Measurement) -> String {
        fixed(median(measurement.overhead) / 1024)
    }

    private func columns(_ cells: [String]) -> String {
        func pad(_ text: String, _ width: Int, left: Bool = false) -> String {
            let space = String(repeating: " ", count: max(0, width - text.count))
            return left ? space + text : text + space
        }
        return pad(cells[0], 36) + cells.dropFirst().map { pad($0, 14, left: true) }.joined()
    }

    var text: String {
        ([heading] + measurements.map(line)).joined(separator: "\n") + "\n"
    }

    // MARK: JSON

    var json: String {
        let rows = measurements.map { measurement in
            let times = Contestant.allCases.compactMap { who in
                measurement.nanoseconds(who).map { "\"\(who.rawValue)\": \(fixed($0))" }
            }
            let ratios = Self.others.compactMap { who in
                measurement.ratio(who).map { "\"\(who.rawValue)\": \(fixed($0))" }
            }
            let memory =
                measurement.overhead.isEmpty
                ? "" : "\n     \"peakMemoryBeyondRAMMiB\": \(overhead(measurement)),"
            return """
                    {"guest": "\(measurement.row.guest)",
                     "rounds": \(measurement.row.rounds),\(memory)
                     "nanosecondsPerRound": {\(times.joined(separator: ", "))},
                     "ratio": {\(ratios.joined(separator: ", "))}}
                """
        }
        return """
            {
              "environment": "\(environment)",
              "runs": \(repetitions),
              "rows": [
            \(rows.joined(separator: ",\n"))
              ]
            }

            """
    }

    // MARK: Plot

    /// A bar for each row: QEMU's time over ours, on a logarithmic axis around 1.
    var svg: String {
        let rowHeight = 22
        let left = 260
        let unit = 90.0
        let height = measurements.count * rowHeight + 70
        var body = ""
        for (index, measurement) in measurements.enumerated() {
            guard let ratio = measurement.ratio(.qemu) else { continue }
            let y = 40 + index * rowHeight
            let length = log2(ratio) * unit
            let x = length >= 0 ? Double(left) : Double(left) + length
            let colour = ratio >= 1 ? "#2c7fb8" : "#d95f0e"
            let label = Double(left) + max(length, 0) + 6
            body += """
                <text x="\(left - 8)" y="\(y + 14)" text-anchor="end">\
                \(measurement.row.title)</text>
                <rect x="\(fixed(x))" y="\(y + 2)" width="\(fixed(abs(length)))" height="16" \
                fill="\(colour)"/>
                <text x="\(fixed(label))" y="\(y + 14)">\(fixed(ratio))</text>

                """
        }
        return """
            <svg xmlns="http://www.w3.org/2000/svg" width="820" height="\(height)" \
            font-family="sans-serif" font-size="12">
            <rect width="100%" height="100%" fill="white"/>
            <text x="10" y="20" font-weight="bold">CPU time of QEMU over that of vmm</text>
            \(body)<line x1="\(left)" y1="34" x2="\(left)" y2="\(height - 26)" stroke="black"/>
            <text x="10" y="\(height - 8)" font-size="10">\(environment)</text>
            </svg>

            """
    }
}
