import ExchangeFormats
import Testing

@Suite struct AddressTests {
    @Test(arguments: [
        ("User@Example.COM", "user@example.com"), ("SMTP:user@example.com", "user@example.com"),
        ("smtp:user@example.com", "user@example.com"),
        ("mailto:user@example.com", "user@example.com"), ("  user@example.com\t", "user@example.com"),
        ("\"Doe, John\" <john@example.com>", "john@example.com"), ("Name <a@b.example>", "a@b.example"),
        ("[OneOff: \"Name\" SMTP:a@b.example]", "a@b.example"),
        ("DisplayName=Jo; SmtpEmailAddress=jo@b.example; RoutingType=SMTP", "jo@b.example"),
        ("Zażółć@Example.com", "zażółć@example.com"), ("A.B-c_9@Sub-1.Example.COM", "a.b-c_9@sub-1.example.com"),
        ("a+b@example.com", "a+b@example.com"),
        ("\"Doe, John\" [SMTP:john@example.com]", "john@example.com"),
        ("EmailAddress=/o=x/cn=jo; SMTPEmailAddress=\"jo@b.example\"", "jo@b.example"),
    ])
    func readsMailAddresses(text: String, address: String) {
        #expect(Address(text) == .smtp(address))
    }

    @Test(arguments: [
        "/o=Org/ou=Exchange Administrative Group (FYDIBOHF23SPDLT)/cn=Recipients/cn=abc-jo",
        "EX:/O=Org/OU=Exchange Administrative Group (FYDIBOHF23SPDLT)/CN=Recipients/CN=abc-jo",
        "\"Jo\" <EX:/o=Org/ou=Exchange Administrative Group (FYDIBOHF23SPDLT)/cn=Recipients/cn=abc-jo>",
        "\"Jo\" [EX:/o=Org/ou=Exchange Administrative Group (FYDIBOHF23SPDLT)/cn=Recipients/cn=abc-jo]",
        "SmtpEmailAddress=NotFound; EmailAddress=/o=Org/ou=Exchange Administrative Group (FYDIBOHF23SPDLT)/cn=Recipients/cn=abc-jo; RoutingType=EX",
        "IMCEAEX-_O=Org_OU=Exchange+20Administrative+20Group+20+28FYDIBOHF23SPDLT+29_CN=Recipients_CN=abc-jo@example.com",
    ])
    func readsLegacyNames(text: String) {
        #expect(
            Address(text)
                == .legacyDN("/o=org/ou=exchange administrative group (fydibohf23spdlt)/cn=recipients/cn=abc-jo"))
    }

    @Test(arguments: ["", "  ", "NotFound", "N/A", "InvalidSchemaPropertyName", "<>"])
    func placeholdersAreNobody(text: String) {
        #expect(Address(text) == nil)
    }

    @Test func whatOnlyLooksEncapsulatedIsAnAddress() {
        #expect(Address("IMCEAEX-nothing@example.com") == .smtp("imceaex-nothing@example.com"))
        #expect(Address("imceaex-_o+3Dorg_cn+3Djo@example.com") == .legacyDN("/o=org/cn=jo"))
        #expect(Address("imceaex-_o=org+2_cn=+@example.com") != nil)
    }

    @Test func aNameAloneStaysAName() {
        #expect(Address("Doe, John") == .displayName("Doe, John"))
        #expect(Address("@example.com") == .displayName("@example.com"))
        #expect(Address("user@") == .displayName("user@"))
    }

    @Test func systemPrincipalsAreKnownInEveryForm() {
        #expect(SystemPrincipal.name("Calendar Assistant") == "Calendar Assistant")
        #expect(
            SystemPrincipal.name("/o=Org/ou=X/cn=Configuration/cn=Servers/cn=MBX1/cn=Microsoft System Attendant")
                == "Microsoft System Attendant")
        #expect(SystemPrincipal.name("alice@example.com") == nil)
        #expect(SystemPrincipal.name("Microsoft Bob") == nil)
    }

    @Test func clientsGetShortNames() {
        #expect(ClientName.short("Client=OWA;Action=ViaProxy") == "Outlook on the web")
        #expect(
            ClientName.short("Client=REST;Client=RESTSystem;;;[AppId=1e3faf23-d2d2-456a-9e3e-55db63b869b0];") == "Webex"
        )
        #expect(ClientName.isCleanUp("Client=TBA;Service=MSExchangeMailboxAssistants;Action=ELCAssistant;"))
        #expect(!ClientName.isCleanUp("Client=MSExchangeRPC"))
    }
}
