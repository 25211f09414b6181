// A device tree as a value: nodes, properties, and the shapes their values take.
//
// Source: Devicetree Specification 0.4, "The Devicetree" and "Property Values".

/// A device tree. `encoded()` makes the blob a kernel reads, `init(blob:name:)` reads one.
public struct DeviceTree: Equatable, Sendable {
    public var root: Node
    /// Ranges of RAM that the operating system must leave alone (/memreserve/).
    public var reservations: [Reservation] = []
    /// boot_cpuid_phys of the header.
    public var bootCPU: UInt32 = 0

    public init(root: Node = Node("")) { self.root = root }

    public struct Reservation: Equatable, Sendable {
        public var address: UInt64
        public var lengthBytes: UInt64

        public init(address: UInt64, lengthBytes: UInt64) {
            self.address = address
            self.lengthBytes = lengthBytes
        }
    }

    /// A property: its value is bytes; what they mean depends on the name.
    public struct Property: Equatable, Sendable {
        public var name: String
        public var value: [UInt8]

        public init(_ name: String, _ value: [UInt8]) {
            self.name = name
            self.value = value
        }
    }

    /// A node. The root's name is empty.
    public struct Node: Equatable, Sendable {
        public var name: String
        public var properties: [Property]
        public var children: [Node]

        public init(_ name: String, _ properties: [Property] = [], children: [Node] = []) {
            self.name = name
            self.properties = properties
            self.children = children
        }

        /// The value of a property; nil if the node has none of that name. Setting it replaces,
        /// adds or, with nil, removes the property.
        public subscript(property: String) -> [UInt8]? {
            get { properties.first { $0.name == property }?.value }
            set {
                guard let index = properties.firstIndex(where: { $0.name == property }) else {
                    if let newValue { properties.append(Property(property, newValue)) }
                    return
                }
                if let newValue {
                    properties[index].value = newValue
                } else {
                    properties.remove(at: index)
                }
            }
        }

        /// A property's value as one cell; nil if it is absent or has another size.
        public func cell(_ property: String) -> UInt32? {
            guard let value = self[property], value.count == 4 else { return nil }
            return value.reduce(0) { $0 << 8 | UInt32($1) }
        }

        /// The child of this name, made if it is not there, changed by `body`.
        public mutating func withChild(_ name: String, _ body: (inout Node) -> Void) {
            let index =
                children.firstIndex { $0.name == name }
                ?? {
                    children.append(Node(name))
                    return children.count - 1
                }()
            body(&children[index])
        }

        /// The node at a path such as "/cpus/cpu@0" below this one; nil if there is none.
        public func node(_ path: String) -> Node? {
            var node = self
            for name in path.split(separator: "/") {
                guard let child = node.children.first(where: { $0.name == name }) else {
                    return nil
                }
                node = child
            }
            return node
        }
    }
}

extension DeviceTree.Property {
    /// A property whose presence is its meaning.
    public static func flag(_ name: String) -> Self { Self(name, []) }

    /// Big-endian 32-bit cells.
    public static func cells(_ name: String, _ cells: UInt32...) -> Self {
        Self(name, cells.flatMap(DeviceTree.bytes))
    }

    public static func cells(_ name: String, _ cells: [UInt32]) -> Self {
        Self(name, cells.flatMap(DeviceTree.bytes))
    }

    /// Pairs of an address and a size, two cells each.
    public static func ranges(_ name: String, _ ranges: (UInt64, UInt64)...) -> Self {
        Self(name, ranges.flatMap { DeviceTree.bytes($0.0) + DeviceTree.bytes($0.1) })
    }

    /// One or more strings, each with its zero byte.
    public static func text(_ name: String, _ strings: String...) -> Self {
        Self(name, strings.flatMap { Array($0.utf8) + [0] })
    }
}

extension DeviceTree {
    /// A cell as it is stored.
    static func bytes(_ value: UInt32) -> [UInt8] {
        [24, 16, 8, 0].map { UInt8(truncatingIfNeeded: value >> $0) }
    }

    /// Two cells as they are stored, the more significant first.
    static func bytes(_ value: UInt64) -> [UInt8] {
        bytes(UInt32(truncatingIfNeeded: value >> 32)) + bytes(UInt32(truncatingIfNeeded: value))
    }
}
