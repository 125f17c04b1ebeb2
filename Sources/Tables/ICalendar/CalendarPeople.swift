import Encodings
import ExchangeFormats
import Privacy
import Reconstruct

/// The people of a component: its ORGANIZER and its ATTENDEE lines (RFC 5545, sections 3.8.4.1 and 3.8.4.3).
///
/// Everybody outside stands as one address under pseudonyms, with their number, as the tables know them by one word.
struct CalendarPeople: Equatable {
    /// CUTYPE (RFC 5545, section 3.2.3). A log calls rooms and equipment alike a resource, and a mailbox of which
    /// neither it nor the directory says anything may be either's.
    enum UserType: String {
        case individual = "INDIVIDUAL", group = "GROUP", room = "ROOM", resource = "RESOURCE"

        init(_ person: PresentPerson) {
            switch person.standing.recipient {
            case .room: self = .room
            case .equipment: self = .resource
            default: self = person.isResource ? .resource : .individual
            }
        }

        /// A room is booked and does not take part.
        var role: String { self == .room || self == .resource ? "NON-PARTICIPANT" : "REQ-PARTICIPANT" }
    }

    struct Guest: Equatable {
        var address: String
        var type: UserType
        var response: Response
        /// How many people it stands for.
        var count = 1
        var isExternal = false
    }

    var organizer: String?
    var guests: [Guest]

    static let external = "external@external.invalid"

    /// - Parameters:
    ///   - meeting: whose organizer it is.
    ///   - attendees: those of the component, as the fold gave them.
    init(_ meeting: Meeting, _ attendees: [Attendee], _ mask: Mask) throws {
        let present = mask.present(attendees)
        let isMet = present.count > 1
        organizer = isMet ? try meeting.organizer.map(mask.identity).flatMap(CalendarPeople.address) : nil
        var guests: [Guest] = []
        var outside: Guest?
        for person in present where isMet && person.response != .organizer {
            let name = try mask.resolvedPerson(person.address)
            guard name == "external" else {
                guard let address = CalendarPeople.address(name) else { continue }
                guests.append(Guest(address: address, type: UserType(person), response: person.response))
                continue
            }
            if var group = outside {
                group.count += 1
                group.type = .group
                // Of several answers one line cannot say more than that they differ.
                if group.response != person.response { group.response = .none }
                outside = group
            } else {
                outside = Guest(
                    address: CalendarPeople.external, type: .individual, response: person.response, isExternal: true)
            }
        }
        self.guests = guests + (outside.map { [$0] } ?? [])
    }

    /// A mask's word as an address: a pseudonym has no domain of its own.
    private static func address(_ name: String) -> String? {
        switch name {
        case "": nil
        case "external": external
        case "internal": "internal@pseudonym.invalid"
        default:
            name.contains("@")
                ? name : name.contains("=") && Pseudonymiser.looksHashed(name) ? name + "@pseudonym.invalid" : name
        }
    }

    func write(to lines: inout ContentLines) {
        if let organizer { lines.add("ORGANIZER", CalendarPeople.uri(organizer)) }
        for guest in guests {
            var parameters = [
                ("CUTYPE", guest.type.rawValue), ("ROLE", guest.type.role),
                ("PARTSTAT", guest.response.participationStatus),
            ]
            if guest.isExternal { parameters.append(("X-CALFOLD-COUNT", String(guest.count))) }
            lines.add("ATTENDEE", parameters: parameters, value: CalendarPeople.uri(guest.address))
        }
    }

    /// The address as a URI of mailto. A distinguished name, which is no address of mail, stands as an opaque name.
    ///
    /// Where RFC 6068 would have `/` and `=` percent-encoded too, they stand as they are, as in every other table:
    /// readers take off the scheme and decode nothing, and a pseudonym would be another text in them than in the
    /// tables.
    private static func uri(_ address: String) -> String {
        guard address.contains("@") else { return "urn:x-exchange-dn:" + percentEncoded(address) }
        return "mailto:" + percentEncoded(address)
    }

    private static func percentEncoded(_ text: String) -> String {
        Percent.encode(text) { ASCII.isLetterOrDigit($0) || "-._~!$'*+@=/".utf8.contains($0) }
    }
}

extension Response {
    /// RFC 5545, section 3.2.12.
    var participationStatus: String {
        switch self {
        case .accepted, .organizer: "ACCEPTED"
        case .tentative: "TENTATIVE"
        case .declined: "DECLINED"
        case .none: "NEEDS-ACTION"
        }
    }
}
