import Intake
import Night
import Partner
import Privacy
import Tables

/// The keys of the configuration file: the names of the options that they stand for. Those of a section begin with
/// its name, such as `publish.`, and stand in the file below it.
enum ConfigurationKey: String, CaseIterable, Sendable {
    case store, inbox, out, tables
    case keyFile = "key-file"
    case acceptedDomain = "accepted-domain"
    case directory, include, exclude
    case outOfScope = "out-of-scope"
    case leaveOutMail = "leave-out-mail"
    case subjects
    case mailbox, encoding, culture
    case dateFormat = "date-format"
    case timeZone = "time-zone"
    case logTimeZone = "log-time-zone"
    case view
    case includeCancelled = "include-cancelled"
    case profile, delimiter
    case listStyle = "list-style"
    case roundEmploymentDates = "round-employment-dates"
    case users
    case windowTimeZone = "window-time-zone"
    case monthsBack = "months-back"
    case monthsAhead = "months-ahead"
    case metrics
    case audit
    case allowConflicts = "allow-conflicts"
    case publishSFTP = "publish.sftp"
    case publishFolder = "publish.folder"
    case publishPort = "publish.port"
    case publishIdentityFile = "publish.identity-file"
    case publishKnownHosts = "publish.known-hosts"
    case publishSSHConfig = "publish.ssh-config"
    case publishAttempts = "publish.attempts"
    case pollTenant = "poll.tenant"
    case pollClientID = "poll.client-id"
    case pollClientSecretFile = "poll.client-secret-file"
    case pollCertificate = "poll.certificate"
    case pollPrivateKey = "poll.private-key"
    case pollInbox = "poll.inbox"
    case pollState = "poll.state"
    case pollInitialInterval = "poll.initial-interval"
    case pollLookBack = "poll.look-back"
    case pollBatchSize = "poll.batch-size"
    case pollUntil = "poll.until"
    case pollTokenURL = "poll.token-url"
    case pollGraphURL = "poll.graph-url"
    case pollLegacy = "poll.legacy"
    case pollReportingURL = "poll.reporting-url"
    case pollEvery = "poll.every"
    case pollKeepDays = "poll.keep-days"
    case pushTo = "push.to"
    case pushTokenFile = "push.token-file"
    case pushTables = "push.tables"
    case pushSince = "push.since"
    case pushLagDays = "push.lag-days"
    case pushIDName = "push.id-name"
    case pushBatch = "push.batch"
    case pushWithUsers = "push.with-users"
    case fetchFrom = "fetch.from"
    case fetchOut = "fetch.out"
    case fetchPort = "fetch.port"
    case fetchIdentityFile = "fetch.identity-file"
    case fetchKnownHosts = "fetch.known-hosts"
    case fetchSSHConfig = "fetch.ssh-config"
    case fetchAttempts = "fetch.attempts"

    /// What a key's value may be.
    enum Kind: Sendable, Equatable {
        case text
        /// Read from the folder of the configuration file, unless it is absolute.
        case path
        case flag
        case number(ClosedRange<Int>)
        /// One value, or a list of them.
        case texts, paths
        /// One of these words; with `words` at least one of them.
        case word([String])
        case words([String])
    }

    var kind: Kind {
        switch self {
        case .store, .inbox, .out, .metrics, .audit, .keyFile, .users, .publishFolder, .publishIdentityFile,
            .publishKnownHosts,
            .publishSSHConfig,
            .pollClientSecretFile, .pollCertificate, .pollPrivateKey, .pollInbox, .pollState, .pushTokenFile,
            .pushTables, .fetchOut,
            .fetchIdentityFile, .fetchKnownHosts, .fetchSSHConfig:
            .path
        case .directory: .paths
        case .acceptedDomain, .include, .exclude, .allowConflicts, .pushIDName: .texts
        case .tables: .words(ExportRun.Table.publishable.map(\.rawValue))
        case .leaveOutMail: .words(MailSettings.Word.known)
        case .subjects, .includeCancelled, .roundEmploymentDates, .pollLegacy, .pushWithUsers: .flag
        case .pushBatch: .number(1...MonthBodies.mostBatch)
        case .pushLagDays: .number(0...3_660)
        case .pollBatchSize: .number(1...5_000)
        case .pollKeepDays: .number(0...36_500)
        case .monthsBack, .monthsAhead: .number(0...600)
        case .publishPort, .fetchPort: .number(1...65_535)
        case .publishAttempts, .fetchAttempts: .number(1...20)
        case .view: .word(OccurrenceSource.View.allCases.map(\.rawValue))
        case .profile: .word(PartnerProfile.allCases.map(\.rawValue))
        case .listStyle: .word(ListStyle.allCases.map(\.rawValue))
        case .outOfScope: .word(OutOfScope.allCases.map(\.rawValue))
        case .mailbox, .encoding, .culture, .dateFormat, .timeZone, .logTimeZone, .delimiter, .windowTimeZone,
            .publishSFTP, .pollTenant, .pollClientID, .pollInitialInterval,
            .pollLookBack, .pollUntil, .pollTokenURL, .pollGraphURL, .pollReportingURL, .pollEvery, .pushTo,
            .pushSince, .fetchFrom:
            .text
        }
    }

