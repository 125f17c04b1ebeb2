import EventStore
import Foundation
import Partner
import Privacy

/// Asks a service who we are to it, and how many of our people its filter would leave out.
package struct PushChecking {
    package var settings: PushSettings
    package var environment = ProcessInfo.processInfo.environment

    package init(_ settings: PushSettings) { self.settings = settings }

    /// - Parameters:
    ///   - people: nil where there is no directory to know them by.
    ///   - tell: gets what a person should know of the token's file.
    package func run(_ people: People?, _ tell: (String) -> Void = { _ in }) throws -> ServiceCheck {
        let address = try settings.address()
        let (token, warning) = try ServiceToken.load(file: settings.tokenFile, environment: environment)
        if let warning { tell(warning) }
        let service = try PartnerService(address, token: token, limits: settings.limits)
        return try ServiceCheck.run(service, at: address.base, people: people.map(PushChecking.shown))
    }

    /// Those who would be entities, with the names of their groups.
    private static func shown(_ people: People) -> [PartnerPerson] {
        people.directory.recipients.compactMap { recipient in
            let standing = people.standing(of: .smtp(recipient.address))
            guard standing.kind == .person, standing.presence == .shown else { return nil }
            let groups = [recipient.team, recipient.department] + recipient.groups.map(\.name)
            return PartnerPerson(address: recipient.address, groups: groups.filter { !$0.isEmpty })
        }
    }
}
