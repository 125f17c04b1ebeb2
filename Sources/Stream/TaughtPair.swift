import Digest
import Encodings
import EventStore
import ExchangeFormats

/// A legacy DN and the address that it stands for, as a row teaches it.
struct TaughtPair: Hashable {
    var dn: String
    var address: String
    /// When Exchange logged the row.
    var loggedAt: Instant

    /// Adds it to a line: the DN is its key, its identity is the digest of all of it.
    func append(to line: inout [UInt8]) {
        let ticks = "\(loggedAt.ticks)t"
        let identity = SHA256().digest(of: Array("\(dn)\n\(address)\n\(ticks)".utf8))
        LineField.append(key: dn.utf8, to: &line)
        line += "\t\(EventLineKind.person.rawValue)\t\(Hex.lowercase(identity))\t".utf8
        LineField.append(address.utf8, to: &line)
        line += "\t\(ticks)".utf8
    }
}

extension TaughtPair {
    /// - Returns: nil for a line that is of no pair.
    init?(_ line: ArraySlice<UInt8>) {
        let fields = line.split(separator: 0x09, omittingEmptySubsequences: false)
        func text(_ index: Int) -> String? {
            LineField.text(of: fields[index]).map { String(decoding: $0, as: UTF8.self) }
        }
        guard fields.count == 5, fields[1].elementsEqual(EventLineKind.person.rawValue.utf8),
            let dn = text(0), let address = text(3), fields[4].last == UInt8(ascii: "t"),
            let ticks = Int64(String(decoding: fields[4].dropLast(), as: UTF8.self))
        else { return nil }
        self.init(dn: dn, address: address, loggedAt: Instant(ticks: ticks))
    }
}
