import Digest
import Encodings
import ExchangeFormats
import Foundation
import Primitives

/// Finished components on their way into files, in bounded memory whatever their number and that of the files.
///
/// A file's zones stand before its components, and which ones it needs is known only behind the last of them. Uses of
/// zones are therefore rows among the components, sorted before them.
final class CalendarFiles {
    struct ZoneUse {
        var tzid: String
        var years: CalendarZones.Use
    }

    private let options: TableOptions
    private let isOfOne: Bool
    private let rows = SortedRows()
    /// Uses already noted of the group that was met last: a meeting's components mostly need the same zone.
    private var noted: [String: [String: CalendarZones.Use]] = [:]
    /// Calendar files that stand in the folder beside those that were written: of an earlier export, perhaps in clear.
    private(set) var otherFiles = 0

    init(_ options: TableOptions, isOfOne: Bool) {
        self.options = options
        self.isOfOne = isOfOne
    }

    /// - Parameters:
    ///   - id: of the component among those of its start.
    ///   - group: the file's name, without its suffix; not looked at where all are one file's.
    func add(_ component: [UInt8], at start: Instant, _ id: String, in group: String, _ use: ZoneUse?) throws {
        var key = Array(group.utf8) + [0]
        if let use { try note(use, in: group, key) }
        key.append(2)
        // The order of signed numbers is that of their bytes once the sign is turned.
        let number = UInt64(bitPattern: start.ticks) ^ 1 << 63
        for shift in stride(from: 56, through: 0, by: -8) {
            key.append(UInt8(truncatingIfNeeded: number >> UInt64(shift)))
        }
        try add(key + id.utf8, component, isComponent: true, of: group)
    }

    private func note(_ use: ZoneUse, in group: String, _ key: [UInt8]) throws {
        if let known = noted[group]?[use.tzid] {
            var both = known
            both.add(use.years)
            if both.first == known.first, both.last == known.last { return }
        }
        if noted.count > 1_000 { noted.removeAll(keepingCapacity: true) }
        var both = noted[group]?[use.tzid] ?? use.years
        both.add(use.years)
        noted[group, default: [:]][use.tzid] = both
        let years = "\(both.first) \(both.last.map(String.init) ?? "")"
        try add(key + [1] + use.tzid.utf8, Array("\(use.tzid)\n\(years)".utf8), isComponent: false, of: group)
    }

    /// A row leaves without its key, so the group stands at its head, behind its length.
    private func add(_ key: [UInt8], _ content: [UInt8], isComponent: Bool, of group: String) throws {
        let name = Array(group.utf8)
        let length = UInt32(truncatingIfNeeded: name.count)
        var row: [UInt8] = []
        row.reserveCapacity(5 + name.count + content.count)
        for shift in [UInt32(24), 16, 8, 0] { row.append(UInt8(truncatingIfNeeded: length >> shift)) }
        row += name
        row.append(isComponent ? 1 : 0)
        row += content
        try rows.add(.init(number: 0, text: key), row: row)
    }

    /// Writes the files.
    ///
    /// - Returns: the one file, or their folder, with the number of components.
    func finish(_ zones: CalendarZones) throws -> FinishedTable {
        var written = 0
        let components = try write { [options, folder, oneName, isOfOne] name in
            written += 1
            let file = try AtomicFile(
                folder: isOfOne ? options.folder : folder, name: isOfOne ? oneName : CalendarFiles.fileName(name))
            return try CalendarFile(zones, write: { try file.write($0) }, commit: { try file.commit() })
        }
        if !isOfOne {
            let names = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
            otherFiles = max(0, names.count { $0.hasSuffix(".ics") } - written)
        }
        return FinishedTable(name: "ics", path: isOfOne ? options.folder + "/" + oneName : folder, rows: components)
    }

    /// The one file in memory: for a meeting or two.
    ///
    /// - Returns: nil without a component.
    func bytes(_ zones: CalendarZones) throws -> [UInt8]? {
        var bytes: [UInt8] = []
        let components = try write { _ in try CalendarFile(zones, write: { bytes += $0 }, commit: {}) }
        return components > 0 ? bytes : nil
    }

