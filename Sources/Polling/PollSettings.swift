import ExchangeFormats
import HTTP

/// What a poll is told.
package struct PollSettings: Sendable {
    package enum Service: String, Sendable {
        case graph
        /// The reporting web service, for those who still have it.
        case reporting
    }

    package var service: Service
    package var tenant: String
    package var clientID: String
    package var credential: Credential
    package var inbox: String
    /// The state's file.
    package var state: String
    /// In seconds.
    package var initialInterval: Int64 = 3_600
    package var lookBack: Int64 = 86_400
    /// Rows on a page.
    package var batchSize: Int
    /// The last instant to read; nil for five minutes before now.
    package var until: Instant?
    package var tokenAddress: ServiceAddress
    package var serviceAddress: ServiceAddress
    package var limits = PollLimits()
    /// Asks and writes nothing.
    package var isDryRun = false

    package init(
        service: Service, tenant: String, clientID: String, credential: Credential, inbox: String, state: String,
        tokenAddress: ServiceAddress,
        serviceAddress: ServiceAddress
    ) {
        self.service = service
        self.tenant = tenant
        self.clientID = clientID
        self.credential = credential
        self.inbox = inbox
        self.state = state
        self.tokenAddress = tokenAddress
        self.serviceAddress = serviceAddress
        batchSize = service == .graph ? 5_000 : 2_000
    }
}

/// How long a poll waits for what.
package struct PollLimits: Sendable {
    /// One request in all, in seconds.
    package var requestSeconds = 120
    /// A service that fails, in seconds.
    package var patienceSeconds = 360.0
    package var firstPauseSeconds = 1.0
    /// The tenant's requests in a running time.
    package var budgetRequests = 100
    package var budgetSeconds = 302.0

    package init() {}
}
