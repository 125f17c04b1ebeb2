/// The shipped tables, cut into lines once.
struct ZoneTables: Sendable {
    /// IANA id in lower case, to its line.
    let iana: [Substring: Substring]
    /// English display name in lower case, to the Windows key.
    let displayNames: [Substring: Substring]
    /// Windows key in lower case, to the key as it is written and the IANA zone.
    let windowsKeys: [Substring: (key: Substring, iana: Substring)]

    /// Localised display name in lower case and with plain spaces, to every key that it may mean. Read when first asked
    /// for.
    static let localized: [Substring: [Substring]] = {
        var localized: [Substring: [Substring]] = [:]
        for line in ZoneTables.lines(localizedZoneTable) {
            guard let bar = line.lastIndex(of: "|") else { continue }
            localized[ZoneTables.folded(ZoneName.collapsed(String(line[..<bar]))), default: []].append(
                line[line.index(after: bar)...])
        }
        return localized
    }()

    /// Long name of a Java or ICU client, folded, to every IANA zone that it may mean. Read when first asked for.
    static let longNames: [Substring: [Substring]] = {
        var names: [Substring: [Substring]] = [:]
        for line in ZoneTables.lines(longZoneNameTable) {
            let fields = line.split(separator: "|")
            for name in fields.dropFirst() { names[ZoneTables.foldedLongName(name), default: []].append(fields[0]) }
        }
        return names
    }()

    /// What stands behind the offset of a display name, in lower case, to every Windows key that it may mean. Read when
    /// first asked for.
    static let namesWithoutOffset: [String: Set<Substring>] = {
        var names: [String: Set<Substring>] = [:]
        for (name, line) in shipped.displayNames {
            guard let rest = ZoneName.cities(String(name)) else { continue }
            names[rest, default: []].insert(line.split(separator: "|", omittingEmptySubsequences: false)[1])
        }
        for (name, keys) in localized {
            guard let rest = ZoneName.cities(String(name)) else { continue }
            names[rest, default: []].formUnion(keys)
        }
        return names
    }()

    /// The cities of a display name with the minutes of its offset, to the line of each Windows key that has them. Read
    /// when first asked for.
    static let byCities: [Cities: [Substring]] = {
        var lines: [Cities: [Substring: Substring]] = [:]
        for (name, line) in shipped.displayNames {
            guard let cities = Cities(String(name)) else { continue }
            // Of two spellings of one name the first counts, whatever the order in which they are met.
            let key = line.split(separator: "|")[1]
            lines[cities, default: [:]][key] = min(lines[cities]?[key] ?? line, line)
        }
        return lines.mapValues { Array($0.values) }
    }()

    /// What stands behind the offset of a display name, and the offset.
    struct Cities: Hashable {
        let names: String
        let minutes: Int

        /// Nil for a name without either.
        init?(_ name: String) {
            guard let minutes = ZoneName.offsetInParentheses(name), let names = ZoneName.cities(name) else {
                return nil
            }
            (self.names, self.minutes) = (names, minutes)
        }
    }

    static let shipped = ZoneTables()

    private init() {
        var iana: [Substring: Substring] = [:]
        for line in ZoneTables.lines(ianaZoneTable) {
            iana[ZoneTables.folded(ZoneTables.fields(line, most: 2)[0])] = line
        }
        var displayNames: [Substring: Substring] = [:]
        var windowsKeys: [Substring: (key: Substring, iana: Substring)] = [:]
        for line in ZoneTables.lines(windowsZoneTable) {
            let fields = ZoneTables.fields(line)
            guard fields.count == 3 else { continue }
            if !fields[0].isEmpty { displayNames[ZoneTables.folded(fields[0])] = line }
            let folded = ZoneTables.folded(fields[1])
            // Old names of a key may mean another place; the first listed one carries the key's own zone.
            if windowsKeys[folded] == nil { windowsKeys[folded] = (fields[1], fields[2]) }
        }
        self.iana = iana
        self.displayNames = displayNames
        self.windowsKeys = windowsKeys
    }

    // By bytes: the tables are large, and to find out where their characters end took longer than all that is looked up
    // in them.

    private static func lines(_ table: StaticString) -> [Substring] {
        let text = table.withUTF8Buffer { String(decoding: $0, as: UTF8.self) }
        return text.utf8.split(separator: UInt8(ascii: "\n")).map { Substring($0) }
    }

    /// What stands between the bars of a line; behind the last one that is looked for, all the rest.
    static func fields(_ line: Substring, most: Int = .max) -> [Substring] {
        line.utf8.split(separator: UInt8(ascii: "|"), maxSplits: most - 1, omittingEmptySubsequences: false)
            .map { Substring($0) }
    }

    /// Apostrophes are written straight and curly.
    static func foldedLongName(_ text: some StringProtocol) -> Substring {
        let plain = ZoneName.collapsed(String(text)).map { $0 == "\u{2019}" ? "'" : $0 }
        return folded(String(plain))
    }

    static func folded(_ text: some StringProtocol) -> Substring { Substring(text.lowercased()) }
}
