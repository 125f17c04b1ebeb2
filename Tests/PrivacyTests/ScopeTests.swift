import ExchangeFormats
import Testing

@testable import Privacy

/// Who is inside, who is outside, and who is in scope.
@Suite struct ScopeTests {
    @Test(arguments: [
        ("a@example.com", PersonKind.person), ("a@EXAMPLE.com", .person), ("a@sub.example.com", .external),
        ("a@notexample.com", .external),
        ("a@corp.example", .person), ("a@a.b.corp.example", .person), ("a@evilcorp.example", .external),
        ("a@example.com.evil.test", .external),
        ("\"a@example.com\" <b@evil.test>", .external), ("/o=Org/cn=Recipients/cn=x", .person), ("Somebody", .person),
        ("SystemMailbox{bb558c35}@example.com", .system), ("migration.8f3e7716@example.com", .system),
        ("SM_1a2b3c4d5e6f@example.com", .system),
    ])
    func domains(text: String, kind: PersonKind) throws {
        let people = People(acceptedDomains: ["Example.com ", "*.corp.example"])
        #expect(people.kind(of: try #require(Address(text))) == kind)
    }

    /// The address by which a hybrid organisation's servers reach its own tenant.
    @Test(arguments: [
        ("contoso.com", "bob@contoso.mail.onmicrosoft.com", PersonKind.person),
        ("contoso.onmicrosoft.com", "bob@contoso.mail.onmicrosoft.com", .person),
        ("*.contoso.com", "bob@contoso.mail.onmicrosoft.com", .person),
        ("contoso.com", "bob@fabrikam.mail.onmicrosoft.com", .external),
        ("contoso.com", "bob@evil.contoso.mail.onmicrosoft.com", .external),
        ("contoso.com", "bob@contoso.onmicrosoft.com", .external),
        ("contoso.com", "bob@contoso.mail.onmicrosoft.com.evil.test", .external),
        ("contoso.co.uk", "bob@contoso.mail.onmicrosoft.com", .person),
        // Whose tenant that is nobody can say.
        ("corp.example.com", "bob@corp.mail.onmicrosoft.com", .external),
        ("*.corp.example.com", "bob@corp.mail.onmicrosoft.com", .external),
        ("corp.example.com", "bob@example.mail.onmicrosoft.com", .external),
        ("corp.contoso.onmicrosoft.com", "bob@corp.mail.onmicrosoft.com", .external),
    ])
    func ownRoutingAddressesAreInside(accepted: String, text: String, kind: PersonKind) throws {
        #expect(People(acceptedDomains: [accepted]).kind(of: try #require(Address(text))) == kind)
    }

    @Test func anInternalAddressThatTheDirectoryDoesNotKnowIsThatAddress() throws {
        let people = People(acceptedDomains: ["example.com"], directory: try DirectoryTests.sample())
        let mask = Mask(
            people: people, identities: .pseudonyms(try Pseudonymiser(secret: Array("secret".utf8))),
            keepsSubjects: false)
        #expect(try mask.person("alice@example.com") == "o5jUnOGYCzZCvE29EQEh48lT4erbSX1Q3qI+lhH4Puc=")
        #expect(try mask.person("alice@elsewhere.test") == "external")
        #expect(try mask.person("Pat Guest") == "external")
        #expect(mask.counts.unknown == 1 && mask.counts.externals == 2)
    }

    @Test func formsOfOnePersonMakeOnePseudonymAndCountByTheirWays() throws {
        let people = People(acceptedDomains: ["example.com"], directory: try DirectoryTests.sample())
        let mask = Mask(
            people: people, identities: .pseudonyms(try Pseudonymiser(secret: Array("secret".utf8))),
            keepsSubjects: false)
        let john =
            "/o=Org/ou=Exchange Administrative Group (FYDIBOHF23SPDLT)/cn=Recipients/cn=5f0c7a1be2d94c6f8a3b1c2d3e4f5a6b-jdoe"
        var found: Set<String> = []
        for form in [
            "john.doe@example.com", "SMTP:JDOE@example.com", john, "EX:" + john, "\"Doe, John\" <EX:\(john)>",
            "Doe, John",
        ] {
            found.insert(try mask.person(form))
            found.insert(try mask.responsible(form))
        }
        #expect(found.count == 1)
        #expect(mask.counts.resolved == [.primary: 1, .alias: 1, .legacyDN: 1, .displayName: 1])
        #expect(
            try mask.responsible("/o=Org/ou=X/cn=Configuration/cn=Servers/cn=MBX1/cn=Microsoft System Attendant")
                == "Microsoft System Attendant")
    }

    @Test(arguments: [(OutOfScope.drop, ""), (.external, "external"), (.internal, "internal")])
    func whoIsOutOfScopeNeverLeavesAsAPseudonym(choice: OutOfScope, shown: String) throws {
        let people = People(acceptedDomains: ["example.com"], includes: ["a*"], excludes: ["anna*"], outOfScope: choice)
        let mask = Mask(
            people: people, identities: .pseudonyms(try Pseudonymiser(secret: Array("secret".utf8))),
            keepsSubjects: false)
        #expect(try mask.person("bob@example.com") == shown)
        #expect(try mask.responsible("anna@example.com") == shown)
        #expect(try mask.person("alice@example.com").count == 44)
        #expect(mask.counts.filtered == [.excluded: 1, .outOfScope: 1])
        // Exchange's own mailboxes are nobody, for whom no word stands.
        #expect(!people.admits(.smtp("healthmailbox0123@example.com")))
    }

    @Test(arguments: ["internal", "Error", "EXTERNAL"])
    func aGroupWithTheIdOfAPassingWordIsRefused(id: String) throws {
        let mask = Mask(
            people: People(), identities: .pseudonyms(try Pseudonymiser(secret: Array("secret".utf8))),
            keepsSubjects: false)
        let error = #expect(throws: Pseudonymiser.ValueError.passingWord) { try mask.group(id) }
        #expect(error?.description.contains("another id") == true)
    }
}
