import ExchangeFormats
import Reconstruct

/// What an audit is asked for: what options or a configuration say, before anything is opened.
package struct AuditSettings {
    package var rules: [String] = []
    package var except: [String] = []
    package var minSeverity = "info"
    package var ahead = "90d"
    package var settle = "1h"
    package var from: String?
    package var to: String?
    package var asOf: String?
    package var knownAt: String?
    /// A table of findings that are known.
    package var baseline: String?
    /// Exit status 1 from this severity on; `never` for none.
    package var failOn = "error"
    /// Such as `90%`.
    package var requireCoverage: String?
    package var allowConflicts: [String] = []
    /// Only what concerns these mailboxes and these meetings is told.
    package var mailboxes: [String] = []
    package var meetings: [String] = []
    /// Rows that are told of a finding: a number, or `all`.
    package var evidence = "5"
    /// The folder for the tables; none are written where it is nil.
    package var out: String?
    /// Whether the store keeps the findings, in clear as it keeps everything.
    package var keeps = false
    /// Whether every meeting is looked at, whatever an earlier audit left.
    package var isAnew = false
    package var privacy = PrivacySettings()

    package init() {}

    /// The settings as values.
    struct Read {
        var terms = AuditTerms()
        var least = Finding.Severity.info
        var failOn: Finding.Severity? = .error
        var requiredShare: Double?
        var evidence: Int?
    }

    /// - Throws: a `Failure` for a value that is not right.
    func read() throws -> Read {
        var read = Read()
        let chosen = try rules.isEmpty ? Set(AuditRule.allCases) : Set(AuditSettings.rules(rules, option: "--rules"))
        read.terms.rules = try chosen.subtracting(AuditSettings.rules(except, option: "--except"))
        guard !read.terms.rules.isEmpty else {
            throw Failure(
                .usage, "No rule is left to look for.", next: "Name other rules with --rules, or fewer with --except.")
        }
        read.terms.ahead = try AuditSettings.ticks(ahead, option: "--ahead")
        read.terms.settle = try AuditSettings.ticks(settle, option: "--settle")
        read.terms.answerSettle = max(read.terms.answerSettle, read.terms.settle)
        read.terms.roomSettle = max(read.terms.roomSettle, read.terms.settle)
        read.terms.asOf = try asOf.map { try Moment.instant($0, option: "--as-of") }
        if from != nil || to != nil { read.terms.history = try WindowSettings(from: from, to: to).window() }
        read.least = try AuditSettings.severity(minSeverity, option: "--min-severity")
        read.failOn = failOn == "never" ? nil : try AuditSettings.severity(failOn, option: "--fail-on")
        read.requiredShare = try requireCoverage.map(AuditSettings.share)
        if evidence != "all" {
            guard let number = Int(evidence), number >= 0 else {
                throw Failure(.usage, "--evidence \(evidence) is no number of rows.", next: "Write a number, or all.")
            }
            read.evidence = number
        }
        return read
    }

    private static func rules(_ names: [String], option: String) throws -> [AuditRule] {
        try names.flatMap { $0.split(separator: ",") }.map { name in
            let name = name.trimmingPrefix { $0 == " " }
            guard let rule = AuditRule(name: String(name)) else {
                throw Failure(
                    .usage, "\(option) \(name): there is no such rule.",
                    next: "The rules are \(AuditRule.allCases.map(\.name).joined(separator: ", ")).")
            }
            return rule
        }
    }

    private static func ticks(_ text: String, option: String) throws -> Int64 {
        let seconds = try TimeLength.seconds(text, option: option)
        let (ticks, overflows) = seconds.multipliedReportingOverflow(by: Instant.ticksPerSecond)
        // A century is further than anybody plans.
        guard !overflows, ticks <= 36_525 * Instant.ticksPerDay else {
            throw Failure(.usage, "\(option) \(text) is too long.", next: "Write at most 36525d.")
        }
        return ticks
    }

    private static func severity(_ text: String, option: String) throws -> Finding.Severity {
        guard let found = Finding.Severity.allCases.first(where: { $0.name == text }) else {
            throw Failure(.usage, "\(option) \(text) is no severity.", next: "Write info, warning or error.")
        }
        return found
    }

    private static func share(_ text: String) throws -> Double {
        let digits = text.hasSuffix("%") ? String(text.dropLast()) : text
        guard let number = Double(digits), (0...100).contains(number) else {
            throw Failure(.usage, "--require-coverage \(text) is no share.", next: "Write it as 90%.")
        }
        return number / 100
    }
}
