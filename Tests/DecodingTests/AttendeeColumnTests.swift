import ExchangeFormats
import Reconstruct
import Testing

@testable import Decoding

/// The columns that name attendees, in every form that turns objects to text.
@Suite struct AttendeeColumnTests {
    private func words(_ text: String) -> [String] {
        AttendeeColumn.read(text).map { "\($0.address) \($0.type.rawValue) \($0.response?.rawValue ?? "-")" }
    }

    static let two = ["ben@example.com 1 accepted", "dora@example.com 2 declined"]

    @Test(arguments: [
        "ben@example.com, Required, Accept, 2024-01-08T09:30:00Z\r\ndora@example.com, Optional, Decline, 2024-01-08T09:40:00Z",
        "ben@example.com;1;3|dora@example.com;2;4".replacing(";", with: ","),
        "\"Ito, Ben\" <ben@example.com> required accepted; 'Dora' <SMTP:dora@example.com> optional declined",
        "@{EmailAddress=ben@example.com; AttendeeType=1; ResponseType=3; ReplyTime=2024-01-08 09:30:00};@{EmailAddress=dora@example.com; AttendeeType=2; ResponseType=4; ReplyTime=N/A}",
        "EmailAddress: BEN@example.com, Type: Required, Response: Accepted\nEmailAddress: dora@example.com, Type: Optional, Response: Declined",
        #"[{"EmailAddress":"ben@example.com","AttendeeType":1,"ResponseType":3,"ReplyTime":"2024-01-08T09:30:00Z"},{"EmailAddress":"dora@example.com","AttendeeType":"Optional","ResponseType":"Decline"}]"#,
        #"{"value":[{"emailAddress":{"name":"Ben","address":"ben@example.com"},"type":"required","status":{"response":"accepted"}},{"emailAddress":{"address":"dora@example.com"},"type":"optional","status":{"response":"declined"}}],"Count":2}"#,
    ])
    func everyFormNamesTheSamePeople(_ text: String) { #expect(words(text) == AttendeeColumnTests.two) }

    @Test(arguments: [
        ("Doe, John; Ito, Ben", []), ("", []), ("NotFound", []), ("[]", []), ("{", []), ("[1,2,null]", []),
        ("Doe, John; \"Klein; Dora\" <dora@example.com>; Ben", ["dora@example.com 0 -"]),
        ("/o=Org/ou=X/cn=Recipients/cn=ben", ["/o=org/ou=x/cn=recipients/cn=ben 0 -"]),
        ("room@example.com, Resource, 5", ["room@example.com 3 -"]), (#"["ben@example.com"]"#, ["ben@example.com 0 -"]),
        ("\"never closed <ben@example.com>\ndora@example.com", ["ben@example.com 0 -", "dora@example.com 0 -"]),
    ])
    func whatIsNoAddressIsNobody(_ text: String, _ people: [String]) { #expect(words(text) == people) }

    @Test func repliesHaveTheirTimes() {
        let listed = AttendeeColumn.read(
            #"[{"EmailAddress":"ben@example.com","ResponseType":3,"ReplyTime":"2024-01-08T09:30:00Z"}]"#)
        #expect(
            listed.first?.repliedAt
                == Instant(
                    ticks: WallTime(CivilDate(days: CivilDate.days(year: 2024, month: 1, day: 8)), minutes: 570).ticks))
    }
}
