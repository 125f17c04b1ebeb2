import ExchangeFormats
import Foundation
import Privacy
import Testing

@testable import Tables

/// `employees`, `employees_groups` and `users` of the small directory in Fixtures/partner.
@Suite final class DirectoryTableTests {
    static let fixtures = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "../../Fixtures/partner")
        .standardizedFileURL
    static let day = CivilDate(days: CivilDate.days(year: 2024, month: 2, day: 29))

    private let path = NSTemporaryDirectory() + "/calfold-directory-\(UUID().uuidString).csv"

    private func scratch(excludes: [String] = [], directory: String? = nil) throws -> TableScratch {
        let file = directory ?? Self.fixtures.appending(path: "directory.csv").path
        return TableScratch(
            People(acceptedDomains: ["example.com"], excludes: excludes, directory: try Directory(files: [file])))
    }

    private func tables(
        _ scratch: TableScratch, clear: Bool = true, profile: PartnerProfile? = nil, style: ListStyle = .singleQuoted,
        rounds: Bool = false
    ) throws -> DirectoryTables {
        DirectoryTables(
            scratch.options(profile: profile, delimiter: profile == .cli ? "\t" : ";", listStyle: style),
            mask: clear ? scratch.clear : try scratch.mask(), day: Self.day,
            roundsEmployment: rounds)
    }

    private func written(_ text: String) throws -> String {
        try text.write(toFile: path, atomically: true, encoding: .utf8)
        return path
    }

    deinit { try? FileManager.default.removeItem(atPath: path) }

    @Test func employeesHaveTheColumnsInTheirOrder() throws {
        let scratch = try scratch()
        var tables = try tables(scratch)
        let finished = try tables.writeEmployees()
        #expect(finished.rows == 14 && finished.rowsBefore == 18)
        let lines = try scratch.lines("employees")
        #expect(
            lines[0] == [
                "row_date", "employee_id", "supervisor_id", "email", "employment_date", "team_id", "group_ids",
            ])
        #expect(
            lines[4]
                == [
                    "2024-02-29", "ben.rossi9@example.com", "ben.ito11@example.com", "ben.rossi9@example.com",
                    "2022-02-17", "Platform", "['Engineering', 'Technology', 'Falcon', 'Migration \"2024\"']",
                ].map { $0.contains("\"") ? "\"" + $0.replacing("\"", with: "\"\"") + "\"" : $0 })
        // Nobody is anybody's supervisor who is not a person of the table: not a robot, not a stranger, not oneself.
        let supervisors = Dictionary(uniqueKeysWithValues: lines.dropFirst().map { ($0[1], $0[2]) })
        for name in ["david.smith2", "david.smith8", "ewa.berg7", "anna.berg12"] {
            #expect(supervisors[name + "@example.com"] == "")
        }
        #expect(tables.doubts.managersLeftOut == 1)
    }

    @Test func pseudonymsJoinAndNothingElseLeaves() throws {
        let scratch = try scratch()
        var tables = try tables(scratch, clear: false)
        _ = try (tables.writeEmployees(), tables.writeGroups())
        let employees = try scratch.rows("employees"), groups = try scratch.rows("employees_groups")
        let people = Set(employees.map { $0[1] }), known = Set(groups.map { $0[0] })
        #expect(people.count == 14 && known.count == groups.count)
        for row in employees {
            #expect(row[1] == row[3] && Pseudonymiser.looksHashed(row[1]))
            #expect(row[2].isEmpty || people.contains(row[2]))
            #expect(row[5].isEmpty || known.contains(row[5]))
            let list = try JSONDecoder().decode([String].self, from: Data(row[6].replacing("'", with: "\"").utf8))
            #expect(list.allSatisfy(known.contains))
        }
        #expect(
            employees.map { $0[1] } == employees.map { $0[1] }.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) })
        #expect(try !String(contentsOfFile: scratch.folder + "/employees.csv", encoding: .utf8).contains("@"))
    }

    @Test func groupsKnowTheirCategoryAndWhatTheyBelongTo() throws {
        let scratch = try scratch()
        _ = try tables(scratch).writeGroups()
        let rows = try scratch.rows("employees_groups").map { $0[1...].joined(separator: "|") }
        #expect(
            rows == [
                "Falcon|Agile Squad|", "Heron|Agile Squad|", "Engineering|Department|Technology",
                "Management|Department|Company", "Services|Department|",
                "Company|Division|", "Market|Division|", "Technology|Division|", "\"Migration \"\"2024\"\"\"|Project|",
                "Facilities|Team|Services",
                "Key Accounts|Team|", "People|Team|Services", "Platform|Team|Engineering", "Sales|Team|",
                "Tools|Team|Engineering", "Żółć|Zespół|",
            ])
    }

    @Test func employmentDatesAreRoundedOrLeftOut() throws {
        let scratch = try scratch()
        var rounded = try tables(scratch, rounds: true)
        _ = try rounded.writeEmployees()
        let dates = try scratch.rows("employees").map { $0[4] }
        #expect(
            dates.filter(\.isEmpty).count == 1 && dates.allSatisfy { $0.isEmpty || $0.hasSuffix("-01") }
                && dates.contains("2023-12-01"))

        let without = try self.scratch(directory: written("email\na@example.com\n"))
        var tables = try tables(without)
        _ = try tables.writeEmployees()
        #expect(
            try without.lines("employees") == [
                ["row_date", "employee_id", "supervisor_id", "email", "team_id", "group_ids"],
                ["2024-02-29", "a@example.com", "", "a@example.com", "", "[]"],
            ])
    }

    @Test func peopleWhoAreKeptOutAreNobodysSupervisor() throws {
        let scratch = try scratch(excludes: ["ben.ito11@*"])
        var tables = try tables(scratch)
        #expect(try tables.writeEmployees().rows == 13)
        #expect(try scratch.rows("employees").allSatisfy { $0[2] != "ben.ito11@example.com" })
        #expect(tables.doubts.managersLeftOut == 4)
    }

    @Test func usersLogInUnderTheirAddressAndSeeKnownGroups() throws {
        let scratch = try scratch(), list = try UserList(path: Self.fixtures.appending(path: "users.csv").path)
        var tables = try tables(scratch)
        #expect(try tables.writeUsers(list).rows == 4)
        #expect(
            try scratch.lines("users").map { $0.joined(separator: " | ") } == [
                "email | report_ids", "anna.berg12@example.com | ['Engineering', 'Sales', 'Services', 'Management']",
                "ben.ito11@example.com | ['Engineering', 'Falcon', 'Heron']",
                "consultant@partner.test | \"['Migration \"\"2024\"\"']\"", "ewa.ito10@example.com | ['Services']",
            ])
        #expect(tables.doubts.unknownReports == 1 && tables.doubts.artificialUsers == 1)
        var hashed = try self.tables(scratch, clear: false)
        _ = try hashed.writeUsers(list)
        #expect(try scratch.rows("users")[1][0] == "ben.ito11@example.com")
        #expect(try scratch.rows("users")[1][1].contains("="))
    }

    @Test func theLoadersProfile() throws {
        let scratch = try scratch()
        var tables = try tables(scratch, profile: .cli, style: .json)
        _ = try (tables.writeEmployees(), tables.writeGroups(), tables.writeUsers(UserList()))
        #expect(
            try scratch.lines("employees", delimiter: "\t")[0] == [
                "RowDate", "EmployeeId", "Supervisor (EmployeeId)", "Email", "EmploymentDate", "TeamId",
                "GroupIds [Json]",
            ])
        #expect(
            try scratch.lines("employees", delimiter: "\t")[2][6]
                == "\"[\"\"Engineering\"\", \"\"Technology\"\", \"\"Falcon\"\"]\"")
        #expect(try scratch.lines("employees_groups", delimiter: "\t")[0] == ["Id", "Name", "Category", "ParentId"])
        #expect(try scratch.lines("users", delimiter: "\t") == [["Email", "ReportIds [Json]"]])
    }

    @Test(arguments: ["internal", "External", "ERROR"])
    func aGroupWhoseIdWouldPassThroughIsRefused(word: String) throws {
        let scratch = try scratch(directory: written("email;team\na@example.com;\(word)\n"))
        #expect(throws: Pseudonymiser.ValueError.passingWord) {
            var tables = try tables(scratch, clear: false)
            _ = try tables.writeEmployees()
        }
    }

    /// Nor a part of it, which may be a person's name: its pseudonym stands there.
    @Test(arguments: ["sales.team@example.com", "sales.team＠example.com", "/o=x/ou=y/cn=recipients/cn=sales.team"])
    func aGroupThatIsNamedByAnAddressShowsNone(name: String) throws {
        let scratch = try scratch(directory: written("email;team\na@example.com;\(name)\n"))
        _ = try tables(scratch, clear: false).writeGroups()
        let rows = try scratch.rows("employees_groups")
        #expect(rows.count == 1 && rows.allSatisfy { $0[1] == $0[0] && $0[0].count == 44 }, "\(rows)")
    }

    @Test(arguments: ["", "name\nx\n", "email;report_ids\nnobody;\n", "email;report_ids\na@example.com\n"])
    func aListOfUsersThatIsNoneIsRefused(text: String) throws {
        let path = try written(text)
        #expect(throws: DirectoryError.self) { try UserList(path: path) }
    }

    @Test func listsInEitherForm() {
        #expect(ListStyle.json.text(["a", "b\"\\\n"]) == #"["a", "b\"\\\n"]"#)
        #expect(ListStyle.singleQuoted.text(["a", "it's"]) == #"['a', 'it\'s']"#)
        #expect(ListStyle.json.text([]) == "[]")
    }
}
