import Encodings
import ExchangeFormats
import Foundation
import HTTP
import Polling

/// What a poll is told, on the command line or below `poll:` in the configuration. What is left out there is nil, so
/// that one can stand over the other.
package struct PollArguments {
    package var tenant: String?
    package var clientID: String?
    package var clientSecretFile: String?
    package var certificate: String?
    package var privateKey: String?
    package var inbox: String?
    package var state: String?
    package var initialInterval: String?
    package var lookBack: String?
    package var batchSize: Int?
    package var until: String?
    package var tokenURL: String?
    package var graphURL: String?
    package var isLegacy = false
    package var reportingURL: String?

    package init(
        tenant: String? = nil, clientID: String? = nil, clientSecretFile: String? = nil, certificate: String? = nil,
        privateKey: String? = nil, inbox: String? = nil, state: String? = nil, initialInterval: String? = nil,
        lookBack: String? = nil, batchSize: Int? = nil, until: String? = nil, tokenURL: String? = nil,
        graphURL: String? = nil, isLegacy: Bool = false, reportingURL: String? = nil
    ) {
        self.tenant = tenant
        self.clientID = clientID
        self.clientSecretFile = clientSecretFile
        self.certificate = certificate
        self.privateKey = privateKey
        self.inbox = inbox
        self.state = state
        self.initialInterval = initialInterval
        self.lookBack = lookBack
        self.batchSize = batchSize
        self.until = until
        self.tokenURL = tokenURL
        self.graphURL = graphURL
        self.isLegacy = isLegacy
        self.reportingURL = reportingURL
    }

    /// These words, and where they say nothing those of the configuration.
    package func over(_ other: PollArguments) -> PollArguments {
        var result = self
        result.tenant = tenant ?? other.tenant
        result.clientID = clientID ?? other.clientID
        // A way to sign in that is named here stands instead of another there.
        if clientSecretFile == nil, certificate == nil, privateKey == nil {
            result.clientSecretFile = other.clientSecretFile
            result.certificate = other.certificate
            result.privateKey = other.privateKey
        }
        result.inbox = inbox ?? other.inbox
        result.state = state ?? other.state
        result.initialInterval = initialInterval ?? other.initialInterval
        result.lookBack = lookBack ?? other.lookBack
        result.batchSize = batchSize ?? other.batchSize
        result.until = until ?? other.until
        result.tokenURL = tokenURL ?? other.tokenURL
        result.graphURL = graphURL ?? other.graphURL
        result.isLegacy = isLegacy || other.isLegacy
        result.reportingURL = reportingURL ?? other.reportingURL
        return result
    }

    /// - Parameter inbox: where nothing else is said.
    package func settings(inbox usualInbox: String, environment: [String: String]) throws -> PollSettings {
        let values = try values()
        guard let tenant else {
            throw Failure(.usage, "--tenant is missing.", next: "It is the directory's id, shown in Entra's overview.")
        }
        guard let clientID else {
            throw Failure(
                .usage, "--client-id is missing.", next: "It is the application's id, shown in its registration.")
        }
        let inbox = inbox ?? usualInbox
        var settings = PollSettings(
            service: isLegacy ? .reporting : .graph, tenant: tenant, clientID: clientID,
            credential: try credential(environment), inbox: inbox,
            state: state ?? (inbox.hasSuffix("/") ? inbox : inbox + "/") + ".poll.json",
            tokenAddress: try values.token
                ?? ServiceAddress("https://login.microsoftonline.com", option: "--token-url"),
            serviceAddress: try isLegacy
                ? values.reporting ?? ServiceAddress("https://reports.office365.com", option: "--reporting-url")
                : values.graph ?? ServiceAddress("https://graph.microsoft.com", option: "--graph-url"))
        if let seconds = values.initialInterval { settings.initialInterval = seconds }
        if let seconds = values.lookBack { settings.lookBack = seconds }
        if let batchSize { settings.batchSize = batchSize }
        settings.until = values.until
        return settings
    }

    package struct Values {
        package var token: ServiceAddress?
        package var graph: ServiceAddress?
        package var reporting: ServiceAddress?
        package var initialInterval: Int64?
        package var lookBack: Int64?
        package var until: Instant?
    }

    /// Holds each value against what it may be.
    package func values() throws -> Values {
        func isName(_ text: String) -> Bool {
            !text.isEmpty && text.utf8.count < 256 && text.first != "." && text.utf8.allSatisfy { isPlain($0) }
        }
        func isPlain(_ byte: UInt8) -> Bool {
            ASCII.isLetterOrDigit(byte) || "-._".utf8.contains(byte)
        }
        if let tenant, !isName(tenant) { throw Failure(.usage, "--tenant \(tenant) is neither an id nor a domain.") }
        if let clientID, !isName(clientID) { throw Failure(.usage, "--client-id \(clientID) is no id.") }
        if let batchSize, !(1...5_000).contains(batchSize) {
            throw Failure(.usage, "--batch-size \(batchSize) is not from 1 to 5000.")
        }
        let initial = try initialInterval.map { try TimeLength.seconds($0, option: "--initial-interval") }
        guard initial != 0 else {
            throw Failure(
                .usage, "--initial-interval \(initialInterval ?? "") reads nothing.",
                next: "Write a time such as 1h or 30d.")
        }
        return Values(
            token: try tokenURL.map { try ServiceAddress($0, option: "--token-url") },
            graph: try graphURL.map { try ServiceAddress($0, option: "--graph-url") },
            reporting: try reportingURL.map { try ServiceAddress($0, option: "--reporting-url") },
            initialInterval: initial,
            lookBack: try lookBack.map { try TimeLength.seconds($0, option: "--look-back") },
            until: try until.map { try Moment.instant($0, option: "--until") })
    }

    private func credential(_ environment: [String: String]) throws -> Credential {
        if certificate != nil || privateKey != nil {
            guard clientSecretFile == nil else {
                throw Failure(
                    .usage, "--client-secret-file goes without --certificate and --private-key.",
                    next: "Give one or the other.")
            }
            guard let certificate, let privateKey else {
                throw Failure(.usage, "--certificate and --private-key go together.")
            }
            return .certificate(
                certificate: try Credential.bytes(of: certificate, option: "--certificate"),
                privateKey: try Credential.bytes(of: privateKey, option: "--private-key"))
        }
        if let clientSecretFile {
            return try Credential.secret(
                Credential.bytes(of: clientSecretFile, option: "--client-secret-file"),
                from: "The file \(clientSecretFile)")
        }
        if let text = environment[Credential.variable], !text.isEmpty {
            return try Credential.secret(Array(text.utf8), from: "The variable \(Credential.variable)")
        }
        throw Failure(
            .usage, "There is nothing to sign in with.",
            next: "Give --client-secret-file, set \(Credential.variable), or give --certificate and --private-key.")
    }
}
