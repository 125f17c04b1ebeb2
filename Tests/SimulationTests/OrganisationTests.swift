import ExchangeFormats
import Testing

@testable import Simulation

@Suite struct OrganisationTests {
    @Test func theSameSeedGivesTheSameOrganisation() {
        let first = Organisation(seed: 7)
        let again = Organisation(seed: 7)
        let other = Organisation(seed: 8)
        #expect(first.rows == again.rows)
        #expect(first.rows != other.rows)
        print(first.rows.count)
    }
}
