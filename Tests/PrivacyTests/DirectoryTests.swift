import ExchangeFormats
import Foundation
import Testing

@testable import Privacy

@Suite struct DirectoryTests {
    static let folder = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "../../Fixtures/directory")
        .standardizedFileURL

    static func sample() throws -> Directory {
        try Directory(
            files: ["get-recipient.csv", "get-aduser.csv", "people.csv"].map { folder.appending(path: $0).path })
    }

    private func directory(_ text: String) throws -> Directory {
        Directory([try DirectoryFile(Array(text.utf8), name: "people.csv")])
    }

    /// Compares with a golden file; RECORD=1 writes it anew, and fails.
    private func compare(_ lines: [String], _ name: String) throws {
        let golden = Self.folder.appending(path: "golden/\(name)"), text = lines.joined(separator: "\n") + "\n"
        if ProcessInfo.processInfo.environment["RECORD"] == "1" {
            try Data(text.utf8).write(to: golden)
            Issue.record("\(name) was recorded; run again without RECORD")
        } else {
            #expect(try String(contentsOf: golden, encoding: .utf8) == text)
        }
    }

    @Test func threeFilesMakeOneDirectory() throws {
        try compare(
            try Self.sample().recipients.flatMap { person in
                [
                    "\(person.address) (\(person.kind.rawValue), \(person.displayName))",
                    "  aliases \(person.aliases.joined(separator: " "))",
                    "  legacy names \(person.legacyNames.count), manager \(person.manager ?? "-"), since \(person.employmentDate?.description ?? "-")",
                    "  department \(person.department), team \(person.team), groups "
                        + person.groups.map { "\($0.name) (\($0.category ?? "-"))" }.joined(separator: ", "),
                ]
            }, "recipients.txt")
    }

    @Test func everyFormLeadsToItsOwner() throws {
        let people = People(acceptedDomains: ["example.com", "corp.example"], directory: try Self.sample())
        let forms = try String(contentsOf: Self.folder.appending(path: "forms.txt"), encoding: .utf8).components(
            separatedBy: "\n"
        ).dropLast()
        try compare(
            forms.map { form in
                guard let address = Address(form) else { return "\(form) -> nobody" }
                let way = people.directory.find(address)?.way.rawValue ?? "unknown"
                return "\(form) -> \(people.resolved(address).canonical) (\(way), \(people.kind(of: address).rawValue))"
            }, "forms.txt")
    }

    @Test func aReportCountsWhatItFound() throws {
        let report = try Self.sample().report
        #expect(report.recipients == 16 && report.foldedLines == 4)
        #expect(report.sharedNames == 1)
        #expect(report.withoutAddress.map(\.line) == [5])
        #expect(report.unreadDates.map(\.line) == [4])
        // An alias that two people list, and one of somebody else's.
        #expect(report.contested.map(\.line).sorted() == [6, 7])
        #expect(report.unknownTypes == ["Wizard": 1])
    }

    @Test func somebodyElsesPrimaryAddressIsNobodysAlias() throws {
        let found = try directory("address,aliases,display name\na@x.test,b@x.test,A\nb@x.test,,B\n")
        #expect(found.find(.smtp("b@x.test"))?.recipient.displayName == "B")
        #expect(found.report.contested.map(\.line) == [2])
    }

    @Test func theOldNameOfAPersonMayComeFirst() throws {
        let found = try directory(
            "mail;proxyAddresses;displayName\nold@x.test;;Eve\nnew@x.test;SMTP:new@x.test|smtp:old@x.test;Eve\n")
        #expect(found.recipients.map(\.address) == ["new@x.test"])
        #expect(found.find(.smtp("old@x.test"))?.way == .alias)
    }

    @Test func twoWhoListEachOtherAreOneUnderTheFirstAddress() throws {
        let found = try directory("address,aliases,display name\na@x.test,b@x.test,Eve\nb@x.test,a@x.test,eve\n")
        #expect(found.recipients.map(\.address) == ["a@x.test"])
    }

    @Test func oneObjectIsOnePersonWhateverItsAddresses() throws {
        let found = try directory(
            "address,legacyExchangeDN\nnew@x.test,/o=a/cn=Recipients/cn=eve\nold@x.test,/O=A/CN=recipients/CN=EVE\n")
        #expect(found.recipients.count == 1)
        #expect(found.recipient(of: .smtp("old@x.test"))?.address == "new@x.test")
    }

    @Test func exchangesOwnPrimaryAddressIsBelievedBeforeTheMailAttribute() throws {
        #expect(
            try directory("mail,proxyAddresses\nold@x.test,smtp:old@x.test;SMTP:new@x.test\n").recipients.map(\.address)
                == ["new@x.test"])
        #expect(
            try directory("PrimarySmtpAddress,EmailAddresses\nown@x.test,SMTP:other@x.test\n").recipients.map(\.address)
                == ["own@x.test"])
    }

    @Test(arguments: [
        ("SMTP:a@b.c;smtp:d@e.f", ["SMTP:a@b.c", "smtp:d@e.f"]),
        ("{SMTP:a@b.c, smtp:d@e.f}", ["SMTP:a@b.c", "smtp:d@e.f"]),
        ("a@b.c,d@e.f", ["a@b.c", "d@e.f"]), ("a@b.c d@e.f", ["a@b.c", "d@e.f"]),
        ("[\"a@b.c\", \"d@e.f\"]", ["a@b.c", "d@e.f"]),
        ("['a@b.c', 'd@e.f']", ["a@b.c", "d@e.f"]),
        ("X500:/o=First Org, Ltd/cn=a b smtp:d@e.f", ["X500:/o=First Org, Ltd/cn=a b", "smtp:d@e.f"]),
        ("", []), (" ; ", []), ("{}", []),
    ])
    func listsOfAddresses(cell: String, parts: [String]) {
        #expect(AddressList.parts(cell) == parts)
    }

    @Test(arguments: [
        ("2024-02-01", "2024-02-01"), ("2024-02-01T00:00:00Z", "2024-02-01"), ("2024/2/1 12:00", "2024-02-01"),
        ("20240201000000.0Z", "2024-02-01"),
        ("1.2.2024", "2024-02-01"), ("17/4/2019", "2019-04-17"), ("4/17/2019 12:00:00 AM", "2019-04-17"),
        ("5/5/2020", "2020-05-05"),
        ("3/4/2020", nil), ("2024-02-30", nil), ("soon", nil), ("132223104000000000", nil),
        ("99999999999999999999-1-1", nil),
    ])
    func datesAreNeverGuessed(text: String, date: String?) {
        #expect(DirectoryDate.read(text)?.description == date)
    }

    @Test(arguments: [
        ("RoomMailbox", Directory.Kind.room), ("16", .room), ("8589934592", .room), ("Equipment Mailbox", .equipment),
        ("remote-shared_mailbox", .shared),
        ("262144", .shared), ("MicrosoftExchange", .system), ("4194304", .system), ("", .person), ("User", .person),
        ("contact", .external),
    ])
    func typesByNameAndNumber(type: String, kind: Directory.Kind) {
        #expect(RecipientType.kind(type) == kind)
    }

    @Test(arguments: [
        ("", "empty"), ("name,department\nEve,Sales\n", "no column holds addresses"),
        ("address,aliases\na@x.test\n", "1 fields, the header 2"),
        ("address,aliases\n\"a@x.test,b\n", "never closed"),
        ("mail,proxyAddresses\na@x.test,Microsoft.ActiveDirectory.Management.ADPropertyValueCollection\n", ".NET type"),
    ])
    func filesThatAreNoDirectoryAreRefusedWithWords(text: String, words: String) {
        let error = #expect(throws: DirectoryError.self) { try directory(text) }
        #expect(error?.description.contains(words) == true)
        #expect(error?.description.contains("@x.test") == false)
    }

    @Test func bytesThatAreNoTextAreRefused() {
        let error = #expect(throws: DirectoryError.self) {
            try DirectoryFile(Array("mail\nZa".utf8) + [0xBF, 0xF3], name: "people.csv")
        }
        #expect(error?.description.contains("not UTF-8") == true)
        #expect(throws: DirectoryError.self) { try DirectoryFile(path: "/nowhere/people.csv") }
    }

    /// Any bytes give a directory or a reason, in one piece.
    @Test func anyBytesGiveADirectoryOrAReason() throws {
        let seed = UInt64.random(in: 0...UInt64.max)
        print("directory seed \(seed)")
        var state = seed
        func next(_ bound: Int) -> Int {
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return Int((state >> 33) % UInt64(bound))
        }
        let pieces = [
            "mail", "proxyAddresses", "manager", ",", ";", "\"", "\n", "\r\n", "a@b", "SMTP:", "/o=", "{", "}",
            "\u{FEFF}", "hiredate", "1/2/3", "<", "[", ":", "\\", "a@b.test,,\n",
        ].map { Array($0.utf8) }
        var made = 0
        for _ in 0..<2_000 {
            // A row behind the head line makes most of the shorter ones a directory.
            var bytes = next(2) == 0 ? Array("mail,manager,hiredate\nc@d.test,,\n".utf8) : []
            for _ in 0..<next(30) { bytes += next(9) == 0 ? [UInt8(next(256))] : pieces[next(pieces.count)] }
            guard let file = try? DirectoryFile(bytes, name: "x") else { continue }
            made += Directory([file]).recipients.isEmpty ? 0 : 1
        }
        print("directories \(made)")
        #expect(made > 0)
    }
}

/// What the shipped script exports is what the directory reads.
@Suite struct CollectedDirectoryTests {
    @Test func theScriptsExportIsReadWithoutDoubts() throws {
        let found = try Directory(files: [
            DirectoryTests.folder.appending(path: "../collector/directory.csv").standardizedFileURL.path
        ])
        #expect(
            found.report.contested.isEmpty && found.report.withoutAddress.isEmpty && found.report.unknownTypes.isEmpty)
        #expect(found.recipients.count > 2 && found.report.foldedLines == 0)
        #expect(found.find(.smtp("carla.nowak5@old.example.com"))?.way == .alias)
        #expect(
            found.recipient(of: .legacyDN("/o=old/ou=first/cn=recipients/cn=carla.nowak5"))?.manager
                == "david.smith2@example.com")
    }
}
