/// What a field's number says to a person.
struct FieldMeaning {
    private let property: BinaryProperty

    init(_ property: BinaryProperty) { self.property = property }

    /// The raw value, and after it what it stands for.
    func value(of field: FieldSpan) -> String {
        switch field.content {
        case .bytes(let bytes): text(of: bytes, named: FieldMeaning.lastName(field.path))
        case .wideText(let units): JSONValue.quoted(String(decoding: units, as: UTF16.self))
        case .number(let number): self.number(Int(number), of: field)
        }
    }

    private static func lastName(_ path: String) -> Substring {
        let last = path.split(separator: ".").last ?? ""
        return last.prefix { $0 != "[" }
    }

    private func text(of bytes: [UInt8], named name: Substring) -> String {
        let hex = BinaryText.hex(bytes)
        switch name {
        case "subject", "location":
            return JSONValue.quoted(String(String.UnicodeScalarView(bytes.map { Unicode.Scalar($0) })))
        case "instanceDate":
            guard case .globalObjectID(let id) = property else { return hex }
            return "\(hex)  \(id.instanceDate?.description ?? "none")"
        case "changeHighlightValue":
            let value = bytes.reversed().reduce(0) { $0 << 8 | Int($1) }
            let raw = FieldMeaning.hexNumber(value, digits: 2 * bytes.count)
            return raw + FieldMeaning.spaced(FieldMeaning.bits(value, of: FieldNames.changeHighlight))
        default: return hex
        }
    }

    private func number(_ number: Int, of field: FieldSpan) -> String {
        let name = FieldMeaning.lastName(field.path)
        let isHex = FieldNames.inHex.contains(name) && number >= 0
        let raw = isHex ? FieldMeaning.hexNumber(number, digits: 2 * field.length) : String(number)
        switch property {
        case .globalObjectID(let id):
            guard name == "creationTime" else { return raw }
            return FieldMeaning.hexNumber(number, digits: 16) + "  "
                + (id.creationTime.map { TimeNotation.utc($0) + " UTC" } ?? "none")
        case .recurrence(let blob):
            return raw + FieldMeaning.spaced(meaning(of: name, number, in: blob.recurrencePattern))
        case .timeZoneStruct, .timeZoneDefinition: return raw + FieldMeaning.spaced(zoneMeaning(of: name, number))
        }
    }

    private static func spaced(_ meaning: String?) -> String { meaning.map { "  " + $0 } ?? "" }

    static func hexNumber(_ number: Int, digits: Int) -> String {
        let text = String(UInt(bitPattern: number), radix: 16, uppercase: true)
        return "0x" + String(repeating: "0", count: max(0, digits - text.count)) + text
    }

    private static func bits(_ number: Int, of names: [(Int, String)]) -> String? {
        let set = names.filter { number & $0.0 != 0 }.map(\.1)
        return set.isEmpty ? nil : set.joined(separator: ", ")
    }

    private func meaning(of name: Substring, _ number: Int, in pattern: RecurrencePattern) -> String? {
        switch name {
        case "recurFrequency": FieldNames.frequency[number]
        case "patternType": FieldNames.patternType[number]
        case "calendarType": FieldNames.calendar[number]
        case "endType": FieldNames.endType[number]
        case "period": period(number, of: pattern.patternType)
        case "weekDays": FieldMeaning.bits(number, of: FieldNames.weekDays)
        case "n": number == 5 ? "last" : nil
        case "firstDOW": FieldNames.weekDays.indices.contains(number) ? FieldNames.weekDays[number].1 : nil
        case "firstDateTime", "startDate", "deletedInstanceDates", "modifiedInstanceDates":
            TimeNotation.date(minutes: number)
        case "endDate": number == RecurrencePattern.noEnd ? "no end" : TimeNotation.date(minutes: number)
        case "startDateTime", "endDateTime", "originalStartDate": TimeNotation.dateAndTime(minutes: number)
        case "startTimeOffset", "endTimeOffset": TimeNotation.timeOfDay(minutes: number)
        case "overrideFlags": FieldMeaning.bits(number, of: FieldNames.overrideFlags)
        case "meetingType": FieldMeaning.bits(number, of: FieldNames.appointmentState)
        case "busyStatus": BusyStatus(rawValue: number).name
        default: nil
        }
    }

    private func period(_ number: Int, of patternType: Int) -> String {
        switch patternType {
        case RecurrencePattern.PatternType.day: number % 1440 == 0 ? "minutes: \(number / 1440) days" : "minutes"
        case RecurrencePattern.PatternType.week: "weeks"
        default: "months"
        }
    }

