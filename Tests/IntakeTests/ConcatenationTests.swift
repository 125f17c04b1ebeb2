import EventStore
import Testing

@testable import Intake

/// What tools leave between and around exports: byte order marks in the middle, missing marks, column names above a
/// server's log, pages of errors.
@Suite struct ConcatenationTests {
    private func read(_ bytes: [UInt8], path: String = "x.csv") throws -> (rows: Int, quarantined: [String]) {
        var reader = try ExportReader(ByteSource(bytes: bytes, path: path), options: CalendarReaderOptions())
        var rows = 0
        var quarantined: [String] = []
        while let chunk = try reader.next() {
            rows += chunk.batch.rows.count
            quarantined += chunk.quarantined.map { "\($0.line):\($0.reason.code.rawValue)" }
        }
        return (rows, quarantined)
    }

    private static let mark: [UInt8] = [0xEF, 0xBB, 0xBF]

    private func wide(_ text: String, isBig: Bool) -> [UInt8] {
        text.utf16.flatMap { isBig ? [UInt8($0 >> 8), UInt8($0 & 0xFF)] : [UInt8($0 & 0xFF), UInt8($0 >> 8)] }
    }

    @Test func aMarkInTheMiddleBelongsToNothing() throws {
        let row = SampleRow(["itemversion": "2"]),
            quoted = Array(
                "\"logtime\",\"itemclass\",\"globalobjectid\"\r\n\"2024-01-05 09:30:00\",\"IPM.Appointment\",\"A1\"\r\n"
                    .utf8)
        let plain = try ReadFile(SampleRow.file([SampleRow(), row]))
        let marked = try ReadFile(Self.mark + SampleRow.file([SampleRow()]) + Self.mark + SampleRow.file([row]))
        #expect(marked.quarantined.isEmpty)
        #expect(marked.rows.map(\.identity) == plain.rows.map(\.identity))
        // Before a row, because a tool dropped the header.
        let data = SampleRow.file([row]).drop { $0 != 0x0A }.dropFirst()
        #expect(
            try ReadFile(SampleRow.file([SampleRow()]) + Self.mark + data).rows.map(\.identity)
                == plain.rows.map(\.identity))
        #expect(try read(Self.mark + quoted + Self.mark + quoted) == (2, []))
        #expect(try read(Self.mark + Self.mark + quoted) == (1, []))
        #expect(try read(quoted + Self.mark) == (1, []))
        let text = String(decoding: quoted, as: UTF8.self)
        for isBig in [false, true] {
            #expect(try read(wide("\u{FEFF}" + text + "\u{FEFF}" + text, isBig: isBig)) == (2, []))
        }
        let log =
            "#Software: Microsoft Exchange Server\r\n#Fields: date-time,event-id,message-id,recipient-address,sender-address\r\n2024-01-05T09:30:00Z,DELIVER,<a@x>,b@x.com,a@x.com\r\n"
        #expect(try read(Self.mark + Array(log.utf8) + Self.mark + Array(log.utf8)) == (2, []))
        let json = Array(
            #"[{"GlobalObjectId":"A1","ItemClass":"IPM.Appointment","LogTimestamp":"2024-02-13 14:00:00"}]"#.utf8)
        #expect(try read(Self.mark + json + [0x0A] + Self.mark + json) == (2, []))
    }

