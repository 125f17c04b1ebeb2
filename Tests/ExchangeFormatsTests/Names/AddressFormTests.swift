import ExchangeFormats
import Testing

/// One parser for every form in which columns of logs name somebody: RFC 5322 and what programs make of it.
@Suite struct AddressFormTests {
    @Test(arguments: [
        // Quoted local parts: as they need it, and no longer where they do not.
        ("\"john.doe\"@example.com", "john.doe@example.com"), ("\"John Doe\"@Example.com", "\"john doe\"@example.com"),
        ("\"a@evil.example\"@example.com", "\"a@evil.example\"@example.com"),
        ("Jo <\"j..o\"@example.com>", "\"j..o\"@example.com"),
        ("\"j\\\"o\"@example.com", "\"j\\\"o\"@example.com"), ("\"john\" @ example.com", "john@example.com"),
        // Quotation marks around parts of one.
        ("[OneOff: \"Alice\" SMTP:al\"ice\"@example.com]", "alice@example.com"),
        ("al\"ice\"@example.com", "alice@example.com"), ("\"al\".ice@example.com", "al.ice@example.com"),
        ("al.\"ice\"@example.com", "al.ice@example.com"), ("Alice <a\"l\"ice@example.com>", "alice@example.com"),
        ("al\"i ce\"@example.com", "\"ali ce\"@example.com"), ("\"Alice\"alice@example.com", "alice@example.com"),
        ("Bob \"Alice\" alice@example.com", "alice@example.com"),
        // Two addresses, of which the first counts.
        ("alice@example.com|bob@evil.example", "alice@example.com"),
        ("alice@example.com/bob@evil.example", "alice@example.com"),
        ("alice@example.com | bob@evil.example", "alice@example.com"),
        ("Alice alice@example.com/Bob bob@evil.example", "alice@example.com"),
        ("mallory@evil.example|alice@example.com", "mallory@evil.example"),
        ("a/b@example.com", "a/b@example.com"), ("a|b@example.com", "a|b@example.com"),
        ("alice@example.com/", "alice@example.com"),
        // Comments.
        ("john@example.com (John Doe)", "john@example.com"), ("(Sales) john@example.com", "john@example.com"),
        ("john(x(y))@example.com", "john@example.com"),
        ("mallory@evil.example (alice@example.com)", "mallory@evil.example"),
        // Names before addresses.
        ("Alice Smith alice@example.com", "alice@example.com"), ("Doe, John <john@example.com>", "john@example.com"),
        ("\"alice@example.com\" <mallory@evil.example>", "mallory@evil.example"),
        ("alice@example.com <mallory@evil.example>", "mallory@evil.example"),
        ("'alice@example.com'", "alice@example.com"), ("\"alice@example.com\"", "alice@example.com"),
        // Brackets that are missing.
        ("Alice <alice@example.com", "alice@example.com"), ("Alice alice@example.com>", "alice@example.com"),
        ("<alice@example.com>", "alice@example.com"),
        ("<<alice@example.com>>", "alice@example.com"),
        // Spaces around the sign.
        ("alice @ example.com", "alice@example.com"), ("alice@ example.com", "alice@example.com"),
        ("Alice Smith <alice @example.com>", "alice@example.com"),
        ("Alice Smith <alice\t@\texample.com>", "alice@example.com"),
        // And in the domain, where what stands before it is none to send to.
        ("alice@exa mple.com", "alice@example.com"), ("alice@exa\tmple.com", "alice@example.com"),
        ("Alice <alice@exa mple.com>", "alice@example.com"), ("alice @ exa mple.com", "alice@example.com"),
        ("alice@example .com", "alice@example.com"), ("alice@example. com", "alice@example.com"),
        ("alice@example . com", "alice@example.com"), ("alice@mail.example .com", "alice@mail.example.com"),
        ("alice@example.c om", "alice@example.com"), ("mallory@evil .example", "mallory@evil.example"),
        ("alice@example.com. Bob", "alice@example.com"), ("alice@example.com Bob.Smith", "alice@example.com"),
        ("alice@example.com ...", "alice@example.com"), ("alice@example Bob", "alice@example"),
        ("alice@example.com bob.example", "alice@example.com"),
        // Two addresses: the first.
        ("alice@example.com; bob@example.com", "alice@example.com"),
        ("alice@example.com,bob@evil.example", "alice@example.com"),
        ("Alice <alice@example.com>; Bob <bob@evil.example>", "alice@example.com"),
        ("bob@evil.example alice@example.com", "bob@evil.example"),
        ("Alice <alice@example.com; Bob <bob@evil.example>", "alice@example.com"),
        // What ends an address and is none of it.
        ("alice@example.com.", "alice@example.com"), ("alice@example.com;", "alice@example.com"),
        ("alice@example.com,", "alice@example.com"),
        ("alice@example.com..", "alice@example.com"), ("<alice@example.com.>", "alice@example.com"),
        // What nobody sees.
        ("\u{200B}alice@example.com", "alice@example.com"), ("alice\u{200E}@example.com\u{FEFF}", "alice@example.com"),
        ("\u{202A}alice@example.com\u{202C}", "alice@example.com"),
        ("al\u{AD}ice@exa\u{2060}mple.com", "alice@example.com"),
        ("alice@example.com\u{A0}", "alice@example.com"), ("alice@example.com\u{0}", "alice@example.com"),
        // Prefixes, one in another too.
        ("sip:alice@example.com", "alice@example.com"),
        ("sip:alice@example.com:5061;transport=tls", "alice@example.com"),
        ("mailto:alice@example.com?subject=Hi", "alice@example.com"),
        ("mailto:alice%40example.com", "alice@example.com"),
        ("smtp:smtp:alice@example.com", "alice@example.com"), ("MAILTO: Alice@example.com", "alice@example.com"),
        ("<SMTP:Alice@example.com>", "alice@example.com"),
        // Addresses in addresses.
        ("IMCEASMTP-alice+40example+2Ecom@gateway.example", "alice@example.com"),
        ("imceasmtp-a_b+40example.com@gw.example", "a_b@example.com"),
        ("\"A\" <IMCEASMTP-alice+40evil+2Eexample@example.com>", "alice@evil.example"),
        // Routes, literals, and more than one sign.
        ("<@relay.example,@other.example:alice@example.com>", "alice@example.com"),
        ("alice@[192.0.2.1]", "alice@[192.0.2.1]"),
        ("alice@example.com@evil.example", "alice@example.com@evil.example"),
        // As written: who gets mail under it, nobody here can know.
        ("alice+news@example.com", "alice+news@example.com"), ("o'brien@example.com", "o'brien@example.com"),
        ("a=b@example.com", "a=b@example.com"),
        // Signs of other keyboards, and what text programs make of quotation marks.
        ("alice＠example.com", "alice@example.com"), ("Ａｌｉｃｅ＠ｅｘａｍｐｌｅ．ｃｏｍ", "alice@example.com"),
        ("“alice@example.com”", "alice@example.com"), ("‘alice@example.com’", "alice@example.com"),
        ("„Alice“ ‹alice@example.com›", "alice@example.com"), ("«alice@example.com»", "alice@example.com"),
        ("Alice 〈alice@example.com〉", "alice@example.com"), ("Alice ＜alice@example.com＞", "alice@example.com"),
        ("alice@example.com、bob@evil.example", "alice@example.com"),
        ("alice@example.com；bob@evil.example", "alice@example.com"),
        ("alice@example.com，", "alice@example.com"), ("alice@example.com。", "alice@example.com"),
        ("alice@example.com…", "alice@example.com"), ("alice@example.com–Alice", "alice@example.com"),
        ("o’brien@example.com", "o'brien@example.com"),
        // A name in such marks is a name all the same.
        ("“alice@example.com” <mallory@evil.example>", "mallory@evil.example"),
        ("\"„ <alice@example.com>; “\" <mallory@evil.example>", "mallory@evil.example"),
        ("\"＜alice@example.com＞\" <mallory@evil.example>", "mallory@evil.example"),
        // An address in a comment, where nothing else is one.
        ("Alice Lee (alice@example.com)", "alice@example.com"), ("Lee, Alice (alice@example.com)", "alice@example.com"),
        ("Alice Lee [mailto:alice@example.com]", "alice@example.com"),
        ("Alice [SMTP:alice@example.com]", "alice@example.com"),
        ("mailto://alice@example.com", "alice@example.com"),
        ("i:0#.f|membership|alice@example.com", "alice@example.com"),
        ("alice@example.com<mailto:alice@example.com>", "alice@example.com"),
        ("IMCEAMAILTO-alice+40evil+2Eexample@example.com", "alice@evil.example"),
        ("IMCEAINVALID-alice+40evil+2Eexample@example.com", "alice@evil.example"),
        // A guest of the tenant lives elsewhere.
        ("kim_partner.example#EXT#@contoso.onmicrosoft.com", "kim@partner.example"),
        ("kim_lee_partner.example#ext#@contoso.example", "kim_lee@partner.example"),
        ("kim#EXT#@contoso.example", "kim#ext#@contoso.example"),
    ])
    func oneAddress(_ text: String, _ address: String) { #expect(Address(text) == .smtp(address), "\(text)") }

    @Test(arguments: [
        ("anna@münchen.example", "anna@xn--mnchen-3ya.example"),
        ("Anna@MÜNCHEN.example", "anna@xn--mnchen-3ya.example"),
        ("anna@mu\u{308}nchen.example", "anna@xn--mnchen-3ya.example"),
        ("anna@XN--MNCHEN-3YA.example", "anna@xn--mnchen-3ya.example"),
        ("anna@faß.example", "anna@xn--fa-hia.example"), ("anna@例え。テスト", "anna@xn--r8jz45g.xn--zckzah"),
        ("\"A\" <anna@münchen.example.>", "anna@xn--mnchen-3ya.example"),
        // No domain by the standard: as it is, in lower case.
        ("anna@xn--.Example", "anna@xn--.example"), ("anna@under_score.example", "anna@under_score.example"),
    ])
    func domainsOfEveryAlphabetHaveOneForm(_ text: String, _ address: String) {
        #expect(Address(text) == .smtp(address), "\(text)")
    }

    @Test(arguments: [
        #"{"SmtpEmailAddress":"anna@example.com","DisplayName":"Anna","RoutingType":"EX","EmailAddress":"/o=x/cn=anna"}"#,
        #"{"DisplayName":"Anna","EmailAddress":"/o=x/cn=anna","RoutingType":"EX","SmtpEmailAddress":"anna@example.com"}"#,
        #"{ "Mailbox" : { "Name": "Anna, <b@evil.example>", "EmailAddress": "anna@example.com", "RoutingType": "SMTP", "MailboxType": "Mailbox" } }"#,
        #"{"emailAddress":{"name":"bob@evil.example","address":"Anna@Example.com"}}"#,
        #"[{"emailAddress":{"address":"anna@example.com"}}]"#,
        #""{\"SmtpEmailAddress\":\"anna@example.com\",\"DisplayName\":\"Anna\"}""#,
        #"{\"SmtpEmailAddress\":\"anna@example.com\"}"#,
        "@{SmtpEmailAddress=anna@example.com; DisplayName=Anna; RoutingType=EX; EmailAddress=/o=x/cn=anna}",
        "DisplayName  : Anna\nEmailAddress : anna@example.com\nRoutingType  : SMTP", "{anna@example.com}",
        "[anna@example.com]",
        #"{"Name":"Anna","Address":"\u0061nna@example.com"}"#,
        #"{"From":"Anna \u003canna@example.com\u003e","Address":"anna@example.com"}"#,
        #"{"SmtpEmailAddress":"anna@example.com","DisplayName":"An"#,
    ])
    func objectsNameTheirPerson(_ text: String) { #expect(Address(text) == .smtp("anna@example.com"), "\(text)") }

    @Test func whatHoldsBothIsAPair() {
        let person = PersonText(#"{"SmtpEmailAddress":"a@b.example","EmailAddress":"/O=X/CN=A"}"#)
        #expect(person.smtp == "a@b.example" && person.legacyDN == "/o=x/cn=a")
        #expect(
            PersonText(#"{"SmtpEmailAddress":"NotFound","EmailAddress":"EX:/O=X/CN=A"}"#).address
                == .legacyDN("/o=x/cn=a"))
        #expect(PersonText("a@b.example").legacyDN == nil)
    }

    @Test(arguments: [
        "", "-", " - ", "–", "NotFound", "N/A", "null", "$null", "{}", "[]", "<>", "\"\"", "(none)", "{\"a\":1}",
        "[{}]", "{", "[1,2]", "[true]", "{\"SmtpEmailAddress\":\"-\"}",
        "{\"SmtpEmailAddress\":null,\"EmailAddress\":\"NotFound\"}", "System.String[]",
        "Microsoft.Exchange.Data.Storage.Participant",
        "Deserialized.System.Object", "REDACTED-0123abcd", "\u{200B}",
    ])
    func whatIsNobody(_ text: String) { #expect(Address(text) == nil, "\(text)") }

    @Test(arguments: [
        ("CONTOSO\\jdoe", "contoso\\jdoe"), ("Doe, John", "doe, john"), ("\"Doe, John\"", "doe, john"),
        ("{\"DisplayName\":\"Anna Berg\"}", "anna berg"), ("a@", "a@"), ("@b", "@b"),
    ])
    func namesStayNames(_ text: String, _ canonical: String) {
        guard case .displayName? = Address(text) else { return #expect(Bool(false), "\(text)") }
        #expect(Address(text)?.canonical == canonical)
    }

    /// What comes out is read as itself again: no form hides behind another.
    @Test func theFormOfAnAddressIsItsOwnForm() {
        for text in [
            "\"john doe\"@x.example", "a@[192.0.2.1]", "\"a@b\"@c.example", "a@b@c.example", "anna@münchen.example",
            "o'brien@x.example", "\"j\\\"o\"@x.example",
        ] {
            guard let first = Address(text) else { return #expect(Bool(false), "\(text)") }
            #expect(Address(first.canonical) == first, "\(text)")
        }
    }

    /// A cell of 24,000 bytes, of whatever an outsider may send, costs no more than its length.
    @Test(
        .timeLimit(.minutes(1)),
        arguments: [
            "emailaddress=", "emailaddress:", "SmtpEmailAddress=\"", "\"emailaddress\":{", "<", ">", "(", "()", "\"",
            "\\\"", "@", "a@", "a@b ", "<a@b", "a@b;", "<a@b>;", ";<", "[smtp:",
            "/o=", "EX:", "smtp:", "imceasmtp-", "imceaex-_o=", "IMCEASMTP-a+40b@c ", "xn--", "a@xn--é.", "{", "[",
            "@{", "\u{200B}", "\u{202E}a", "é", "%40", "mailto:", ",", "\n", "'", "\"a\"@", "a.", "=", ":", "“", "，",
            "＠", "a＠b，", "‹a@b›", "a (b@c) ", "a_b#EXT#@", "|", "a@b…", "a@b|", "a@b/", "a\"b\"", "\"a\".",
        ])
    func noCellCostsMoreThanItsLength(_ piece: String) {
        for prefix in ["", "<\"", "{"] {
            let text = prefix + String(repeating: piece, count: 24_000 / piece.utf8.count)
            let start = ContinuousClock.now
            _ = PersonText(text)
            #expect(ContinuousClock.now - start < .seconds(8), "\(prefix)\(piece)…")
        }
    }
}
