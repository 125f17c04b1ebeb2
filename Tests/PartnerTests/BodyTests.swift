import Foundation
import TestSupport
import Testing

@testable import Partner

/// Bodies are made of the tables alone, the same each time, and in the form of the page under Fixtures/partner/api.
@Suite struct BodyTests {
    @Test func everyBodyIsInTheFormOfThePage() throws {
        let scratch = try PartnerScratch()
        let run = try scratch.calfold([
            "push", "--tables", "tables", "--month", "2024-02", "--dry-run", "--out", "bodies", "--batch", "150",
        ])
        #expect(run.status == 0, "\(run.errors)")
        #expect(
            try scratch.bodies("bodies").keys.sorted() == [
                "0001-start.json", "0002-groups.json", "0003-entities.json", "0004-interactions.json",
                "0005-interactions.json", "0006-interactions.json", "0007-completed.json",
            ])
        try scratch.expectSchema("bodies")
        // A shorter run leaves nothing of a longer one, and the same run the same bytes.
        #expect(
            try scratch.calfold(["push", "--tables", "tables", "--month", "2024-02", "--dry-run", "--out", "bodies"])
                .status == 0)
        let once = try scratch.bodies("bodies")
        #expect(once.count == 5)
        #expect(
            try scratch.calfold(["push", "--tables", "tables", "--month", "2024-02", "--dry-run", "--out", "bodies"])
                .status == 0)
        #expect(try scratch.bodies("bodies") == once)
        #expect(!FileManager.default.fileExists(atPath: scratch.tables + "/pushed.json"), "a dry run notes nothing")
    }

    static let readers = Repository.root.appending(path: ".build/partner-readers/bin/python").path
    static let hasReaders = FileManager.default.fileExists(
        atPath: Repository.root.appending(path: ".build/partner-readers/made-of").path)

    /// Our own small check of the page is not the only one.
    @Test(.enabled(if: hasReaders, "Scripts/partner/prepare brings the programs for it"))
    func otherProgramsTakeThePageAndTheBodies() throws {
        let scratch = try PartnerScratch()
        try scratch.write("users", ["email;report_ids", "alice@example.com;[]"])
        _ = try scratch.calfold([
            "push", "--tables", "tables", "--month", "2024-02", "--with-users", "--dry-run", "--out", "bodies",
        ])
        let process = Process(), pipe = Pipe()
        process.executableURL = URL(filePath: BodyTests.readers)
        process.arguments =
            ["-B", Repository.root.appending(path: "Tests/PartnerServer/validate.py").path]
            + (try scratch.bodies("bodies").keys.sorted().map { scratch.folder + "/bodies/" + $0 })
        process.standardOutput = pipe
        process.standardError = pipe
        try process.run()
        let said = String(decoding: pipe.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
        process.waitUntilExit()
        #expect(process.terminationStatus == 0 && said == "6 bodies\n", "\(said)")
    }

    @Test func whatStandsInABody() throws {
        let scratch = try PartnerScratch(interactions: 3)
        #expect(
            try scratch.calfold([
                "push", "--tables", "tables", "--month", "2024-02", "--dry-run", "--out", "bodies", "--id-name",
                "Email",
                "--id-name", "EmployeeId",
            ]).status == 0)
        let bodies = try scratch.bodies("bodies")
        #expect(
            bodies["0001-start.json"]
                == #"{"syncPeriodStart":"2024-02-01T00:00:00.000Z","syncPeriodEnd":"2024-03-01T00:00:00.000Z"}"#)
        #expect(
            bodies["0005-completed.json"]
                == #"{"syncPeriodStart":"2024-02-01T00:00:00.000Z","syncPeriodEnd":"2024-03-01T00:00:00.000Z","success":true,"message":"groups 2, users 0, entities 12, interactions 3"}"#
        )
        func hash(_ text: String) -> String { PartnerScratch.pseudonym(text) }
        #expect(
            bodies["0002-groups.json"]
                == #"{"groups":[{"id":"\#(hash("team A"))","name":"Team \"A\"; first","category":"Team","parentId":"\#(hash("team B"))"},{"id":"\#(hash("team B"))","name":"Zażółć\\gęślą","category":"Department"}]}"#
        )
        let ids = { (name: String) in #"{"Email":"\#(hash(name))","EmployeeId":"\#(hash(name))"}"# }
        let groups = #""groups":["\#(hash("team A"))","\#(hash("team B"))"],"props":{"team_id":"\#(hash("team A"))""#
        #expect(
            bodies["0003-entities.json"]?.hasPrefix(
                #"{"entites":[{"changeDate":"2024-02-29T00:00:00.000Z","ids":\#(ids("person 0")),\#(groups),"employment_date":"2020-03-01"}},{"changeDate":"2024-02-29T00:00:00.000Z","ids":\#(ids("person 1")),\#(groups)},"relationships":[{"relationshipName":"Supervisor","targetIds":\#(ids("person 0"))}]},"#
            ) == true)
        #expect(
            bodies["0004-interactions.json"]?.hasPrefix(
                #"{"interactions":[{"interactionId":"\#(hash("interaction 0"))","when":"2024-02-01T00:00:00.123Z","sourceIds":{"Email":"external","EmployeeId":"external"},"targetIds":\#(ids("person 1")),"eventId":"\#(hash("event 0"))","label":["Email"]},{"interactionId":"\#(hash("interaction 1"))","when":"2024-02-10T08:00:00.123Z","sourceIds":\#(ids("person 1")),"targetIds":\#(ids("person 2")),"eventId":"\#(hash("event 0"))","durationMinutes":30,"label":["Meeting","RecurringWeekly"]}"#
            ) == true)
    }

    /// Where an employee's id is not the address, each name has its own pseudonym in every call.
    @Test func idsAndAddressesThatDiffer() throws {
        let scratch = try PartnerScratch(interactions: 3)
        func hash(_ text: String) -> String { PartnerScratch.pseudonym(text) }
        try scratch.write(
            "employees",
            ["row_date;employee_id;supervisor_id;email;team_id;group_ids"]
                + (0..<12).map {
                    "2024-02-29;\(hash("id \($0)"));\($0 == 1 ? hash("id 0") : "");\(hash("person \($0)"));;[]"
                })
        _ = try scratch.calfold([
            "push", "--tables", "tables", "--month", "2024-02", "--dry-run", "--out", "bodies", "--id-name", "Email",
            "--id-name", "EmployeeId",
        ])
        let bodies = try scratch.bodies("bodies")
        try scratch.expectSchema("bodies")
        #expect(
            bodies["0004-interactions.json"]?.contains(
                #""targetIds":{"Email":"\#(hash("person 1"))","EmployeeId":"\#(hash("id 1"))"}"#) == true)
        #expect(
            bodies["0003-entities.json"]?.contains(
                #"{"relationshipName":"Supervisor","targetIds":{"Email":"\#(hash("person 0"))","EmployeeId":"\#(hash("id 0"))"}}"#
            ) == true)
        #expect(bodies["0003-entities.json"]?.contains("props") == false, "what is not known is left out")
    }

    @Test func usersGoOnlyWhenAskedFor() throws {
        let scratch = try PartnerScratch(interactions: 1)
        try scratch.write("users", ["email;report_ids", "alice@example.com;[]"])
        let usual = ["push", "--tables", "tables", "--month", "2024-02", "--dry-run", "--out", "bodies"]
        #expect(try scratch.calfold(usual).status == 0)
        #expect(try scratch.bodies("bodies").values.allSatisfy { !$0.contains("@") })
        #expect(try scratch.calfold(usual + ["--with-users"]).status == 0)
        #expect(
            try scratch.bodies("bodies")["0003-users.json"]
                == #"{"users":[{"email":"alice@example.com","groupAccess":[]}]}"#)
        try scratch.expectSchema("bodies")
    }

    /// A call that may not be split and is too large is refused before anything is sent; interactions are cut earlier.
    @Test func noBodyIsOver30MB() throws {
        let scratch = try PartnerScratch(interactions: 20_000, people: 10)
        let long = (0..<20).map { "Name\($0)" + String(repeating: "x", count: 58) }
        let tables = MonthTables(
            folder: scratch.tables, month: "2024-02", period: PartnerScratch.month.window(in: .utc))
        var most = 0, calls = 0
        _ = try MonthBodies(tables, names: IDNames(long)).forEach(
            token: ServiceToken(String(repeating: "t", count: 8_000))
        ) { body in
            most = max(most, body.bytes.count)
            calls += body.call == .interactions ? 1 : 0
        }
        #expect(most < 30_000_000 && most > 20_000_000 && calls > 1, "\(most) \(calls)")
        let big = try PartnerScratch(interactions: 0, people: 12_000)
        let people = MonthTables(folder: big.tables, month: "2024-02", period: PartnerScratch.month.window(in: .utc))
        let error = #expect(throws: PartnerError.self) { try MonthBodies(people, names: IDNames(long)).survey() }
        #expect(error?.reason == .notUnderstood && error?.what.contains("30 MB") == true)
    }

    @Test(arguments: [
        ("from", "alice@example.com", 77), ("to", "Alice", 77), ("interaction_id", "17", 77),
        ("when", "2024-02-30 00:00:00", 65),
        ("when", "2024-03-01 00:00:00", 65), ("when", "2024-01-31 23:59:59.999", 65), ("label", "Chat", 65),
        ("duration", "4000000000", 65),
        ("duration", "-1", 65), ("recurrence", "Often", 65),
    ])
    func nothingElseLeaves(column: String, value: String, status: Int32) throws {
        let scratch = try PartnerScratch(interactions: 1)
        let head = "interaction_id;when;from;to;event_id;recurrence;duration;label"
        let hash = PartnerScratch.pseudonym("x")
        var fields = [hash, "2024-02-03 04:05:06", hash, "external", hash, "None", "5", "Meeting"]
        fields[try #require(head.split(separator: ";").firstIndex(of: column[...]))] = value
        try scratch.write("interactions", [head, fields.joined(separator: ";")])
        let run = try scratch.calfold([
            "push", "--tables", "tables", "--month", "2024-02", "--dry-run", "--out", "bodies",
        ])
        #expect(run.status == status, "\(run.errors)")
        #expect(!run.errors.contains("alice"), "\(run.errors)")
        #expect(!FileManager.default.fileExists(atPath: scratch.folder + "/bodies"))
    }

    @Test func namesOfIds() throws {
        for names in [[], ["Username"], ["a b"], ["Email", "Email"], ["\"x"], [String(repeating: "x", count: 65)]] {
            #expect(throws: PartnerError.self, "\(names)") { try IDNames(names) }
        }
        #expect(throws: Never.self) { try IDNames(["employee_id", "email"]) }
    }

    @Test func patternsOfTheServicesFilter() {
        let filter = ServiceFilter(whitelist: ["email:*@example.com", "group:Team ?"], blacklist: ["b@example.com"])
        #expect(filter.admits(.init(address: "a@example.com", groups: [])))
        #expect(!filter.admits(.init(address: "b@example.com", groups: ["Team A"])))
        #expect(filter.admits(.init(address: "c@example.org", groups: ["Team A"])))
        #expect(!filter.admits(.init(address: "c@example.org", groups: ["Team AB"])))
        #expect(!ServiceFilter(whitelist: [], blacklist: []).admits(.init(address: "a@example.com", groups: [])))
    }
}
