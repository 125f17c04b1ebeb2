import Foundation
import Testing

@testable import Simulation

@Suite struct SmallOrganisationTests {
    private static let folder = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent().appending(path: "Fixtures/calendar/small-organisation")

    /// What lies in Fixtures is what the simulation writes: truth and logs cannot drift apart.
    @Test func theFixtureIsAsTheSimulationWritesIt() throws {
        let files = SmallOrganisation.files()
        #expect(files.count == SmallOrganisation.dirts.count + 6)
        for file in files {
            let stored = try Data(contentsOf: Self.folder.appending(path: file.name))
            #expect(Array(stored) == file.bytes, "\(file.name) differs: write the fixture anew, and its truth with it")
        }
    }

    @Test func everyRowOfTheOrganisationIsInItsFixture() {
        let organisation = SmallOrganisation.organisation
        let mailboxes = Set(organisation.rows.map(\.mailbox))
        #expect(mailboxes == Set(organisation.people + organisation.rooms))
        #expect(mailboxes.count == SmallOrganisation.dirts.count)
    }
}
