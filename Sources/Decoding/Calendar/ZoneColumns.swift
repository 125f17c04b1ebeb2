import ExchangeFormats
import Foundation

/// The columns of a row that say by which clock its item goes, beside its zone's name.
///
/// They come under the names of the cmdlet's custom properties or under those of the specification, in hex or Base64.
/// Rows repeat few values, so each combination is understood once.
struct ZoneColumns {
    private var known: [[String?]: Reading] = [:]

    struct Reading {
        var blob: [UInt8]?
        /// The key that the blob names, for a row that names no zone.
        var name: String?
    }

    private static let definitions = [
        ["timezonedefinitionrecurring", "appointmenttimezonedefinitionrecur"],
        ["timezonedefinitionstart", "appointmenttimezonedefinitionstartdisplay"],
        ["timezonedefinitionend", "appointmenttimezonedefinitionenddisplay"],
    ]
    private static let structures = ["timezoneblob", "timezonestruct"]

    mutating func read(_ text: (String) -> String?) -> Reading {
        let definitions = ZoneColumns.definitions.map { $0.lazy.compactMap(text).first }
        let structure = ZoneColumns.structures.lazy.compactMap(text).first
        guard structure != nil || definitions.contains(where: { $0 != nil }) else { return Reading() }
        let key = definitions + [structure]
        if let found = known[key] { return found }
        // A hostile log may hold any number of them.
        if known.count >= 10_000 { known.removeAll(keepingCapacity: true) }
        let found = ZoneColumns.reading(definitions.compactMap { $0 }, structure)
        known[key] = found
        return found
    }

    /// Either kind is known by its bytes, whatever column it stands in.
    private static func reading(_ definitions: [String], _ structure: String?) -> Reading {
        var blobs = ZoneBlobs(definitions: [], structure: nil)
        for text in definitions + [structure].compactMap({ $0 }) {
            guard let bytes = try? BinaryText.readings(of: text.utf8).first(where: { isZone($0.bytes) })?.bytes else {
                continue
            }
            if BinaryProperty.Kind(of: bytes) == .timeZoneDefinition {
                blobs.definitions.append(bytes)
            } else if blobs.structure == nil {
                blobs.structure = bytes
            }
        }
        guard let effective = blobs.effective else { return Reading() }
        let name = (try? TimeZoneDefinition(decoding: effective))?.name
        return Reading(blob: effective, name: name?.isEmpty == false ? name : nil)
    }

    private static func isZone(_ bytes: [UInt8]) -> Bool {
        let kind = BinaryProperty.Kind(of: bytes)
        return kind == .timeZoneDefinition || kind == .timeZoneStruct
    }

    /// The name of a zone in a column that holds it as an object, JSON or PowerShell's own `@{Key=Value; …}`; a text
    /// that is none as it is.
    static func name(_ text: String) -> String {
        guard let first = text.utf8.first, first == UInt8(ascii: "{") || first == UInt8(ascii: "@") else { return text }
        let named = ["id", "displayname", "standardname", "name", "value"]
        if text.hasPrefix("{"), let object = try? JSONSerialization.jsonObject(with: Data(text.utf8)) {
            return name(in: object, named, depth: 0) ?? text
        }
        guard text.hasPrefix("@{"), text.hasSuffix("}") else { return text }
        var fields: [String: String] = [:]
        for part in text.dropFirst(2).dropLast().split(separator: ";") {
            let pair = part.split(separator: "=", maxSplits: 1).map { $0.trimmingCharacters(in: .whitespaces) }
            if pair.count == 2 { fields[pair[0].lowercased()] = pair[1] }
        }
        return named.lazy.compactMap { fields[$0] }.first { !$0.isEmpty } ?? text
    }

    private static func name(in value: Any, _ named: [String], depth: Int) -> String? {
        if let text = value as? String { return text.isEmpty ? nil : text }
        guard let object = value as? [String: Any], depth < 3 else { return nil }
        let sorted = object.sorted { $0.key.utf8.lexicographicallyPrecedes($1.key.utf8) }
        let folded = Dictionary(sorted.map { ($0.key.lowercased(), $0.value) }) { first, _ in first }
        let known = named.lazy.compactMap { folded[$0] as? String }.first { !$0.isEmpty }
        return known
            ?? folded.sorted { $0.key < $1.key }.lazy.filter { $0.value is [String: Any] }
            .compactMap { name(in: $0.value, named, depth: depth + 1) }.first
    }

    /// A reading of a wall clock, in ISO form; an offset behind it says what is known from StartTime too.
    static func wallClock(_ text: String) -> WallTime? {
        let text = text.trimmingCharacters(in: .whitespaces)
        let offset = text.dropFirst(11).firstIndex { !$0.isNumber && $0 != ":" && $0 != "." } ?? text.endIndex
        return EntryDecoder.instant(String(text[..<offset])).map { WallTime(ticks: $0.ticks) }
    }
}
