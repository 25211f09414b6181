// An exploration's report as data, written and read.

extension ExplorationReport {
    private static let format = "swiftvmm-explore"
    private static let version = 1

    /// The report as `init` reads it.
    public var json: JSONValue {
        .object([
            ("format", .string(Self.format)),
            ("version", .number(Self.version)),
            ("command", .string(command)),
            ("image", .string(image)),
            ("from", .string(from)),
            ("to", .string(to)),
            ("window", .string(window)),
            ("windowLength", .number(windowLength)),
            ("reachedEnd", .bool(reachedEnd)),
            ("shards", .strings(shards)),
            ("complete", .bool(isComplete)),
            ("runs", .number(runs)),
            ("impossible", .number(impossible)),
            ("reference", .array(reference.map(\.json))),
            (
                "groups",
                .array(
                    groups.map { group in
                        .object([
                            ("injection", .string(group.injection)),
                            ("cause", group.cause.json),
                            ("runs", .number(group.runs)),
                            ("replay", .string(group.example.text)),
                            ("place", group.place.map(JSONValue.string) ?? .null),
                            (
                                "ranges",
                                .array(
                                    group.ranges.map {
                                        .array([.number($0.lowerBound), .number($0.upperBound)])
                                    })
                            ),
                            ("also", .strings(group.also)),
                        ])
                    })
            ),
        ])
    }

    /// Reads a report that `json` wrote.
    ///
    /// - Throws: `VMMError` (`badData`) for anything else.
    public init(_ value: JSONValue, name: String) throws(VMMError) {
        guard value["format"]?.text == Self.format else {
            throw VMMError(.badData, "\(name) is no report of vmm explore")
        }
        guard value["version"]?.integer == Self.version else {
            throw VMMError(.badData, "\(name) has a version of the format that is not known here")
        }
        guard let report = Self(members: value) else {
            throw VMMError(.badData, "\(name): a part of the report is missing or damaged")
        }
        self = report
    }

    private init?(members value: JSONValue) {
        guard let image = value["image"]?.text, let from = value["from"]?.text,
            let to = value["to"]?.text, let window = value["window"]?.text,
            let length = value["windowLength"]?.integer,
            case .bool(let reachedEnd)? = value["reachedEnd"],
            case .bool(let isComplete)? = value["complete"],
            let shards = value["shards"]?.elements?.compactMap(\.text),
            let runs = value["runs"]?.integer, let impossible = value["impossible"]?.integer,
            let reference = value["reference"]?.elements?.map(RunCause.init(members:)),
            let groups = value["groups"]?.elements?.map(Group.init(members:)),
            !reference.contains(where: { $0 == nil }), !groups.contains(where: { $0 == nil })
        else { return nil }
        self.init(
            image: image, from: from, to: to, windowLength: length, window: window,
            reachedEnd: reachedEnd, reference: reference.compactMap { $0 }, runs: runs,
            impossible: impossible, groups: groups.compactMap { $0 }, isComplete: isComplete,
            shards: shards)
        if let command = value["command"]?.text { self.command = command }
    }
}

extension ExplorationReport.Group {
    fileprivate init?(members value: JSONValue) {
        guard let injection = value["injection"]?.text,
            let cause = value["cause"].flatMap(RunCause.init(members:)),
            let runs = value["runs"]?.integer,
            let example = value["replay"]?.text.flatMap(Disturbance.init),
            let ranges = value["ranges"]?.elements, let also = value["also"]?.elements
        else { return nil }
        var parsed: [ClosedRange<Int>] = []
        for range in ranges {
            guard let ends = range.elements?.compactMap(\.integer), ends.count == 2,
                ends[0] <= ends[1]
            else { return nil }
            parsed.append(ends[0]...ends[1])
        }
        self.init(
            injection: injection, cause: cause, runs: runs, example: example,
            place: value["place"]?.text, ranges: parsed, also: also.compactMap(\.text))
    }
}

extension RunCause {
    fileprivate var json: JSONValue {
        .object([
            ("kind", .string(kind.rawValue)), ("key", .string(key)), ("text", .string(text)),
            ("bugs", .strings(bugs)),
        ])
    }

    fileprivate init?(members value: JSONValue) {
        guard let kind = value["kind"]?.text.flatMap(Kind.init), let key = value["key"]?.text,
            let text = value["text"]?.text,
            let bugs = value["bugs"]?.elements?.compactMap(\.text)
        else { return nil }
        self.init(kind: kind, key: key, text: text, bugs: bugs)
    }
}
