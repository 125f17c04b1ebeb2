/// The time-zone properties of one row, and which of them counts.
public struct ZoneBlobs: Sendable {
    /// PidLidAppointmentTimeZoneDefinitionRecur, …StartDisplay and …EndDisplay, in the order in which they are
    /// believed.
    public var definitions: [[UInt8]]
    /// PidLidTimeZoneStruct.
    public var structure: [UInt8]?

    /// The properties of a row, as their columns have them.
    ///
    /// `definitions`: in the order in which they are believed.
    public init(definitions: [[UInt8]], structure: [UInt8]?) {
        self.definitions = definitions
        self.structure = structure
    }

    /// The property whose rule is in effect: the first definition that can be read and agrees with the structure, as
    /// [MS-OXOCAL] 2.2.1.42 has a definition that contradicts it give way; else the structure; else the first
    /// definition.
    public var effective: [UInt8]? {
        let usable = definitions.compactMap { bytes -> (bytes: [UInt8], definition: TimeZoneDefinition)? in
            guard let definition = try? TimeZoneDefinition(decoding: bytes), ZoneRules(definition) != nil else {
                return nil
            }
            return (bytes, definition)
        }
        guard let structure, let zone = try? TimeZoneStruct(decoding: structure), ZoneRules(zone) != nil else {
            return usable.first?.bytes
        }
        return usable.first { $0.definition.hasRule(of: zone) }?.bytes ?? structure
    }
}

extension TimeZoneDefinition {
    /// Whether one of the rules is that of a structure.
    fileprivate func hasRule(of zone: TimeZoneStruct) -> Bool {
        rules.contains { rule in
            rule.lBias == zone.lBias && rule.lStandardBias == zone.lStandardBias
                && (rule.lDaylightBias == zone.lDaylightBias
                    || rule.stDaylightDate.wMonth == 0 && zone.stDaylightDate.wMonth == 0)
                && rule.stStandardDate == zone.stStandardDate && rule.stDaylightDate == zone.stDaylightDate
        }
    }
}

extension ZoneCatalogue {
    /// The clock of a time-zone definition or structure.
    ///
    /// A definition's key leads to the tables, which are kept up to date; its rules count where the key is none that
    /// the tables know, or lies on the other side of the date line, as Samoa's did until 2011.
    ///
    /// - Returns: nil for bytes that are neither, or whose numbers are no clock.
    public func resolve(blob: [UInt8]) -> ZoneResolution? {
        guard let kind = BinaryProperty.Kind(of: blob) else { return nil }
        switch kind {
        case .timeZoneDefinition:
            guard let definition = try? TimeZoneDefinition(decoding: blob) else { return nil }
            let rules = ZoneRules(definition)
            if let named = resolve(definition.name), named.isExact,
                rules.map({ $0.isAcrossDateLine(from: named.rules) }) != true
            {
                return named
            }
            return rules.map { ZoneResolution(windowsID: nil, ianaID: nil, rules: $0, isExact: true) }
        case .timeZoneStruct:
            guard let zone = try? TimeZoneStruct(decoding: blob) else { return nil }
            return ZoneRules(zone).map { ZoneResolution(windowsID: nil, ianaID: nil, rules: $0, isExact: true) }
        case .globalObjectID, .recurrence:
            return nil
        }
    }
}

extension ZoneRules {
    /// Whether two clocks of today are half a day or more apart: then one of them is a namesake.
    func isAcrossDateLine(from other: ZoneRules) -> Bool {
        let today = Instant(ticks: Int64(CivilDate.days(year: 2025, month: 7, day: 15)) * Instant.ticksPerDay)
        return abs(offset(at: today) - other.offset(at: today)) >= 12 * 60 * Instant.ticksPerMinute
    }
}
