import Testing

@testable import Intake

/// What Export-Clixml wrote is read as the same objects in JSON or CSV are.
@Suite struct CLIXMLTests {
    static let id =
        "040000008200E00074C5B7101A82E0080000000000A8550F1142DA0100000000000000001000000025303B46515C67727D88939EA92EA39E"

    private func document(_ body: String) -> [UInt8] {
        Array(
            ("<Objs Version=\"1.1.0.1\" xmlns=\"http://schemas.microsoft.com/powershell/2004/04\">" + body + "</Objs>")
                .utf8)
    }

    private func object(_ fields: String, number: Int = 0) -> String {
        """
        <Obj RefId="\(number)"><TN RefId="0"><T>Deserialized.X</T></TN><ToString>X</ToString><Props><S N="CleanGlobalObjectId">\(Self.id)</S>\
        <S N="ItemClass">IPM.Appointment</S>\(fields)</Props></Obj>
        """
    }

    private func json(_ fields: String) -> [UInt8] {
        Array("{\"CleanGlobalObjectId\":\"\(Self.id)\",\"ItemClass\":\"IPM.Appointment\",\(fields)}".utf8)
    }

    private func expect(_ xml: String, isSameAs fields: String, sourceLocation: SourceLocation = #_sourceLocation) {
        let read = ReadParts(document(object(xml)), path: "a@example.com.xml")
        let wanted = ReadParts(json(fields), path: "a@example.com.json")
        #expect(
            read.refusals.isEmpty && wanted.refusals.isEmpty, "\(read.refusals) \(wanted.refusals)",
            sourceLocation: sourceLocation)
        #expect(wanted.rows.count == 1, sourceLocation: sourceLocation)
        #expect(
            read.rows.count == 1 && read.rows[0].isSame(as: wanted.rows[0]), "\(read) \(wanted)",
            sourceLocation: sourceLocation)
    }

    @Test func everyTypeIsItsText() {
        expect(
            """
            <DT N="LogTimestamp">2024-01-08T09:00:00.1234567Z</DT><I32 N="ItemVersion">3</I32><I64 N="A">-5</I64><B N="IsCancelled">false</B>\
            <B N="IsMeeting">true</B><Nil N="N"/><G N="G">0d4c1b9e-1111-4222-8333-444455556666</G><Db N="D">0.5</Db><C N="C">65</C>\
            <TS N="T">PT1H</TS><Version N="V">1.2</Version><URI N="U">https://x.example/</URI><BA N="AppointmentRecurrenceBlob">BDAE/w==</BA>
            """,
            isSameAs: """
                "LogTimestamp":"2024-01-08T09:00:00.1234567Z","ItemVersion":3,"A":-5,"IsCancelled":false,"IsMeeting":true,"N":null,\
                "G":"0d4c1b9e-1111-4222-8333-444455556666","D":0.5,"C":"A","T":"PT1H","V":"1.2","U":"https://x.example/","AppointmentRecurrenceBlob":"043004FF"
                """)
    }

    @Test func escapesAreUndone() {
        expect(
            "<DT N=\"LogTimestamp\">2024-01-08T09:00:00Z</DT><S N=\"Subject\">a_x000D__x000A_b _x005F_x0041_ _xD83D__xDE00_ _x12_ &amp; żó</S>",
            isSameAs:
                "\"LogTimestamp\":\"2024-01-08T09:00:00Z\",\"Subject\":\"a\\r\\nb _x0041_ \\ud83d\\ude00 _x12_ & żó\"")
    }

    @Test func objectsAreWhatExportCsvWouldWrite() {
        expect(
            """
            <DT N="LogTimestamp">2024-01-08T09:00:00Z</DT>\
            <Obj N="FreeBusyStatus" RefId="1"><TN RefId="1"><T>BusyType</T><T>System.Enum</T></TN><ToString>Busy</ToString><I32>2</I32></Obj>\
            <Obj N="To" RefId="2"><TN RefId="2"><T>System.Collections.ArrayList</T></TN><LST><S>a</S><S>b</S></LST></Obj>\
            <Ref N="Same" RefId="1"/><Obj N="Other" RefId="3"><TNRef RefId="1"/><ToString>Free</ToString><I32>0</I32></Obj>\
            <Obj N="People" RefId="4"><LST><Obj RefId="5"><TN RefId="3"><T>Deserialized.Person</T></TN><ToString>Person</ToString><Props><S N="Mail">x@example.com</S></Props></Obj></LST></Obj>\
            <Obj N="Table" RefId="6"><DCT><En><S N="Key">k</S><I32 N="Value">1</I32></En></DCT></Obj>\
            <Obj N="Wrapped" RefId="7"><S>text</S><MS><S N="ReadCount">1</S></MS></Obj>
            """,
            isSameAs: """
                "LogTimestamp":"2024-01-08T09:00:00Z","FreeBusyStatus":"Busy","To":["a","b"],"Same":"Busy","Other":"Free",\
                "People":[{"Mail":"x@example.com"}],"Table":{"k":"1"},"Wrapped":"text"
                """)
    }

    @Test func membersOfRemotingCountOnce() {
        let read = ReadParts(
            document(
                object("<DT N=\"LogTimestamp\">2024-01-08T09:00:00Z</DT><S N=\"Extra\">a</S>").replacing(
                    "</Props>", with: "</Props><MS><S N=\"PSComputerName\">pc</S><S N=\"Extra\">b</S></MS>")),
            path: "a@example.com.xml")
        let wanted = ReadParts(
            json("\"LogTimestamp\":\"2024-01-08T09:00:00Z\",\"Extra\":\"b\""), path: "a@example.com.json")
        #expect(read.rows.map(\.identity) == wanted.rows.map(\.identity))
    }

    @Test func aListInOneObjectAndTwoEncodings() {
        let time = "<DT N=\"LogTimestamp\">2024-01-08T09:00:00Z</DT>"
        let body =
            "\n<Obj RefId=\"9\"><TN RefId=\"9\"><T>System.Object[]</T></TN><LST>\n\(object(time, number: 1))\n\n\(object(time + "<S N=\"Subject\">ł</S>", number: 2))</LST></Obj>"
        let read = ReadParts(document(body), path: "a@example.com.xml")
        #expect(read.rows.map(\.line) == [3, 5])
        let text = String(decoding: document(body), as: UTF8.self)
        let wide: [UInt8] = [0xFF, 0xFE] + text.utf16.flatMap { [UInt8($0 & 0xFF), UInt8($0 >> 8)] }
        #expect(ReadParts(wide, path: "a@example.com.xml").rows == read.rows)
        #expect(ReadParts(Packing.gzip(wide), path: "a@example.com.xml.gz").rows == read.rows)
    }

    /// The pipeline gives an object that stood in another one before, or one that it gave already.
    @Test func aPointerAmongTheRecordsIsARowOnce() {
        let time = "<DT N=\"LogTimestamp\">2024-01-08T09:00:00Z</DT>"
        let inner = object("<DT N=\"LogTimestamp\">2024-01-09T09:00:00Z</DT>", number: 2).replacing(
            "<Obj RefId=\"2\">", with: "<Obj N=\"Inner\" RefId=\"2\">")
        let read = ReadParts(
            document(
                "\n\(object(time + "<Obj N=\"List\" RefId=\"3\"><LST>\(inner)</LST></Obj>", number: 1))\n<Ref RefId=\"1\"/>\n<Ref RefId=\"2\"/>"
            ),
            path: "a@example.com.xml")
        #expect(read.refusals.isEmpty && read.rows.map(\.line) == [2, 4], "\(read)")
    }

    @Test func linesOfTextAreTheTextItself() {
        let lines = ["CleanGlobalObjectId,ItemClass,StartTime", "\(Self.id),IPM.Appointment,2024-01-08 09:00:00"]
        let read = ReadParts(document(lines.map { "<S>\($0)</S>\n" }.joined()), path: "a@example.com.xml")
        let plain = ReadParts(Array(lines.joined(separator: "\n").utf8), path: "a@example.com.csv")
        #expect(plain.rows.count == 1)
        #expect(read.rows == plain.rows)
    }

    @Test func aRowThatIsBadGoesToQuarantineAndIsReadAgain() throws {
        let read = ReadParts(document("\n" + object("<S N=\"LogTimestamp\">yesterday</S>")), path: "a@example.com.xml")
        #expect(read.quarantined.map { "\($0.line):\($0.reason.code.rawValue)" } == ["2:bad-date"])
        #expect(read.quarantined[0].text.hasPrefix("{\"CleanGlobalObjectId\":"))
    }

    @Test(arguments: [
        (
            "<!DOCTYPE x [<!ENTITY a \"aaaa\"><!ENTITY b \"&a;&a;\">]><Objs xmlns=\"http://schemas.microsoft.com/powershell/2004/04\"/>",
            "declares a document type"
        ),
        (
            "<Objs xmlns=\"http://schemas.microsoft.com/powershell/2004/04\">"
                + String(repeating: "<Obj>", count: 1_000), "nested more than"
        ),
        (
            "<Objs xmlns=\"http://schemas.microsoft.com/powershell/2004/04\"><Obj RefId=\"0\"><Props><S N=\"\(String(repeating: "x", count: 3 << 20))\">",
            "longer than"
        ),
        (
            "<Objs xmlns=\"http://schemas.microsoft.com/powershell/2004/04\"><Obj RefId=\"0\"><Props><S N=\"a\">b</S>",
            "broken on line 1"
        ),
        (
            "<Objs xmlns=\"http://schemas.microsoft.com/powershell/2004/04\"><Obj RefId=\"0\"><Props><Ref N=\"a\" RefId=\"7\"/></Props></Obj></Objs>",
            "points to object 7, which does not stand before it, as PowerShell never writes it"
        ),
        (
            "<Objs xmlns=\"http://schemas.microsoft.com/powershell/2004/04\"><Obj RefId=\"0\"><Props><Ref N=\"a\" RefId=\"1\"/><Obj N=\"b\" RefId=\"1\"><Props><S N=\"c\">d</S></Props></Obj></Props></Obj></Objs>",
            "points to object 1, which does not stand before it"
        ),
        (
            "<Objs xmlns=\"http://schemas.microsoft.com/powershell/2004/04\"><Ref RefId=\"3\"/></Objs>",
            "points to object 3, which does not stand before it"
        ),
        (
            "<Objs xmlns=\"http://schemas.microsoft.com/powershell/2004/04\"><Obj RefId=\"0\"><Props><Obj N=\"a\" RefId=\"1\"><Props><S N=\"b\">\(String(repeating: "x", count: 300_000))</S></Props></Obj><Ref N=\"c\" RefId=\"1\"/></Props></Obj></Objs>",
            "points to object 1, which is too large to be kept"
        ),
        ("<Objs xmlns=\"http://schemas.microsoft.com/powershell/2004/04\"></Objs>", "holds no object"),
    ])
    func whatIsHostileOrDamagedIsRefused(_ text: String, _ words: String) {
        let read = ReadParts(Array(text.utf8), path: "x.xml")
        #expect(read.refusal?.explanation.contains(words) == true, "\(read.refusals)")
    }

    @Test func damageIsToldWithItsPlace() {
        let row = object("<DT N=\"LogTimestamp\">2024-01-08T09:00:00Z</DT>")
        let read = ReadParts(
            Array(document([row, row, row].joined(separator: "\n")).dropLast(20)), path: "a@example.com.xml")
        #expect(read.refusal?.explanation.contains("broken on line 3, column") == true)
    }

    @Test func anObjectThatIsTooLargeIsRefusedBeforeItFillsTheMemory() {
        var options = CalendarReaderOptions()
        options.limits.recordBytes = 1 << 16
        let read = ReadParts(
            document(object("<S N=\"A\">\(String(repeating: "x", count: 1 << 17))</S>")), path: "x.xml",
            options: options)
        #expect(read.refusal?.explanation.contains("-Depth 1") == true)
    }
}
