import ExchangeFormats

/// Addresses by which a hybrid organisation hands mail to its own mailboxes in Exchange Online.
///
/// `bob@contoso.mail.onmicrosoft.com` is where the servers send what is for bob@contoso.com: the same person, and
/// nobody outside. A trace of Exchange Online names the person, so both logs meet only when the rows of the servers do
/// too.
enum RoutingAddresses {
    /// Domains of tenants, by cloud.
    private static let tenants = [".onmicrosoft.com", ".onmicrosoft.us", ".onmicrosoft.de", ".partner.onmschina.cn"].map
    { Array($0.utf8) }

    /// The rows with people's addresses in the place of routing addresses, as far as the rows tell whose they are.
    static func named(_ events: [MailEvent]) -> [MailEvent] {
        guard events.contains(where: { $0.recipients.contains(where: isOfTenant) }) else { return events }
        var people = replaced(events)
        addNamesakes(to: &people, events)
        guard !people.isEmpty else { return events }
        func named(_ list: [String]) -> [String] {
            guard list.contains(where: { people[$0] != nil }) else { return list }
            var seen: Set<String> = []
            return list.map { people[$0] ?? $0 }.filter { seen.insert($0).inserted }
        }
        return events.map { event in
            var event = event
            event.recipients = named(event.recipients)
            event.relatedRecipients = named(event.relatedRecipients)
            return event
        }
    }

    /// Whom a server looked up: RESOLVE replaces a person's address by the routing address. A REDIRECT forwards to
    /// somebody else, unless both have one name.
    private static func replaced(_ events: [MailEvent]) -> [String: String] {
        var people: [String: String] = [:]
        func note(_ person: String, _ address: String, _ event: MailEvent) {
            guard isOfTenant(address), !isOfTenant(person) else { return }
            guard event.eventID == "RESOLVE" || localPart(person) == localPart(address) else { return }
            people[address] = people[address].map { min($0, person) } ?? person
        }
        for event in events where MailRole(event) == .redirection {
            let persons = event.relatedRecipients, addresses = event.recipients
            if persons.count == 1, addresses.count == 1 {
                note(persons[0], addresses[0], event)
            } else if persons.count == addresses.count {
                for (person, address) in zip(persons, addresses) { note(person, address, event) }
            }
        }
        return people
    }

    /// Where the look-up is in a log that is not here: the one person of the same name whom the rows name, and whom no
    /// mailbox here holds.
    private static func addNamesakes(to people: inout [String: String], _ events: [MailEvent]) {
        let known = people
        let open = Set(events.lazy.flatMap(\.recipients).filter { isRouting($0) && known[$0] == nil })
        guard !open.isEmpty else { return }
        let held = Set(events.lazy.filter { MailRole($0) == .delivery }.flatMap(\.recipients))
        let others = Set(events.lazy.flatMap { $0.recipients + $0.relatedRecipients }).subtracting(held).filter {
            !isOfTenant($0)
        }
        let namesakes = Dictionary(grouping: others, by: localPart)
        for address in open {
            if let same = namesakes[localPart(address)], same.count == 1 { people[address] = same[0] }
        }
    }

    private static func localPart(_ address: String) -> Substring { address.prefix { $0 != "@" } }

    private static func isOfTenant(_ address: String) -> Bool {
        let bytes = address.utf8
        return tenants.contains { bytes.count > $0.count && bytes.suffix($0.count).elementsEqual($0) }
    }

    /// `….mail.onmicrosoft.com`: such a domain serves no other purpose.
    private static func isRouting(_ address: String) -> Bool {
        guard let tenant = tenants.first(where: { address.utf8.suffix($0.count).elementsEqual($0) }) else {
            return false
        }
        return address.utf8.dropLast(tenant.count).suffix(5).elementsEqual(".mail".utf8)
    }
}
