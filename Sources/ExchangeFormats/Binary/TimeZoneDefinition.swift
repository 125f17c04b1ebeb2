/// A time-zone definition ([MS-OXOCAL] 2.2.1.41): the name of a zone in Windows, and its rules from year to year.
public struct TimeZoneDefinition: BinaryStructure {
    /// 2; another one is refused.
    public var bMajorVersion: UInt8 = 2
    /// 1 by the specification.
    public var bMinorVersion: UInt8 = 1
    /// 2 by the specification.
    public var wReserved: UInt16 = 2
    /// The Windows key, such as `Central European Standard Time`; never localised.
    public var keyName: [UInt16]
    /// In the order of the bytes: by the specification that of the years from which they apply.
    public var rules: [Rule]
    /// Bytes after a complete structure: accepted, kept and counted.
    public var trailingBytes: [UInt8] = []

    /// The name as text.
    public var name: String { String(decoding: keyName, as: UTF16.self) }

    /// A TZRule ([MS-OXOCAL] 2.2.1.41.1), 66 bytes.
    public struct Rule: Hashable, Sendable {
        /// TZRule flags, which say what a rule is for.
        public enum Flag {
            /// The rule that equals PidLidTimeZoneStruct of a series.
            public static let recurring: UInt16 = 1
            /// The rule for single items.
            public static let effective: UInt16 = 2
        }
        static let length = 66

        /// 2 by the specification.
        public var bMajorVersion: UInt8 = 2
        /// 1 by the specification.
        public var bMinorVersion: UInt8 = 1
        /// 0x3E by the specification.
        public var wReserved: UInt16 = 0x3E
        /// A set of `Flag`.
        public var wTZRuleFlags: UInt16
        /// The first year, of UTC, to which the rule applies.
        public var wYear: UInt16
        /// Fourteen bytes, unused.
        public var x = [UInt8](repeating: 0, count: 14)
        /// As in `TimeZoneStruct`.
        public var lBias: Int32
        /// Minutes to add to `lBias` in standard time.
        public var lStandardBias: Int32
        /// Minutes to add to `lBias` in daylight time.
        public var lDaylightBias: Int32
        /// When standard time begins.
        public var stStandardDate: TransitionDate
        /// When daylight time begins.
        public var stDaylightDate: TransitionDate

        /// A rule from a year on.
        ///
        /// - Parameters:
        ///   - flags: a set of `Flag`.
        ///   - year: of UTC.
        ///   - lBias: minutes to add to local time for UTC.
        ///   - lStandardBias: minutes on top of it in standard time.
        ///   - lDaylightBias: minutes on top of it in daylight time.
        ///   - stStandardDate: when standard time begins.
        ///   - stDaylightDate: when daylight time begins.
        public init(
            flags: UInt16 = 0, year: UInt16, lBias: Int32, lStandardBias: Int32 = 0, lDaylightBias: Int32 = 0,
            stStandardDate: TransitionDate = TransitionDate(), stDaylightDate: TransitionDate = TransitionDate()
        ) {
            wTZRuleFlags = flags
            wYear = year
            self.lBias = lBias
            self.lStandardBias = lStandardBias
            self.lDaylightBias = lDaylightBias
            self.stStandardDate = stStandardDate
            self.stDaylightDate = stDaylightDate
        }
    }

    /// A definition.
    ///
    /// `name`: the Windows key.
    public init(name: String, rules: [Rule]) {
        keyName = Array(name.utf16)
        self.rules = rules
    }

    /// Reads a whole definition.
    ///
    /// - Throws: for another major version, a header whose length is not the name's, and for what is cut off.
    public init(from reader: inout ByteReader) throws(FormatError) {
        bMajorVersion = try reader.integer("bMajorVersion")
        bMinorVersion = try reader.integer("bMinorVersion")
        guard bMajorVersion == 2 else {
            throw FormatError(.unknownValue(Int(bMajorVersion)), field: "bMajorVersion", offset: 0)
        }
        let headerOffset = reader.offset
        let header = try reader.short("cbHeader")
        wReserved = try reader.integer("wReserved")
        let nameLength = try reader.shortCount("cchKeyName", ofElements: 2)
        guard header == 6 + 2 * nameLength else {
            throw FormatError(.unknownValue(header), field: "cbHeader", offset: headerOffset)
        }
        if bMinorVersion != 1 { reader.accept(.otherDefinitionHeader, field: "bMinorVersion", at: 1) }
        if wReserved != 2 { reader.accept(.otherDefinitionHeader, field: "wReserved", at: headerOffset + 2) }
        keyName = try reader.wideText("keyName", units: nameLength)
        let count = try reader.shortCount("cRules", ofElements: Rule.length)
        rules = []
        rules.reserveCapacity(count)
        if !(1...1024).contains(count) { reader.accept(.valueOutsideRange, field: "cRules", at: reader.offset - 2) }
        for index in 0..<count {
            let start = reader.offset
            rules.append(try Rule(from: &reader, "rules[\(index)]"))
            if index > 0, rules[index].wYear <= rules[index - 1].wYear {
                reader.accept(.rulesOutOfOrder, field: "rules[\(index)].wYear", at: start + 6)
            }
        }
        let end = reader.offset
        trailingBytes = reader.rest()
        if !trailingBytes.isEmpty {
            reader.accept(.trailingBytes, field: "trailingBytes", at: end, count: trailingBytes.count)
        }
    }

    /// Appends the definition: of one that was decoded, the same bytes.
    public func encode(into writer: inout ByteWriter) {
        writer.integer(bMajorVersion)
        writer.integer(bMinorVersion)
        writer.short(6 + 2 * keyName.count)
        writer.integer(wReserved)
        writer.short(keyName.count)
        writer.append(wide: keyName)
        writer.short(rules.count)
        for rule in rules { rule.encode(into: &writer) }
        writer.append(trailingBytes)
    }
}

extension TimeZoneDefinition.Rule {
    init(from reader: inout ByteReader, _ field: String) throws(FormatError) {
        let start = reader.offset
        bMajorVersion = try reader.integer("\(field).bMajorVersion")
        bMinorVersion = try reader.integer("\(field).bMinorVersion")
        wReserved = try reader.integer("\(field).wReserved")
        if bMajorVersion != 2 || bMinorVersion != 1 || wReserved != 0x3E {
            reader.accept(.otherRuleHeader, field: field, at: start)
        }
        wTZRuleFlags = try reader.integer("\(field).wTZRuleFlags")
        wYear = try reader.integer("\(field).wYear")
        x = try reader.bytes("\(field).x", count: 14)
        lBias = try reader.integer("\(field).lBias")
        lStandardBias = try reader.integer("\(field).lStandardBias")
        lDaylightBias = try reader.integer("\(field).lDaylightBias")
        stStandardDate = try TransitionDate(from: &reader, "\(field).stStandardDate")
        stDaylightDate = try TransitionDate(from: &reader, "\(field).stDaylightDate")
    }

    func encode(into writer: inout ByteWriter) {
        writer.integer(bMajorVersion)
        writer.integer(bMinorVersion)
        for value in [wReserved, wTZRuleFlags, wYear] { writer.integer(value) }
        writer.append(x)
        for bias in [lBias, lStandardBias, lDaylightBias] { writer.integer(bias) }
        stStandardDate.encode(into: &writer)
        stDaylightDate.encode(into: &writer)
    }
}
