import Foundation
import TestSupport
import Testing

/// Streams give the bytes of exports: every table, every month, every view.
@Suite struct SameBytesTests {
    private static let tables = ["meetings", "participants", "emails", "interactions", "calendar_log"]
    private static let privacy = "--key-file key.txt --accepted-domain example.com"

    /// Ways in which the same history is shown.
    private static let views = [
        "\(privacy)",
        "\(privacy) --view as-held --include-cancelled",
        "--plain --subjects --as-of 2024-03-05T12:00:00Z",
        "--plain --accepted-domain example.com --view as-held --as-of 2024-04-01 --window-time-zone Europe/Warsaw",
        "\(privacy) --leave-out-mail none --window-time-zone America/New_York --delimiter ,",
    ]

    @Test(arguments: views)
    func theSampleOrganisation(_ view: String) throws {
        let scratch = try StreamScratch()
        let inputs = "\(StreamScratch.logs) \(StreamScratch.mail)/tracking-logs \(StreamScratch.mail)/trace-csv"
        try compare(inputs, view: view, months: 1...6, in: scratch)
    }

    /// Rows that name people by legacy DNs, and rows of other meetings that teach what these stand for: two addresses
    /// for one DN, of which the newer counts.
    @Test(arguments: ["", " --as-of 2024-01-04", " --view as-held --as-of 2024-01-06"])
    func legacyNames(_ moment: String) throws {
        let scratch = try StreamScratch()
        let anna = "/o=Org/ou=X/cn=Recipients/cn=anna", ben = "/o=Org/ou=X/cn=Recipients/cn=ben"
        let rows = [
            (1, "2024-01-02", anna, "", "[{\"\"EmailAddress\"\":\"\"\(ben)\"\"}]"),
            (2, "2024-01-03", anna, "anna@example.com", ""),
            (3, "2024-01-05", anna, "anna.berg@example.com", ""),
            (4, "2024-01-05", ben, "ben@example.com", ""),
            (5, "2024-01-06", "cleo@example.com", "cleo@example.com", "[{\"\"EmailAddress\"\":\"\"\(anna)\"\"}]"),
        ]
        let head =
            "logtime;starttime;endtime;calendarlogtriggeraction;itemclass;globalobjectid;appointmentstate;creationtime;sentrepresentingemailaddress;from;attendeecollection"
        let id =
            "040000008200E00074C5B7101A82E008000000000000542EAD3FDA0100000000000000001000000091A2B3C4D5E6F798A9BACBDCEDFE0F0"
        let lines = rows.map { number, logged, represented, sender, attendees in
            "\(logged) 08:00:00;2024-01-15 09:00:00;2024-01-15 10:00:00;Create;IPM.Appointment;\(id)\(number);3;2024-01-01 08:00:00;\(represented);\(sender);\"\(attendees)\""
        }
        try scratch.scratch.write(([head] + lines).joined(separator: "\n") + "\n", to: "felix@example.com.csv")
        let pairs = try scratch.done("calfold stream entries felix@example.com.csv | grep -c -P '\\tperson\\t'")
        #expect(pairs == "3\n")
        for privacy in [Self.privacy, "--plain"] {
            try compare("felix@example.com.csv", view: privacy + moment, months: 1...1, in: scratch)
        }
    }

    @Test(arguments: [3, 11] as [UInt64])
    func simulatedOrganisations(_ seed: UInt64) throws {
        let scratch = try StreamScratch()
        try Simulated.write(seed: seed, to: scratch.folder + "/logs")
        try compare("logs", view: Self.privacy, months: 1...12, in: scratch)
        try compare("logs", view: "\(Self.privacy) --view as-held", months: 2...4, in: scratch)
    }

    @Test func thePartnersTables() throws {
        let scratch = try StreamScratch()
        let inputs = "\(StreamScratch.logs) \(StreamScratch.mail)/tracking-logs"
        try compare(
            inputs, view: "\(Self.privacy) --profile cli", months: 1...6, tables: ["interactions", "emails"],
            in: scratch)
        try compare(
            inputs, view: "\(Self.privacy) --profile sftp", months: 1...6, tables: ["calendar_log", "interactions"],
            in: scratch)
    }

    /// - Parameter months: of 2024.
    private func compare(
        _ inputs: String, view: String, months: ClosedRange<Int>, tables: [String] = tables, in scratch: StreamScratch
    ) throws {
        let names = tables.joined(separator: " ")
        let months = months.map { "2024-\($0 < 10 ? "0" : "")\($0)" }
        _ = try scratch.shell("calfold ingest \(inputs) --store a.db")
        try scratch.done("calfold fold --store a.db; rm -rf out")
        for month in months {
            try scratch.done("calfold export \(names) --store a.db --month \(month) --out out \(view)")
        }
        // Rejected rows end with 1, as they do on one machine.
        _ = try scratch.shell("calfold stream entries \(inputs) > entries.txt")
        // Every line twice, and in any order before they are sorted.
        try scratch.done(
            """
            grep -v '^#' entries.txt > lines.txt
            grep -P '\\tperson\\t' lines.txt > pairs.txt || true
            cat lines.txt lines.txt | shuf --random-source=lines.txt | LC_ALL=C sort > sorted.txt
            """)
        let output = try scratch.done(
            "calfold stream tables \(names) \(view) \(months.map { "--month \($0)" }.joined(separator: " ")) --learned pairs.txt < sorted.txt"
        )
        let streamed = StreamedTables(output)
        var written = 0
        for name in try FileManager.default.contentsOfDirectory(atPath: scratch.folder + "/out").sorted()
        where name.hasSuffix(".csv") {
            let expected = try scratch.bytes("out/\(name)")
            if streamed.fileNames.contains(name) {
                written += 1
                #expect(streamed.file(name) == expected, "\(name), \(view)")
            } else {
                #expect(expected.split(separator: 0x0A).count == 1, "\(name) has rows and the stream has none, \(view)")
            }
        }
        #expect(written == streamed.fileNames.count)
        #expect(written > 0)
        #expect(streamed.trailer.contains("\twritten=\(streamed.count)\t"))
    }
}
