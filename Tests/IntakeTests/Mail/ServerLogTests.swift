import EventStore
import Testing

@testable import Intake

/// Files as the servers write them: MSGTRK*.LOG.
@Suite struct ServerLogTests {
    private let head =
        "#Software: Microsoft Exchange Server\r\n#Version: 15.01.2507.006\r\n#Log-type: Message Tracking Log\r\n"
    private let fields =
        "#Fields: date-time,event-id,internal-message-id,message-id,recipient-address,sender-address,message-subject\r\n"
    private let row =
        "2024-03-04T08:00:00.052Z,DELIVER,7,<A@b>,bob@example.com;carol@example.com,alice@example.com,Lunch\r\n"

    @Test func aRowReads() throws {
        let file = try ReadMailFile(head + fields + row)
        let read = try #require(file.rows.first)
        #expect(file.rows.count == 1 && file.quarantined.isEmpty)
        #expect(read.key == "<a@b>")
        #expect(read[.messageID] == "<A@b>")
        #expect(read[.recipients] == "bob@example.com;carol@example.com")
        #expect(read[.logTime] == "17095392000520000")
        #expect(read.line == 5)
    }

    @Test func anIDInLowerCaseIsStoredOnceAsTheKey() throws {
        let read = try #require(ReadMailFile(head + fields + row.replacing("<A@b>", with: " <a@b> ")).rows.first)
        #expect(read.key == "<a@b>")
        #expect(read[.messageID] == nil)
    }

    @Test func otherColumnsHoldFromTheirLineOn() throws {
        let other =
            "#Fields: message-id,date-time,sender-address,recipient-address,event-id\r\n<c@d>,2024-03-04T09:00:00.000Z,bob@example.com,carol@example.com,SEND\r\n"
        let file = try ReadMailFile(
            head + fields + row + head + other + head + fields + row.replacing("A@b", with: "e@f"))
        #expect(file.rows.map(\.key) == ["<a@b>", "<c@d>", "<e@f>"])
        #expect(file.rows.map { $0[.eventID] } == ["DELIVER", "SEND", "DELIVER"])
        #expect(file.rows[1][.sender] == "bob@example.com")
        #expect(file.quarantined.isEmpty)
    }

    @Test func aLineWithoutItsEndIsLeftForTheNextRun() throws {
        for cut in 1...row.utf8.count {
            let bytes = Array((head + fields + row + row.replacing("A@b", with: "e@f")).utf8).dropLast(cut)
            let file = try ReadMailFile(Array(bytes))
            // Of a line end in two bytes, the first is one already; all is there when only the second is missing.
            #expect(file.rows.count == (cut == 1 ? 2 : 1), "cut \(cut)")
            #expect(file.quarantined.isEmpty, "cut \(cut): \(file.reasons)")
        }
    }

    @Test func aWrongNumberOfFieldsIsReportedAndSkipped() throws {
        let file = try ReadMailFile(
            head + fields + row.replacing("Lunch", with: "Lunch, soon") + row + "\"\"x\"\"," + row + row)
        #expect(file.rows.count == 2)
        #expect(file.reasons == ["5:field-count", "7:text-after-quote"])
        #expect(file.contexts.first?.form == .mailLog)
    }

    @Test func commentsBlankLinesAndMarksAreNoRows() throws {
        let file = try ReadMailFile(
            "\u{FEFF}" + head + "#Date: 2024-03-04T08:00:00.000Z\r\n" + fields
                + "\r\n# whatever, \"it\" says\r\n,,,,,,\r\n" + row)
        #expect(file.rows.count == 1 && file.quarantined.isEmpty)
    }

    @Test func aRowWithoutMessageIDHasTheNextBestKey() throws {
        let fields =
            "#Fields: date-time,client-hostname,server-hostname,event-id,internal-message-id,message-id,network-message-id,recipient-address\r\n"
        func key(_ row: String) throws -> String {
            try #require(ReadMailFile(head + fields + "2024-03-04T08:00:00.052Z," + row + "\r\n").rows.first).key
        }
        #expect(try key("c,MBX1,NOTIFYMAPI,7,,ABC-D,") == "network:abc-d")
        #expect(try key("c,MBX1,NOTIFYMAPI,7,,,") == "server:mbx1/7")
        #expect(try key("C,,NOTIFYMAPI,7,,,") == "server:c/7")
        #expect(try key(",,NOTIFYMAPI,7,,,").hasPrefix("event:"))
        #expect(try key(",,NOTIFYMAPI,7,,,").utf8.count == 6 + 64)
    }

    @Test func columnsThatRowsCannotBeReadBySendTheirRowsToQuarantine() throws {
        let file = try ReadMailFile(
            head + fields + row + "#Fields: date-time,event-id\r\n2024-03-04T08:00:00.052Z,SEND\r\n" + fields + row)
        #expect(file.rows.count == 2)
        #expect(file.reasons == ["7:unusable-columns"])
    }

    @Test func filesThatAreNoTrackingLogAreRefused() {
        func refusal(_ text: String) -> String {
            do { return "\(try ReadMailFile(text).rows.count) rows" } catch { return "\(error)" }
        }
        #expect(refusal(head + row).contains("no line #Fields"))
        #expect(
            refusal(
                "#Software: Microsoft Exchange Server\r\n#Log-type: SMTP Receive Protocol Log\r\n#Fields: date-time,connector-id,session-id,sequence-number,event\r\n"
            ).contains("another log of Exchange"))
        #expect(
            refusal(head + "#Fields: date-time,event-id,message-id,message-id,recipient-address\r\n").contains(
                "message-id twice"))
    }
}
