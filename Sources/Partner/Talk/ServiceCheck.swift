import Foundation

/// What a service says of itself and of us, without a batch: `calfold push --check`.
package struct ServiceCheck: Sendable, Encodable {
    package var service: String
    package var isHealthy: Bool
    /// Who the token is.
    package var networkId: String
    package var connectorId: String
    /// Entries of the service's own filter.
    package var whitelist: Int
    package var blacklist: Int
    /// Of our properties those that the service does not list.
    package var unknownProperties: [String]
    /// How many people there are here, and how many of them that filter would leave out; nil where nobody here knows
    /// them.
    package var people: Int?
    package var leftOut: Int?
    /// How many of those it would let in if capitals did not matter.
    package var leftOutByCapitals: Int?

    static let properties = ["employment_date", "team_id"]

    private struct Who: Decodable {
        var networkId: String?
        var connectorId: String?
    }

    private struct Settings: Decodable {
        struct Attributes: Decodable { var prop: [String]? }
        var whitelist: [String]?
        var blacklist: [String]?
        var customAttributes: Attributes?
    }

    private struct Health: Decodable { var healthy: Bool? }

    /// - Parameter people: nil where they are not known in clear.
    package static func run(_ service: PartnerService, at base: String, people: [PartnerPerson]?) throws -> ServiceCheck
    {
        do throws(PartnerService.Refusal) {
            let health = try service.ask("/api/settings/health", withToken: false)
            let who = try service.ask("/api/sync/hashed/token")
            let settings = try service.ask("/api/sync/hashed/settings", isPosted: true)
            return try ServiceCheck(service, base, health, who, settings, people)
        } catch {
            throw error.error
        }
    }

    private init(
        _ partner: PartnerService, _ base: String, _ health: PartnerService.Answer, _ who: PartnerService.Answer,
        _ settings: PartnerService.Answer,
        _ people: [PartnerPerson]?
    ) throws(PartnerService.Refusal) {
        func decoded<Value: Decodable>(
            _ answer: PartnerService.Answer, _ name: String
        ) throws(PartnerService.Refusal) -> Value {
            guard let value = try? JSONDecoder().decode(Value.self, from: Data(answer.body)) else {
                throw PartnerService.Refusal(
                    error: PartnerError(
                        .unavailable, "\(base) answered '\(name)' with something that is not understood.",
                        next: "Check --to; a proxy's own page may be in between."), mayBeRepeated: false)
            }
            return value
        }
        let found: Health = try decoded(health, "health"), identity: Who = try decoded(who, "token")
        let told: Settings = try decoded(settings, "settings")
        service = base
        isHealthy = health.status == 200 && found.healthy != false
        networkId = partner.shown(identity.networkId ?? "", most: 100)
        connectorId = partner.shown(identity.connectorId ?? "", most: 100)
        let white = told.whitelist ?? [], black = told.blacklist ?? []
        (whitelist, blacklist) = (white.count, black.count)
        let listed = told.customAttributes?.prop
        unknownProperties = listed.map { listed in ServiceCheck.properties.filter { !listed.contains($0) } } ?? []
        guard let people else { return }
        let filter = ServiceFilter(whitelist: white, blacklist: black)
        let small = ServiceFilter(whitelist: white.map { $0.lowercased() }, blacklist: black.map { $0.lowercased() })
        let out = people.filter { !filter.admits($0) }
        self.people = people.count
        leftOut = out.count
        leftOutByCapitals = out.count {
            small.admits(.init(address: $0.address.lowercased(), groups: $0.groups.map { $0.lowercased() }))
        }
    }

    package var text: String {
        var lines = ["service    \(service): \(isHealthy ? "healthy" : "it says that it is not healthy")"]
        lines.append("token      network \(networkId), connector \(connectorId)")
        lines.append("filter     \(whitelist) to let in, \(blacklist) to leave out")
        if let people, let leftOut {
            lines.append("people     \(people) here; the service's filter would leave \(leftOut) of them out")
        } else {
            lines.append(
                "people     not known here in clear: only who has their directory can hold them against the filter, with --directory"
            )
        }
        if let leftOutByCapitals, leftOutByCapitals > 0 {
            lines.append(
                "warning: \(leftOutByCapitals) of them only for capitals, which matter to the service: calfold's addresses are in lower case."
            )
        }
        if whitelist == 0 { lines.append("warning: an empty list of those to let in lets nobody in.") }
        for name in unknownProperties {
            lines.append("warning: the service lists no property '\(name)', which is sent.")
        }
        return lines.joined(separator: "\n")
    }
}
