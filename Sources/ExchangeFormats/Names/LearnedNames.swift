/// Which address for mail a legacy DN stands for, as rows of the log tell it that hold both.
public struct LearnedNames: Sendable, Equatable {
    private var addresses: [String: String]

    /// - Parameter addresses: by DN, both in the form of `Address`.
    public init(_ addresses: [String: String] = [:]) { self.addresses = addresses }

    /// Whether no DN is known.
    public var isEmpty: Bool { addresses.isEmpty }
    /// The addresses by DN, both in the form of `Address`.
    public var byDN: [String: String] { addresses }

    /// - Parameter dn: in the form of `Address`.
    public func address(of dn: String) -> String? { addresses[dn] }
}

/// The pairs of legacy DN and address that rows teach, each with the newest log time of a row that has it.
public struct TaughtNames: Sendable, Equatable {
    /// In ticks of 100 ns since 1970 UTC, by DN and then by address.
    public private(set) var logged: [String: [String: Int64]] = [:]

    /// Nothing yet.
    public init() {}

    /// Whether no row has taught a pair.
    public var isEmpty: Bool { logged.isEmpty }

    /// Keeps that a row logged at an instant, in ticks since 1970 UTC, holds a DN beside an address.
    public mutating func note(dn: String, address: String, at ticks: Int64) {
        let known = logged[dn]?[address]
        if known.map({ $0 < ticks }) ?? true { logged[dn, default: [:]][address] = ticks }
    }

    /// Adds what other rows teach.
    public mutating func formUnion(_ other: TaughtNames) {
        for (dn, addresses) in other.logged {
            for (address, ticks) in addresses { note(dn: dn, address: address, at: ticks) }
        }
    }

    /// Of several addresses for one DN that of the newest row counts, then the bytewise least.
    public var learned: LearnedNames {
        LearnedNames(
            logged.compactMapValues { addresses in
                addresses.max { left, right in
                    left.value != right.value
                        ? left.value < right.value : right.key.utf8.lexicographicallyPrecedes(left.key.utf8)
                }?.key
            })
    }
}
