import Foundation
import Testing

@testable import ExchangeFormats

struct JSONDumpTests {
    /// Foundation's reading of our JSON.
    private func parsed(_ name: String) throws -> [String: Any] {
        let text = try Dissection(BinarySample.named(name)).json.text
        return try #require(try JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Any])
    }

    private func names(_ value: JSONValue) -> [String] {
        guard case .object(let members) = value else { return [] }
        return members.map(\.name)
    }

    private func member(_ name: String, of value: JSONValue) throws -> JSONValue {
        guard case .object(let members) = value else { throw BinarySample.Missing(name: name) }
        return try #require(members.first { $0.name == name }?.value)
    }

    @Test func recurrenceBlobHasTheNamesAndOrderThatThePublicFormatFixes() throws {
        let json = try Dissection(BinarySample.named("recurrence-accepted-deviations")).json
        #expect(
            names(json) == [
                "recurrencePattern", "readerVersion2", "writerVersion2", "startTimeOffset", "endTimeOffset",
                "exceptions", "trailingBytes",
            ])
        #expect(
            names(try member("recurrencePattern", of: json)) == [
                "readerVersion", "writerVersion", "recurFrequency", "patternType", "calendarType", "firstDateTime",
                "period", "slidingFlag",
                "patternTypeSpecific", "endType", "occurrenceCount", "firstDOW", "deletedInstanceDates",
                "modifiedInstanceDates", "startDate",
                "endDate",
            ])
        guard case .array(let exceptions) = try member("exceptions", of: json) else {
            throw BinarySample.Missing(name: "exceptions")
        }
        #expect(
            exceptions.map(names) == [
                [
                    "startDateTime", "endDateTime", "originalStartDate", "overrideFlags", "subject", "meetingType",
                    "reminderSet", "busyStatus",
                    "attachment", "subType", "appointmentColor", "changeHighlight", "wideCharSubject",
                ]
            ])
        #expect(try member("trailingBytes", of: json) == .number(5))
    }

    @Test func rawNumbersOfABlob() throws {
        let json = try parsed("recurrence-nth-weekend-day")
        let pattern = try #require(json["recurrencePattern"] as? [String: Any])
        #expect(pattern["recurFrequency"] as? Int == 0x200C)
        #expect(pattern["patternTypeSpecific"] as? [String: Int] == ["weekDays": 0x41, "n": 3])
        #expect((pattern["deletedInstanceDates"] as? [Int])?.count == 2)
        #expect(json["startTimeOffset"] as? Int == 840)
        let exceptions = try #require(json["exceptions"] as? [[String: Any]])
        #expect(exceptions.count == 2)
        #expect(exceptions[0]["location"] == nil)
        #expect(exceptions[1]["location"] as? String == "new location")
        #expect(exceptions[1]["wideCharLocation"] as? String == "new location")
        #expect(exceptions[1]["changeHighlight"] as? Int == 0)
        #expect(json["trailingBytes"] as? Int == 0)
    }

    @Test func taskBlobHasTheRuleAlone() throws {
        let bytes = Array(try BinarySample.named("recurrence-weekly").prefix(54))
        let json = try Dissection(bytes).json
        #expect(names(json) == ["recurrencePattern", "trailingBytes"])
    }

    @Test func globalObjectID() throws {
        let exception = try Dissection(BinarySample.named("id-exception")).json
        #expect(names(exception) == ["cleaned", "instanceDate", "creationTime", "size", "data", "uid"])
        #expect(try member("instanceDate", of: exception) == .string("2008-03-25"))
        #expect(try member("creationTime", of: exception) == .string("2008-02-20 17:16:51.109"))
        let foreign = try Dissection(BinarySample.named("id-foreign")).json
        #expect(try member("instanceDate", of: foreign) == .null)
        #expect(try member("creationTime", of: foreign) == .null)
        #expect(try member("uid", of: foreign) == .string("7q1p3u5vd0c2k8m4@calendar.example"))
    }

    @Test func textIsEscapedAsJSONAsks() throws {
        let hostile = "\"\\/\n\r\t\u{0}\u{1B}[31m\u{7F}\u{9B}é\u{1F600}\u{2028}"
        let text = JSONValue.object(["a": .string(hostile), "b": nil, "c": .array([]), "d": .object([])]).text
        let value = try #require(try JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Any])
        #expect(value["a"] as? String == hostile)
        #expect(value.keys.sorted() == ["a", "c", "d"])
        #expect(!text.unicodeScalars.contains("\u{1B}"))
        #expect(!text.unicodeScalars.contains("\u{9B}"))
    }
}