    @Test(arguments: [false, true]) func wideTextWithoutAMarkIsFound(_ isBig: Bool) throws {
        let table = String(decoding: SampleRow.file([SampleRow(["normalizedsubject": "Łódź 会議"])]), as: UTF8.self)
        #expect(try read(wide(table, isBig: isBig)) == (1, []))
        // Values in other scripts make most of the head no Latin text.
        let foreign = String(
            decoding: SampleRow.file([SampleRow(["normalizedsubject": String(repeating: "会議", count: 1_500)])]),
            as: UTF8.self)
        #expect(try read(wide(foreign, isBig: isBig)) == (1, []))
        let json = #"[{"GlobalObjectId":"A1","ItemClass":"IPM.Appointment","LogTimestamp":"2024-02-13 14:00:00"}]"#
        #expect(try read(wide(json, isBig: isBig)) == (1, []))
        let log =
            "#Software: Microsoft Exchange Server\n#Fields: date-time,event-id,message-id,recipient-address,sender-address\n2024-01-05T09:30:00Z,DELIVER,<a@x>,b@x.com,a@x.com\n"
        #expect(try read(wide(log, isBig: isBig)) == (1, []))
        // Whatever was stated for files of one-byte encodings.
        var options = CalendarReaderOptions(encoding: .windows1250)
        options.limits.bufferBytes = 7
        #expect(
            try ReadFile(wide(table, isBig: isBig), options: options).rows.first?.values[.normalizedSubject]
                == .text("Łódź 会議"))
    }

    @Test func columnNamesAboveAServersLogArePassedOver() throws {
        let names = "date-time,event-id,message-id,recipient-address,sender-address\r\n"
        let rest =
            "#Software: Microsoft Exchange Server\r\n#Version: 15.01.2507.006\r\n#Log-type: Message Tracking Log\r\n#Fields: \(names)2024-01-05T09:30:00Z,DELIVER,<a@x>,b@x.com,a@x.com\r\n"
        let quoted = names.trimmed.split(separator: ",").map { "\"\($0)\"" }.joined(separator: ",") + "\r\n"
        for text in [
            names + rest, names + "\r\n" + rest, quoted + rest, rest + names + rest, "#Software: x\r\n" + names + rest,
        ] {
            let (rows, quarantined) = try read(Array(text.utf8))
            #expect(rows == text.split(separator: "<a@x>").count - 1 && quarantined.isEmpty, "\(text)")
        }
        // Comments of a server in a table that has no #Fields.
        #expect(
            try read(
                Array(
                    (names
                        + "#Software: x\r\n#Date: 2024-01-05T09:30:00Z\r\n2024-01-05T09:30:00Z,DELIVER,<a@x>,b@x.com,a@x.com\r\n")
                        .utf8)) == (1, []))
    }

    @Test(arguments: [
        ("<!DOCTYPE html>\n<html><head><title>502 Bad Gateway</title></head></html>", "HTML page of an error (502)"),
        ("<html><body>Sign in to your account</body></html>", "HTML page"),
        ("\n  <HTML><BODY>Access Denied</BODY></HTML>", "HTML page of an error"),
        ("{\"error\":{\"code\":\"TooManyRequests\",\"message\":\"Too many requests\"}}", "(TooManyRequests)"),
        ("{\"error\":\"invalid_client\",\"error_description\":\"AADSTS7000215\"}", "(invalid_client)"),
        ("{\"ErrorCode\":\"E403\",\"Message\":\"no\"}", "(E403)"),
        ("{\"Message\":\"An error has occurred.\",\"ExceptionMessage\":\"x\"}", "what went wrong"),
        ("{\"statusCode\":401,\"message\":\"no\"}", "(401)"),
        ("[{\"error\":{\"code\":\"x1y\",\"message\":\"m\"}}]", "what went wrong"),
        ("<Objs Version=\"1.1.0.1\" xmlns=\"http://schemas.microsoft.com/powershell/2004/04\">", "Import-Clixml"),
        ("<?xml version=\"1.0\"?><feed xmlns=\"x\">", "Atom"),
        ("Get-MessageTrace : no\nAt line:1 char:1\n    + CategoryInfo          : x\n", "error message of PowerShell"),
        (
            "\"Enhanced Calendar Logs for ann@example.com, Organizer for MeetingID [0400].\",,\nLogTimestamp,Client\n",
            "-ExportToCSV"
        ),
        ("\"LogTimestamp\",\"LogRowType\",\"TriggerAction\",\"ItemClass\",\"Seq:Exp:ItemVersion\"\n", "RAW"),
    ]) func whatIsNoExportIsNamed(_ text: String, _ words: String) {
        do {
            _ = try read(Array(text.utf8))
            Issue.record("taken")
        } catch let error as IntakeError {
            #expect(error.explanation.contains(words), "\(error.explanation)")
        } catch {
            Issue.record("\(error)")
        }
    }

    /// Such rows change nothing, so they would be lost without a word.
    @Test func rowsThatSayNothingOfTimeAreQuarantined() throws {
        let listed = """
            "LastModifiedTimeUTC","Mailbox","LastModifiedName","Subject","Client","FolderPath","Action","ItemClass","Start","End","CleanGlobalObjectID","GlobalObjectID"
            "Tuesday, 16 January 2024 15:00:00.000","ann@example.com","Ann","x","OWA","\\Calendar","Update","IPM.Appointment","1/16/2024 3:00:00 PM","1/16/2024 4:00:00 PM","A1","A1"

            """
        #expect(try read(Array(listed.utf8)) == (0, ["2:missing-time"]))
        let file = try ReadFile(
            SampleRow.file([
                SampleRow(["logtime": "", "starttime": "NotFound"]), SampleRow(["logtime": ""]),
                SampleRow(["starttime": ""]), SampleRow(["logtime": "0001-01-01", "starttime": "N/A"]),
            ]))
        #expect(file.reasons == ["2:missing-time", "5:missing-time"])
    }
}

extension String {
    fileprivate var trimmed: String { replacing("\r\n", with: "") }
}