    /// What holds where the file says nothing; nil where there is nothing then.
    var standard: [String]? {
        switch self {
        case .store: ["calfold.db"]
        case .inbox: ["inbox"]
        case .out: ["tables"]
        case .tables: ["meetings", "participants"]
        case .outOfScope: ["drop"]
        case .leaveOutMail: ["automatic", "rule", "agent", "public-folder", "server", "journal", "moderation"]
        case .view: ["final"]
        case .listStyle: ["json"]
        case .subjects, .includeCancelled, .roundEmploymentDates: ["false"]
        case .windowTimeZone: ["UTC"]
        case .monthsBack: ["24"]
        case .monthsAhead: ["1"]
        case .publishAttempts, .fetchAttempts: ["4"]
        case .pollKeepDays, .pushLagDays: ["7"]
        default: nil
        }
    }

    /// The variable of the environment that stands over the file, for paths of secrets: `CALFOLD_KEY_FILE` and the
    /// like.
    var variable: String? {
        switch self {
        case .keyFile, .directory, .users, .publishIdentityFile, .publishKnownHosts, .publishSSHConfig,
            .pollClientSecretFile, .pollCertificate, .pollPrivateKey, .pushTokenFile, .fetchIdentityFile,
            .fetchKnownHosts, .fetchSSHConfig:
            "CALFOLD_" + rawValue.uppercased().map { $0 == "." || $0 == "-" ? "_" : String($0) }.joined()
        default: nil
        }
    }

    /// Words that a value without a fixed list is probably one of.
    var usualWords: [String] {
        switch self {
        case .culture: DateCulture.known
        case .encoding: TextEncoding.allCases.map(\.rawValue)
        default: []
        }
    }

    /// Files that have to be there before a night can begin.
    static let ofFiles: [ConfigurationKey] =
        [.keyFile, .directory, .users, .pollClientSecretFile, .pollCertificate, .pollPrivateKey, .pushTokenFile]
        + ofConnections

    /// Of these, what ssh reads itself.
    static let ofConnections: [ConfigurationKey] = [
        .publishIdentityFile, .publishKnownHosts, .publishSSHConfig, .fetchIdentityFile, .fetchKnownHosts,
        .fetchSSHConfig,
    ]

    /// The keys that say how files are read, and those that say how tables are made: options of `ingest` and of
    /// `export`.
    static let ofReading: [ConfigurationKey] = [.mailbox, .encoding, .culture, .dateFormat, .timeZone, .logTimeZone]
    static let ofTables: [ConfigurationKey] = [
        .keyFile, .acceptedDomain, .directory, .include, .exclude, .outOfScope, .leaveOutMail, .subjects, .view,
        .includeCancelled, .profile, .delimiter, .listStyle,
        .roundEmploymentDates, .users, .windowTimeZone,
    ]

    /// The options of `poll`.
    static let ofPoll: [ConfigurationKey] = [
        .pollTenant, .pollClientID, .pollClientSecretFile, .pollCertificate, .pollPrivateKey, .pollInbox, .pollState,
        .pollInitialInterval, .pollLookBack,
        .pollBatchSize, .pollUntil, .pollTokenURL, .pollGraphURL, .pollLegacy, .pollReportingURL,
    ]

    static let publishPrefix = "publish."
    static let pollPrefix = "poll."
    static let pushPrefix = "push."
    static let fetchPrefix = "fetch."
}

/// Finds the word that somebody meant.
enum NearestWord {
    /// The candidate with the fewest letters to change; nil where none is near.
    static func to(_ word: String, among candidates: [String]) -> String? {
        let asked = Array(word.lowercased().map { $0 == "_" || $0 == " " ? "-" : $0 })
        let ranked = candidates.map { (distance(asked, Array($0.lowercased())), $0) }.min {
            $0.0 != $1.0 ? $0.0 < $1.0 : $0.1 < $1.1
        }
        guard let (steps, best) = ranked, steps <= max(2, best.count / 3) else { return nil }
        return best
    }

    /// Letters to add, drop or replace.
    private static func distance(_ left: [Character], _ right: [Character]) -> Int {
        var previous = Array(0...right.count)
        for (row, letter) in left.enumerated() {
            var current = [row + 1]
            for (column, other) in right.enumerated() {
                current.append(
                    min(previous[column] + (letter == other ? 0 : 1), previous[column + 1] + 1, current[column] + 1))
            }
            previous = current
        }
        return previous[right.count]
    }
}
