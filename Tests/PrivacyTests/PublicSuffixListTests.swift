import Testing

@testable import Privacy

/// Domains taken apart by the public suffix list.
@Suite struct PublicSuffixListTests {
    @Test(arguments: [
        DomainParts(domain: "example.com", registered: "example.com", suffix: "com"),
        DomainParts(
            domain: "mail.sub.example.co.uk", registered: "example.co.uk", suffix: "co.uk", subdomain: "mail.sub"),
        DomainParts(domain: "co.uk", suffix: "co.uk"),
        DomainParts(domain: "azure.microsoft.com", registered: "microsoft.com", suffix: "com", subdomain: "azure"),
        DomainParts(domain: "contoso.unknownsuffix", registered: "contoso.unknownsuffix", suffix: "unknownsuffix"),
        DomainParts(domain: "[192.0.2.1]"), DomainParts(domain: ""),
    ])
    func aDomainIsTakenApart(parts: DomainParts) {
        #expect(PublicSuffixList().parts(of: parts.domain) == parts)
        #expect(PublicSuffixList().parts(of: parts.domain.uppercased()) == parts)
    }

    @Test func suffixesAndWhatIsBelowThem() {
        let list = PublicSuffixList()
        for suffix in ["com", "co.uk"] {
            #expect(list.holds(suffix))
            #expect(!list.isRegistrable(suffix))
        }
        for domain in ["example.com", "example.co.uk"] {
            #expect(!list.holds(domain))
            #expect(list.isRegistrable(domain))
            #expect(!list.isRegistrable("mail." + domain))
        }
        #expect(!list.holds("unknownsuffix"))
    }
}
