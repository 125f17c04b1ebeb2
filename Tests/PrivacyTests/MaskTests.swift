import ExchangeFormats
import Primitives
import Testing

@testable import Privacy

@Suite struct MaskTests {
    private func mask(_ people: People = People(), subjects: Bool = false) throws -> Mask {
        Mask(
            people: people, identities: .pseudonyms(try Pseudonymiser(secret: Array("secret".utf8))),
            keepsSubjects: subjects)
    }

    @Test func onePersonIsOnePseudonymInEveryForm() throws {
        let mask = try mask()
        let expected = "o5jUnOGYCzZCvE29EQEh48lT4erbSX1Q3qI+lhH4Puc="
        for form in [
            "alice@example.com", "Alice@Example.com", "SMTP:alice@example.com", "\"Alice\" <alice@example.com>",
        ] {
            #expect(try mask.person(form) == expected)
        }
    }

    @Test func peopleOutsideAreExternal() throws {
        let mask = try mask(People(acceptedDomains: ["example.com", "*.corp.example"]))
        #expect(try mask.person("bob@partner.test") == "external")
        #expect(try mask.person("bob@notexample.com") == "external")
        #expect(try mask.person("bob@a.corp.example") != "external")
        #expect(try mask.person("/o=org/ou=x/cn=recipients/cn=bob") != "external")
        #expect(mask.counts.externals == 2)
        #expect(mask.counts.unresolved == 1)
    }

    @Test func withoutDomainsNobodyIsExternal() throws {
        #expect(try mask().person("bob@partner.test").count == 44)
    }

    @Test func systemPrincipalsStayReadable() throws {
        #expect(try mask().responsible("Microsoft System Attendant") == "Microsoft System Attendant")
        #expect(try mask().responsible("Calendar Assistant") == "Calendar Assistant")
        #expect(try mask().responsible("Alice").count == 44)
    }

    @Test func ordinaryIdsStayAndForeignOnesDoNot() throws {
        let ordinary =
            "040000008200E00074C5B7101A82E008000000005025D461E473C8010000000000000000100000002A5844B3A444F74A9C246C60886F116B"
        let foreign =
            "040000008200E00074C5B7101A82E00800000000000000000000000000000000000000002E0000007643616C2D556964010000003771317033753576643063326B386D344063616C656E6461722E6578616D706C6500"
        #expect(try mask().globalObjectID(ordinary) == ordinary)
        #expect(try mask().globalObjectID(foreign).count == 44)
        #expect(try mask().globalObjectID("ALICE@EXAMPLE.COM-17").count == 44)
        // An id that looks like a pseudonym is none, and one like a word that passes is no such word.
        let likeOne = "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA="
        #expect(try mask().globalObjectID(likeOne) != likeOne && mask().globalObjectID("external").count == 44)
        // The class id and the length of an ordinary one, and somebody's words in it.
        let hidden = ordinary.prefix(80) + "7643616C2D55696401000000616C6963"
        #expect(try mask().globalObjectID(String(hidden)).count == 44)
    }

    /// What somebody writes so that it looks like a pseudonym when it is read stops nothing.
    @Test func whatOnlyReadsAsAPseudonymIsHashed() throws {
        let likeOne = String(repeating: "A", count: 43) + "="
        for text in [
            "A\u{200B}" + likeOne.dropFirst(), "\"\(likeOne)\"", #"{"DisplayName":"\u0041\#(likeOne.dropFirst())"}"#,
        ] {
            let found = try mask().person(text)
            #expect(found.count == 44 && found != likeOne, "\(text): \(found)")
            #expect(try mask().responsible(text) == found)
        }
        #expect(throws: Pseudonymiser.ValueError.hashedAlready) { try mask().person(likeOne) }
    }

    @Test func subjectsAreEmptiedUnlessAskedFor() throws {
        #expect(try mask().subject("budget") == "")
        #expect(try mask(subjects: true).subject("budget") == "budget")
    }

    @Test func aBlobThatCannotBeDecodedIsEmptied() throws {
        let mask = try mask()
        #expect(mask.recurrence(Array("lunch with Alice".utf8)) == [])
        #expect(mask.counts.emptiedBlobs == 1)
    }

    @Test func listsTakeInAndLeaveOut() {
        let people = People(
            acceptedDomains: ["example.com"], includes: ["*@example.com"], excludes: ["svc-*", "room?@example.com"])
        #expect(people.admits(.smtp("alice@example.com")))
        #expect(!people.admits(.smtp("svc-backup@example.com")))
        #expect(!people.admits(.smtp("room1@example.com")))
        #expect(people.admits(.smtp("room12@example.com")))
        #expect(!people.admits(.smtp("healthmailbox0123@example.com")))
        #expect(people.admits(.smtp("bob@partner.test")))
    }

    @Test(arguments: [
        ("", "", true), ("a", "", false), ("", "*", true), ("abc", "a*c", true), ("abc", "a*b", false),
        ("aXbXc", "a*b*c", true), ("abc", "???", true), ("ab", "???", false), ("aaab", "*ab", true),
        ("a@x", "A@x", false), ("a@x", "a@", false), ("aab@x", "*a?@x", true), ("", "?", false),
        (String(repeating: "a", count: 5_000), String(repeating: "a*", count: 20) + "b", false),
    ])
    func wildcards(text: String, pattern: String, matches: Bool) {
        #expect(Wildcard.matches(text, pattern) == matches)
    }
}