    private func zoneMeaning(of name: Substring, _ number: Int) -> String? {
        switch name {
        case "lBias", "lStandardBias", "lDaylightBias": "minutes"
        case "wTZRuleFlags": FieldMeaning.bits(number, of: FieldNames.ruleFlags)
        case "wDayOfWeek": FieldNames.weekDays.indices.contains(number) ? FieldNames.weekDays[number].1 : nil
        case "wDay": number == 5 ? "5th or last" : nil
        default: nil
        }
    }
}

/// The names that [MS-OXOCAL] gives to values.
enum FieldNames {
    static let inHex: Set<Substring> = [
        "readerVersion", "writerVersion", "recurFrequency", "patternType", "calendarType", "endType", "weekDays",
        "readerVersion2",
        "writerVersion2", "overrideFlags", "meetingType", "cbHeader", "wReserved", "wTZRuleFlags", "bMajorVersion",
        "bMinorVersion",
    ]
    static let frequency = [0x200A: "daily", 0x200B: "weekly", 0x200C: "monthly", 0x200D: "yearly"]
    static let patternType = [
        0: "day", 1: "week", 2: "month", 3: "month, nth weekday", 4: "month end", 0xA: "Hijri month",
        0xB: "Hijri month, nth weekday",
        0xC: "Hijri month end",
    ]
    static let endType = [
        0x2021: "by date", 0x2022: "after a number of occurrences", 0x2023: "never", 0xFFFF_FFFF: "never",
    ]
    static let calendar = [
        0: "default", 1: "Gregorian", 2: "Gregorian US", 3: "Japanese era", 4: "Taiwan", 5: "Korean Tangun", 6: "Hijri",
        7: "Thai",
        8: "Hebrew lunar", 9: "Gregorian Middle East French", 0xA: "Gregorian Arabic",
        0xB: "Gregorian transliterated English",
        0xC: "Gregorian transliterated French", 0xE: "Japanese lunar", 0xF: "Chinese lunar", 0x10: "Saka",
        0x11: "Lunar ETO Chinese",
        0x12: "Lunar ETO Korean", 0x13: "Lunar Rokuyou", 0x14: "Korean lunar", 0x17: "Um al-Qura",
    ]
    static let weekDays = [
        (0x1, "Sunday"), (0x2, "Monday"), (0x4, "Tuesday"), (0x8, "Wednesday"), (0x10, "Thursday"), (0x20, "Friday"),
        (0x40, "Saturday"),
    ]
    static let overrideFlags = [
        (0x1, "subject"), (0x2, "meeting type"), (0x4, "reminder delta"), (0x8, "reminder set"), (0x10, "location"),
        (0x20, "busy status"), (0x40, "attachment"), (0x80, "sub type"), (0x100, "appointment color"),
        (0x200, "exceptional body"),
    ]
    static let appointmentState = [(0x1, "meeting"), (0x2, "received"), (0x4, "cancelled")]
    static let changeHighlight = [
        (0x1, "start"), (0x2, "end"), (0x4, "recurrence"), (0x8, "location"), (0x10, "subject"),
        (0x20, "required attendees"),
        (0x40, "optional attendees"), (0x80, "body"), (0x100, "custom"), (0x200, "response settings silent"),
        (0x400, "allow propose"),
        (0x800, "conference"), (0x1000, "attendees removed"),
    ]
    static let ruleFlags = [(0x1, "recurring"), (0x2, "effective")]
}

/// Dates and times as dumps write them.
enum TimeNotation {
    /// As calfold's tables write instants: UTC, with milliseconds, or with 100 ns where the value has them.
    static func utc(_ instant: Instant) -> String {
        let wall = WallTime(ticks: instant.ticks)
        let rest = Int(wall.ticks - WallTime(wall.date).ticks)
        let second = rest / Int(Instant.ticksPerSecond), fraction = rest % Int(Instant.ticksPerSecond)
        let digits = fraction % 10_000 == 0 ? padded(fraction / 10_000, 3) : padded(fraction, 7)
        return
            "\(wall.date) \(padded(second / 3600, 2)):\(padded(second / 60 % 60, 2)):\(padded(second % 60, 2)).\(digits)"
    }

    static func date(minutes: Int) -> String {
        minutes % 1440 == 0 ? PatternMinutes.date(minutes).description : dateAndTime(minutes: minutes)
    }

    static func dateAndTime(minutes: Int) -> String { "\(PatternMinutes.date(minutes)) \(clock(minutes % 1440))" }

    static func timeOfDay(minutes: Int) -> String {
        let days = minutes / 1440
        return clock(minutes % 1440) + (days == 0 ? "" : days == 1 ? " on the next day" : " \(days) days later")
    }

    private static func clock(_ minutes: Int) -> String { "\(padded(minutes / 60, 2)):\(padded(minutes % 60, 2))" }

    private static func padded(_ number: Int, _ width: Int) -> String {
        let digits = String(number)
        return String(repeating: "0", count: max(0, width - digits.count)) + digits
    }
}