    /// - Parameter begin: a file, by the name of its group.
    /// - Returns: the number of components.
    private func write(_ begin: (ArraySlice<UInt8>) throws -> CalendarFile) throws -> Int {
        var components = 0
        var file: CalendarFile?
        var group: [UInt8]?
        if isOfOne {
            file = try begin([])
            group = []
        }
        try rows.forEach { row in
            let length = row.prefix(4).reduce(0) { $0 << 8 | Int($1) }
            let name = row.dropFirst(4).prefix(length), content = row[(name.endIndex + 1)...]
            if group.map({ $0.elementsEqual(name) }) != true {
                components += try file?.finish() ?? 0
                file = try begin(name)
                group = Array(name)
            }
            if row[name.endIndex] == 1 {
                try file?.add(content)
            } else {
                try file?.declare(String(decoding: content, as: UTF8.self))
            }
        }
        return try components + (file?.finish() ?? 0)
    }

    private var oneName: String { (options.month.map { "\($0)_" } ?? "") + "calendar.ics" }

    private var folder: String { options.folder + "/" + (options.month.map { "\($0)_" } ?? "") + "calendars" }

    /// File systems take names of 255 bytes, and beside its place a file has another dozen of them.
    private static let longestName = 200

    /// An address percent-encoded, a pseudonym in the alphabet of Base64 for file names, a meeting's id as it is. Where
    /// that is too long, the SHA-256 of the address or the id.
    static func fileName(_ name: some Collection<UInt8>) -> String {
        let text = String(decoding: name, as: UTF8.self)
        if name.count == 44, text.hasSuffix("="), !text.contains("@") {
            return text.replacing("+", with: "-").replacing("/", with: "_").replacing("=", with: "") + ".ics"
        }
        var bytes: [UInt8] = []
        for byte in name {
            let isPlain =
                switch byte {
                case UInt8(ascii: "-"), UInt8(ascii: "_"), UInt8(ascii: "~"), UInt8(ascii: "@"): true
                case UInt8(ascii: "."): !bytes.isEmpty
                default: ASCII.isLetterOrDigit(byte)
                }
            if isPlain { bytes.append(byte) } else { bytes += Percent.code(byte).utf8 }
        }
        if bytes.count + 4 > longestName { return Hex.lowercase(SHA256().digest(of: Array(name))) + ".ics" }
        return String(decoding: bytes, as: UTF8.self) + ".ics"
    }
}

/// One file: its head, zones, components, end.
private final class CalendarFile {
    private let write: (ArraySlice<UInt8>) throws -> Void
    private let commit: () throws -> Void
    private let zones: CalendarZones
    private var waiting: (tzid: String, use: CalendarZones.Use)?
    private var components = 0

    init(
        _ zones: CalendarZones, write: @escaping (ArraySlice<UInt8>) throws -> Void,
        commit: @escaping () throws -> Void
    ) throws {
        self.zones = zones
        self.write = write
        self.commit = commit
        var head = ContentLines()
        head.add("BEGIN", "VCALENDAR")
        head.add("VERSION", "2.0")
        head.add("PRODID", "-//calfold//export//EN")
        try write(head.bytes[...])
    }

    /// Takes a use of a zone; those of one zone come one after the other.
    func declare(_ text: String) throws {
        let parts = text.split(separator: "\n", omittingEmptySubsequences: false)
        guard parts.count == 2 else { return }
        let tzid = String(parts[0]),
            numbers = parts[1].split(separator: " ", omittingEmptySubsequences: false).map { Int($0) }
        guard let first = numbers.first ?? nil else { return }
        let use = CalendarZones.Use(first: first, last: numbers.last ?? nil)
        if waiting?.tzid == tzid {
            waiting?.use.add(use)
        } else {
            try declareWaiting()
            waiting = (tzid, use)
        }
    }

    private func declareWaiting() throws {
        guard let zone = waiting else { return }
        waiting = nil
        var lines = ContentLines()
        zones.write(zone.tzid, zone.use, to: &lines)
        try write(lines.bytes[...])
    }

    func add(_ component: ArraySlice<UInt8>) throws {
        try declareWaiting()
        try write(component)
        components += 1
    }

    /// - Returns: how many components the file holds.
    func finish() throws -> Int {
        try declareWaiting()
        var end = ContentLines()
        end.add("END", "VCALENDAR")
        try write(end.bytes[...])
        try commit()
        return components
    }
}
