import Foundation
import Testing

@testable import Polling

/// What is shown of a service's own words.
@Suite struct ServiceErrorTests {
    private static let secret = "a+secret/that~is=said-back"

    private func words(_ message: String) throws -> String {
        let body = try JSONSerialization.data(withJSONObject: ["error": ["code": "x", "message": message]])
        return ServiceError(Array(body)).words(without: [ServiceErrorTests.secret])
    }

    /// Wherever the text is cut.
    @Test func secretsAreHiddenBeforeAnythingIsCut() throws {
        for length in 260..<300 {
            let words = try words(String(repeating: "y", count: length) + " " + ServiceErrorTests.secret)
            #expect(!words.contains("a+s") && !words.contains("secret"), "\(words)")
        }
        #expect(try words("no \(ServiceErrorTests.secret) here") == " (x: no … here)")
        #expect(try words("no a%2Bsecret%2Fthat~is%3Dsaid-back here") == " (x: no … here)")
    }

    @Test func nobodyIsNamed() throws {
        #expect(try words("for anna.berg12@example.com\u{1B}[31m now") == " (x: for … [31m now)")
    }
}
