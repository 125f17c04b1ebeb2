import Foundation
import TestSupport
import Testing

/// What a push would refuse does not come in, and what nobody finishes is told.
@Suite struct FetchRefusalTests {
    private typealias Place = FetchTests.Place

    private static let march = ["2024-03_interactions.csv", "2024-03_manifest.json"]

    private func table(_ name: String, of place: Place) throws -> String {
        String(decoding: try #require(place.data(place.source + "/2024-02_\(name).csv")), as: UTF8.self)
    }

    /// A share of the ways in which names of groups hold addresses.
    @Test(arguments: ["sales\u{FF20}example.com", "sales%40example.com"])
    func aGroupCalledByAnAddress(name: String) throws {
        let place = try Place()
        try place.publish(
            "2024-02_employees_groups.csv", table("employees_groups", of: place).replacing("Department", with: name))
        let run = try place.fetch()
        #expect(
            run.status == 77 && run.output.contains("2024-02: refused") && !run.output.contains("sales"),
            "\(run.output)\(run.errors)")
        #expect(place.names() == Self.march)
    }

    @Test func aRowOutsideTheMonth() throws {
        let place = try Place(), text = try table("interactions", of: place)
        try place.publish("2024-02_interactions.csv", text.replacing("2024-02-20", with: "2024-04-20"))
        let run = try place.fetch()
        #expect(run.status == 1 && run.output.contains("its time is outside the period"), "\(run.output)\(run.errors)")
        #expect(place.names() == Self.march)
    }

    /// Tables that no push sends are for somebody else, and are taken.
    @Test func peopleWithoutInteractions() throws {
        let place = try Place(), scratch = place.scratch
        try FileManager.default.removeItem(atPath: scratch.tables + "/2024-02_interactions.csv")
        #expect(try scratch.calfold(["publish", "tables", "--to", "source"]).status == 0)
        let run = try place.fetch()
        #expect(
            run.status == 1 && run.output.contains("2024-02: left out. Its manifest names people and no 2024-02_inter"),
            "\(run.output)\(run.errors)")
        #expect(place.names() == Self.march)
        try FileManager.default.removeItem(atPath: scratch.tables + "/2024-02_employees.csv")
        try FileManager.default.removeItem(atPath: scratch.tables + "/2024-02_employees_groups.csv")
        let ids = ["mail", "person 1", "person 2"].map(PartnerScratch.pseudonym)
        try scratch.write("emails", ["email_id;from;to;when", ids.joined(separator: ";") + ";2024-02-03 10:00:00.000"])
        #expect(try scratch.calfold(["publish", "tables", "--to", "source"]).status == 0)
        let others = try place.fetch()
        #expect(
            others.status == 0 && others.output.contains("2024-02: 1 file fetched"), "\(others.output)\(others.errors)")
    }

    /// A month that is without its manifest from one day to the next is nobody's work of this moment.
    @Test func aMonthThatNobodyFinishes() throws {
        let place = try Place(), notes = place.out + "/.calfold.renewals"
        let manifest = try #require(place.data(place.source + "/2024-02_manifest.json"))
        try FileManager.default.removeItem(atPath: place.source + "/2024-02_manifest.json")
        for _ in 0..<2 {
            let run = try place.fetch()
            #expect(run.status == 0 && run.output.contains("2024-02: being renewed"), "\(run.output)\(run.errors)")
        }
        let now = Int(Date().timeIntervalSince1970)
        for (hours, status) in [(11, Int32(0)), (13, 1), (400, 1)] {
            try Data("{\"2024-02\":\(now - hours * 3_600)}".utf8).write(to: URL(filePath: notes))
            let run = try place.fetch()
            #expect(run.status == status, "\(hours): \(run.output)\(run.errors)")
            #expect(run.output.contains("no manifest since") == (status == 1), "\(run.output)")
        }
        for text in ["{", "{\"2024-02\":-9223372036854775808}", "[]"] {
            try Data(text.utf8).write(to: URL(filePath: notes))
            #expect([0, 1].contains(try place.fetch().status), "\(text)")
        }
        // It came after all: the next time counts anew.
        try manifest.write(to: URL(filePath: place.source + "/2024-02_manifest.json"))
        #expect(try place.fetch().status == 0)
        #expect(!FileManager.default.fileExists(atPath: notes))
    }
}
