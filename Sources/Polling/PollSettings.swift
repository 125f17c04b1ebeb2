import ExchangeFormats

/// What a poll is told.
public struct PollSettings: Sendable {
    public enum Service: String, Sendable {
        case graph
        /// The reporting web service, for those who still have it.
        case reporting
    }

    public var service: Service
    public var tenant: String
    public var clientID: String
    public var credential: Credential
    public var inbox: String
    /// The state's file.
    public var state: String
    /// In seconds.
    public var initialInterval: Int64 = 3_600
    public var lookBack: Int64 = 86_400
    /// Rows on a page.
    public var batchSize: Int
    /// The last instant to read; nil for five minutes before now.
    public var until: Instant?
    public var tokenAddress: ServiceAddress
    public var serviceAddress: ServiceAddress
    public var limits = PollLimits()
    /// Asks and writes nothing.
    public var isDryRun = false

    public init(
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
public struct PollLimits: Sendable {
    /// One request in all, in seconds.
    public var requestSeconds = 120
    /// A service that fails, in seconds.
    public var patienceSeconds = 360.0
    public var firstPauseSeconds = 1.0
    /// The tenant's requests in a running time.
    public var budgetRequests = 100
    public var budgetSeconds = 302.0

    public init() {}
}
