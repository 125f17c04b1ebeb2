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

    /// Each way in which serialisers write the time of a reply, and what is none.
    @Test(
        arguments: [
            (#""2024-01-08T09:30:00Z""#, 570), (#""2024-01-08T11:30:00+02:00""#, 570),
            (#""2024-01-08T04:30:00.1234567-05:00""#, 570), (#""2024-01-08 09:30:00""#, 570),
            (#""\/Date(1704706200000)\/""#, 570), (#""/Date(1704706200000+0200)/""#, 570),
            (
                #"{"value":"/Date(1704706200000)/","DisplayHint":2,"DateTime":"Monday, January 8, 2024 9:30:00 AM"}"#,
                570
            ),
            (#""0001-01-01T00:00:00Z""#, nil), (#""2024-01-08T10:00:99999999999999""#, nil),
            (#""2024-01-08T10:00:61""#, nil), (#""/Date(9223372036854775807)/""#, nil), (#""/Date()/""#, nil),
            (#""2024-01-08 3:00:00 PM""#, nil), (#""2024-01-08""#, nil), ("null", nil), ("[]", nil), ("7", nil),
        ] as [(String, Int?)])
    func repliesHaveTheTimesThatAreWritten(_ time: String, minutes: Int?) {
        let listed = AttendeeColumn.read(#"[{"EmailAddress":"ben@example.com","ResponseType":3,"ReplyTime":\#(time)}]"#)
        #expect(listed.count == 1)
        let date = CivilDate(days: CivilDate.days(year: 2024, month: 1, day: 8))
        let replied = listed.first?.repliedAt.map { Int(($0.ticks - WallTime(date).ticks) / Instant.ticksPerMinute) }
        #expect(replied == minutes)
    }

    /// Names that differ in case only stand in one order in every process.
    @Test func ofNamesThatDifferInCaseTheFirstInOrderCounts() {
        let listed = AttendeeColumn.read(
            #"[{"EmailAddress":"ben@example.com","response":"Decline","Response":"Accept","RESPONSE":"Tentative"}]"#)
        #expect(listed.first?.response == .tentative)
    }

    @Test func repliesHaveTheirTimes() {
        let listed = AttendeeColumn.read(
            #"[{"EmailAddress":"ben@example.com","ResponseType":3,"ReplyTime":"2024-01-08T09:30:00Z"}]"#)
        #expect(
            listed.first?.repliedAt
                == Instant(
                    ticks: WallTime(CivilDate(days: CivilDate.days(year: 2024, month: 1, day: 8)), minutes: 570).ticks))
    }
}
