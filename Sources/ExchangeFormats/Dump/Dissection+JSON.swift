extension Dissection {
    /// The raw numbers under the specification's names, only what is present.
    public var json: JSONValue {
        switch property {
        case .globalObjectID(let id): id.json
        case .recurrence(let blob): blob.json
        case .timeZoneStruct(let zone): zone.json
        case .timeZoneDefinition(let zone): zone.json
        }
    }
}

private func numbers(_ values: [Int]) -> JSONValue { .array(values.map { .number($0) }) }

extension Int {
    fileprivate var json: JSONValue { .number(self) }
}

extension GlobalObjectID {
    fileprivate var json: JSONValue {
        .object([
            "cleaned": .string(BinaryText.hex(cleaned.encoded())),
            "instanceDate": instanceDate.map { .string($0.description) } ?? .null,
            "creationTime": creationTime.map { .string(TimeNotation.utc($0)) } ?? .null,
            "size": .number(size),
            "data": .string(BinaryText.hex(data)),
            "uid": .string(uid),
        ])
    }
}

extension AppointmentRecurrencePattern {
    fileprivate var json: JSONValue {
        .object([
            "recurrencePattern": recurrencePattern.json,
            "readerVersion2": appointment?.readerVersion2.json,
            "writerVersion2": appointment?.writerVersion2.json,
            "startTimeOffset": appointment?.startTimeOffset.json,
            "endTimeOffset": appointment?.endTimeOffset.json,
            "exceptions": appointment.map { .array($0.exceptions.map(\.json)) },
            "trailingBytes": .number(trailingBytes.count),
        ])
    }
}

extension RecurrencePattern {
    fileprivate var json: JSONValue {
        .object([
            "readerVersion": readerVersion.json,
            "writerVersion": writerVersion.json,
            "recurFrequency": recurFrequency.json,
            "patternType": patternType.json,
            "calendarType": calendarType.json,
            "firstDateTime": firstDateTime.json,
            "period": period.json,
            "slidingFlag": slidingFlag.json,
            "patternTypeSpecific": patternTypeSpecific.json,
            "endType": endType.json,
            "occurrenceCount": occurrenceCount.json,
            "firstDOW": firstDOW.json,
            "deletedInstanceDates": numbers(deletedInstanceDates),
            "modifiedInstanceDates": numbers(modifiedInstanceDates),
            "startDate": startDate.json,
            "endDate": endDate.json,
        ])
    }
}

extension RecurrencePattern.Specific {
    fileprivate var json: JSONValue {
        switch self {
        case .none: .object([])
        case .weekDays(let mask): .object(["weekDays": mask.json])
        case .day(let day): .object(["day": day.json])
        case .nth(let weekDays, let n): .object(["weekDays": weekDays.json, "n": n.json])
        }
    }
}

extension ExceptionInfo {
    fileprivate var json: JSONValue {
        .object([
            "startDateTime": startDateTime.json,
            "endDateTime": endDateTime.json,
            "originalStartDate": originalStartDate.json,
            "overrideFlags": overrideFlags.json,
            "subject": subject.map { .string($0.latin1) },
            "meetingType": meetingType?.json,
            "reminderDelta": reminderDelta?.json,
            "reminderSet": reminderSet?.json,
            "location": location.map { .string($0.latin1) },
            "busyStatus": busyStatus?.json,
            "attachment": attachment?.json,
            "subType": subType?.json,
            "appointmentColor": appointmentColor?.json,
            "changeHighlight": extended?.changeHighlight.map {
                .number($0.prefix(4).reversed().reduce(0) { $0 << 8 | Int($1) })
            },
            "wideCharSubject": extended?.wideCharSubject.map { .string(String(decoding: $0, as: UTF16.self)) },
            "wideCharLocation": extended?.wideCharLocation.map { .string(String(decoding: $0, as: UTF16.self)) },
        ])
    }
}

extension TimeZoneStruct {
    fileprivate var json: JSONValue {
        .object([
            "lBias": Int(lBias).json,
            "lStandardBias": Int(lStandardBias).json,
            "lDaylightBias": Int(lDaylightBias).json,
            "wStandardYear": Int(wStandardYear).json,
            "stStandardDate": stStandardDate.json,
            "wDaylightYear": Int(wDaylightYear).json,
            "stDaylightDate": stDaylightDate.json,
            "trailingBytes": .number(trailingBytes.count),
        ])
    }
}

extension TransitionDate {
    fileprivate var json: JSONValue {
        .object([
            "wYear": Int(wYear).json,
            "wMonth": Int(wMonth).json,
            "wDayOfWeek": Int(wDayOfWeek).json,
            "wDay": Int(wDay).json,
            "wHour": Int(wHour).json,
            "wMinute": Int(wMinute).json,
            "wSecond": Int(wSecond).json,
            "wMilliseconds": Int(wMilliseconds).json,
        ])
    }
}

extension TimeZoneDefinition {
    fileprivate var json: JSONValue {
        .object([
            "bMajorVersion": Int(bMajorVersion).json,
            "bMinorVersion": Int(bMinorVersion).json,
            "wReserved": Int(wReserved).json,
            "keyName": .string(name),
            "rules": .array(rules.map(\.json)),
            "trailingBytes": .number(trailingBytes.count),
        ])
    }
}

extension TimeZoneDefinition.Rule {
    fileprivate var json: JSONValue {
        .object([
            "bMajorVersion": Int(bMajorVersion).json,
            "bMinorVersion": Int(bMinorVersion).json,
            "wReserved": Int(wReserved).json,
            "wTZRuleFlags": Int(wTZRuleFlags).json,
            "wYear": Int(wYear).json,
            "lBias": Int(lBias).json,
            "lStandardBias": Int(lStandardBias).json,
            "lDaylightBias": Int(lDaylightBias).json,
            "stStandardDate": stStandardDate.json,
            "stDaylightDate": stDaylightDate.json,
        ])
    }
}
