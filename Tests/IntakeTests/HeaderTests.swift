import EventStore
import Testing

@testable import Intake

@Suite struct HeaderTests {
    private func rename(_ names: [String: String]) -> [UInt8] {
        let text = String(decoding: SampleRow.file([SampleRow()]), as: UTF8.self)
        let end = text.firstIndex(of: "\n") ?? text.endIndex
        let header = text[..<end].split(separator: ";").map { names[String($0)] ?? String($0) }.joined(separator: ";")
        return Array((header + text[end...]).utf8)
    }

    @Test func namesOfOtherExportsAreTheSameColumns() throws {
        let plain = try #require(try ReadFile(SampleRow.file([SampleRow()])).rows.first)
        let other = try ReadFile(
            rename([
                "logtime": "Log Timestamp", "normalizedsubject": "SubjectProperty",
                "calendarlogtriggeraction": "TriggerAction",
                "responsibleusername": "Responsible_User", "mapiisalldayevent": "IsAllDayEvent",
                "appointmentrecurring": "\"Is Recurring\"",
                "senderemailaddress": "\u{FEFF}SENDER",
            ]))
        #expect(try #require(other.rows.first).isSame(as: plain))
    }

    @Test func ofTwoNamesTheBetterIsTheColumnAndTheOtherIsKept() throws {
        let columns = SampleRow.columns + ["Subject", "From"]
        let row = try #require(
            try ReadFile(
                SampleRow.file([SampleRow(["Subject": "Re: Roadmap", "From": "\"A\" <a@x>"])], columns: columns)
            ).rows.first)
        #expect(row.values[.normalizedSubject] == .text("Roadmap"))
        #expect(row.values[.more] == .text(#"{"from":"\"A\" <a@x>","subject":"Re: Roadmap"}"#))
    }

    @Test func unknownColumnsAreKeptAsJSON() throws {
        let columns = SampleRow.columns + ["Show As", "Żółw", "", "Empty"]
        let row = SampleRow(["Show As": "a\"b\\c\r\n\t\u{1}é", "Żółw": "1", "": "N/A", "Empty": ""])
        let read = try ReadFile(SampleRow.file([row], columns: columns))
        #expect(try #require(read.rows.first).values[.more] == .text(#"{"showas":"a\"b\\c\r\n\t\u0001é","żółw":"1"}"#))
        #expect(try ReadFile(SampleRow.file([SampleRow()], columns: columns)).rows.first?.values[.more] == nil)
    }

    @Test func aHeaderThatIsKnownLetsNoErrorMessagePass() throws {
        let good = SampleRow.file([SampleRow()], columns: SampleRow.columns + ["Known Header"])
        let header = try #require(good.firstIndex(of: UInt8(ascii: "\n")))
        let bad = good[...header] + Array("+ FullyQualifiedErrorId : AccessDenied\n".utf8)
        func kind(_ bytes: [UInt8]) throws -> EventKind {
            let reader = try ExportReader(ByteSource(bytes: bytes, path: "log.csv"), options: CalendarReaderOptions())
            return reader.kind
        }
        #expect(throws: IntakeError.self) { try kind(Array(bad)) }
        #expect(try kind(good) == .calendar)
        #expect(throws: IntakeError.self) { try kind(Array(bad)) }
        #expect(try kind(good) == .calendar)
    }

    @Test func mailboxComesFromOptionColumnOrPath() throws {
        let columns = SampleRow.columns + ["Mailbox Owner"]
        let rows = [SampleRow(["Mailbox Owner": " Bob@Example.com "]), SampleRow()]
        func mailboxes(_ path: String, _ stated: String? = nil) throws -> [ReadRow.Value?] {
            try ReadFile(
                SampleRow.file(rows, columns: columns), path: path, options: CalendarReaderOptions(mailbox: stated)
            ).rows
                .map { $0.values[.mailbox] }
        }
        #expect(try mailboxes("merged.csv") == [.text("bob@example.com"), nil])
        #expect(try mailboxes("carol@example.com.csv") == [.text("bob@example.com"), .text("carol@example.com")])
        #expect(
            try mailboxes("carol@example.com.csv", "Dave@example.com") == [
                .text("dave@example.com"), .text("dave@example.com"),
            ])
    }

    @Test func mailboxIsPartOfTheIdentityHoweverItIsKnown() throws {
        let bytes = SampleRow.file([SampleRow()])
        let none = try ReadFile(bytes).rows[0].identity
        let byName = try ReadFile(bytes, path: "Bob@example.com.csv").rows[0].identity
        let byOption = try ReadFile(bytes, options: CalendarReaderOptions(mailbox: "bob@example.com")).rows[0].identity
        let byColumn = try ReadFile(
            SampleRow.file([SampleRow(["mailbox": "BOB@example.com"])], columns: SampleRow.columns + ["mailbox"])
        ).rows[0].identity
        #expect(none != byName)
        #expect(byName == byOption)
        #expect(byName == byColumn)
    }

    /// The canonical form of docs/intake.md, computed by another program.
    @Test func identityIsTheDigestOfTheCanonicalForm() throws {
        let bytes = Array("ItemClass,Global Object ID,Start_Time,Note\nIPM.Appointment,ABC,2024-01-01,zażółć\n".utf8)
        let identity = try ReadFile(bytes, path: "bob@example.com.csv").rows[0].identity.words
        let hex = [identity.0, identity.1, identity.2, identity.3].map { word in
            let digits = String(word, radix: 16)
            return String(repeating: "0", count: 16 - digits.count) + digits
        }.joined()
        #expect(hex == "7f67af2b05fd10dbc86f4345dd0d5706ad1fd582844d0d9038ab905b1c80a677")
    }

    @Test func everyFieldCountsForTheIdentity() throws {
        let plain = try ReadFile(SampleRow.file([SampleRow()])).rows[0].identity
        var seen: Set<EventIdentity> = [plain]
        let others = [
            "logtime": "2024-01-09 10:18:52.813", "starttime": "2024-01-23 09:00:00.0", "endtime": "",
            "itemversion": "1.0",
            "normalizedsubject": "Roadmap ", "itemclass": "ipm.appointment", "isexception": "NotFound",
            "globalobjectid": SampleRow.key.lowercased(),
        ]
        for (name, value) in others {
            let identity = try ReadFile(SampleRow.file([SampleRow([name: value])])).rows[0].identity
            #expect(seen.insert(identity).inserted, "\(name)")
        }
    }

    @Test func identifiers() throws {
        func read(_ id: String) throws -> (key: String, id: ReadRow.Value?) {
            let row = try #require(try ReadFile(SampleRow.file([SampleRow(["globalobjectid": id])])).rows.first)
            return (row.key, row.values[.globalObjectID])
        }
        let key = SampleRow.key
        for form in [key, key.lowercased(), String(key.dropFirst()), " \(key) ", "UID:\(key)", "0x\(key)"] {
            #expect(try read(form) == (key, nil))
        }
        let dated =
            "040000008200E00074C5B7101A82E00807D803195025D461E473C8010000000000000000100000002A5844B3A444F74A9C246C60886F116B"
        let clean =
            "040000008200E00074C5B7101A82E008000000005025D461E473C8010000000000000000100000002A5844B3A444F74A9C246C60886F116B"
        let base64 = "BAAAAIIA4AB0xbcQGoLgCAfYAxlQJdRh5HPIAQAAAAAAAAAAEAAAACpYRLOkRPdKnCRsYIhvEWs="
        for form in [dated, dated.lowercased(), base64] { #expect(try read(form) == (clean, .text(dated))) }
        let foreign =
            "040000008200E00074C5B7101A82E00800000000000000000000000000000000000000002E0000007643616C2D556964010000003771317033753576643063326B386D344063616C656E6461722E6578616D706C6500"
        #expect(try read(foreign) == (foreign, nil))
        #expect(try read("060000008...") == ("060000008...", nil))
        #expect(try read(" opaque-é ") == ("OPAQUE-É", .text("opaque-é")))
    }

    @Test func theCleanedIdHelpsWhereTheOtherFails() throws {
        let columns = SampleRow.columns + ["CleanGlobalObjectId"]
        func read(_ id: String, _ clean: String) throws -> ReadRow {
            try #require(
                try ReadFile(
                    SampleRow.file([SampleRow(["globalobjectid": id, "CleanGlobalObjectId": clean])], columns: columns)
                ).rows.first)
        }
        let key = SampleRow.key
        #expect(try read("NotFound", key.lowercased()).key == key)
        #expect(try read("NotFound", key.lowercased()).values[.more] == nil)
        #expect(try read("04000000820...", key).key == key)
        #expect(try read("04000000820...", key).values[.globalObjectID] == .text("04000000820..."))
        #expect(try read(key, "other").key == key)
        #expect(try read(key, "other").values[.more] == .text(#"{"cleanglobalobjectid":"other"}"#))
    }

    @Test func anExportPutBehindAnotherMayHaveMoreColumnsOrFewer() throws {
        let wide = (1...40).map { "extra\($0)" } + SampleRow.columns
        let narrow = ["itemclass", "starttime", "globalobjectid"]
        let row = SampleRow(["extra7": "seven"])
        let file = try ReadFile(
            SampleRow.file([row]) + SampleRow.file([row, row], columns: wide) + SampleRow.file([row], columns: narrow))
        #expect(file.quarantined.isEmpty)
        #expect(file.rows.map(\.line) == [2, 4, 5, 7])
        #expect(
            file.rows.map { $0.values[.more] } == [
                nil, .text(#"{"extra7":"seven"}"#), .text(#"{"extra7":"seven"}"#), nil,
            ])
        #expect(file.rows[3].values.count == 2)
    }

    @Test func contextOfAQuarantinedRowIsTheHeaderAboveIt() throws {
        let shuffled = Array(SampleRow.columns.reversed())
        let bad = SampleRow(["itemversion": "x"])
        let file = try ReadFile(
            SampleRow.file([bad]) + SampleRow.file([bad, SampleRow()], columns: shuffled), path: "bob@example.com.csv")
        #expect(file.reasons == ["2:bad-number", "4:bad-number"])
        #expect(file.rows.count == 1)
        #expect(
            file.contexts.map(\.header) == [SampleRow.columns.joined(separator: ";"), shuffled.joined(separator: ";")])
        #expect(file.contexts.allSatisfy { $0.mailbox == "bob@example.com" && !$0.isMailboxStated })
    }
}
