import ArgumentParser
import EventStore
import ExchangeFormats
import Foundation
import Night
import Partner
import Publishing

struct Push: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Bring a month's people, groups and interactions to the partner's API.",
        discussion: """
            The month comes from the store, or from a folder of finished tables, and both give the same requests. It is made, checked \
            and counted before anything is sent; what fails on the way is taken back, and a repeated push begins anew and ends \
            with the same. A month that was pushed is noted, and pushed once more only with --again: the service takes nothing \
            back. Of people nothing but pseudonyms leaves. docs/partner.md tells the whole way.

            Examples:
              calfold push --month 2024-02 --dry-run --out bodies --key-file key.txt
              calfold push --month 2024-02 --to https://app.example.com \\
                  --token-file token.txt --key-file key.txt \\
                  --accepted-domain example.com --directory people.csv
              calfold push --tables fetched --to https://app.example.com \\
                  --token-file token.txt
              calfold push --config calfold.yaml --month 2024-02 --dry-run --out bodies
              calfold push --check --to https://app.example.com --token-file token.txt
              calfold push --month 2024-02 --to https://app.example.com --acknowledge
            """)

    @Option(help: ArgumentHelp("The month; without it every closed one that was not pushed.", valueName: "YYYY-MM"))
    var month: String?

    @Option(
        help: ArgumentHelp(
            "The SQLite file that holds the log; CALFOLD_STORE in the environment names another than calfold.db.",
            valueName: "file"))
    var store: String?

    @Option(
        help: ArgumentHelp(
            "Finished tables instead of a store: as 'fetch' or 'export' leave them.", valueName: "folder"))
    var tables: String?

    @Option(
        help: ArgumentHelp(
            "The configuration file, whose section 'push' holds the options that are left out, and which says how tables are made.",
            valueName: "file"))
    var config: String?

    @Flag(help: "Send nothing: write every request's body to --out, without the token.")
    var dryRun = false

    @Option(help: ArgumentHelp("The folder for the bodies of --dry-run.", valueName: "folder"))
    var out: String?

    @Flag(help: "Send nothing: ask the service who the token is, and whom its filter would leave out.")
    var check = false

    @Flag(help: "Push a month once more that was pushed before.")
    var again = false

    @Flag(help: "Push a month that is not closed yet.")
    var open = false

    @Flag(
        help:
            "Send nothing: note that what has changed of a pushed month is known, and to be left so; it is told no more until more changes."
    )
    var acknowledge = false

    @Flag(help: "With --tables: send the table of users too, whose addresses are in clear.")
    var withUsers = false

    @Option(
        help: ArgumentHelp(
            "From a store: send who may see which groups' reports, addresses in clear; a CSV of email and report_ids.",
            valueName: "file"))
    var users: String?

    @Option(
        help: ArgumentHelp(
            "The day of the rows of people; the last of the month when left out.", valueName: "YYYY-MM-DD"))
    var rowDate: String?

    @Flag(help: "Employment dates as the first of their month.")
    var roundEmploymentDates = false

    @Option(help: ArgumentHelp("The zone in which a month begins and ends; UTC when left out.", valueName: "zone"))
    var windowTimeZone: String?

    @OptionGroup(title: "The service") var push: PushOptions
    @OptionGroup(title: "What part of the history") var view: ViewOptions
    @OptionGroup(title: "People and privacy") var privacy: PrivacyOptions
    @OptionGroup(title: "E-mail") var mail: MailOptions
    @OptionGroup var report: ReportOptions

    func validate() throws {
        try OutFolder.refuse(out)
        try validateWhatIsSent()
        guard push.since == nil || month == nil && !check else {
            throw ValidationError(
                "--since says which months are pushed without being named: leave --month, or it, out.")
        }
        guard !acknowledge || month != nil else { throw ValidationError("--acknowledge needs --month.") }
        guard !acknowledge || !(dryRun || check || again || open) else {
            throw ValidationError(
                "--acknowledge sends nothing: it goes without --dry-run, --check, --again and --open.")
        }
        // A configuration says how tables are made, and refuses these in words of its own.
        guard tables != nil, !check, config == nil, let idle = optionsOfMaking.first else { return }
        throw ValidationError(
            "\(idle) says how tables are made, and --tables names finished ones: leave it out here, or --tables.")
    }

    /// The options that were given and say how tables are made of a store.
    fileprivate var optionsOfMaking: [String] {
        let given: [(String, Bool)] = [
            ("--accepted-domain", !privacy.acceptedDomain.isEmpty),
            ("--directory", !privacy.directory.directory.isEmpty),
            ("--key-file", privacy.key.keyFile != nil), ("--include", !privacy.include.isEmpty),
            ("--exclude", !privacy.exclude.isEmpty), ("--out-of-scope", privacy.outOfScope != nil),
            ("--subjects", privacy.subjects), ("--view", view.view != nil), ("--as-of", view.asOf != nil),
            ("--known-at", view.knownAt != nil), ("--leave-out-mail", !mail.leaveOutMail.isEmpty),
            ("--row-date", rowDate != nil), ("--round-employment-dates", roundEmploymentDates),
        ]
        return given.filter(\.1).map(\.0)
    }

    private func validateWhatIsSent() throws {
        guard store == nil || tables == nil else {
            throw ValidationError("--store and --tables are two sources: name one.")
        }
        guard !dryRun || out != nil else { throw ValidationError("--dry-run needs --out, a folder for the bodies.") }
        guard out == nil || dryRun else { throw ValidationError("--out is for --dry-run.") }
        guard !dryRun || month != nil else { throw ValidationError("--dry-run needs --month.") }
        guard !dryRun || !check else { throw ValidationError("--dry-run asks no service: leave --check out.") }
        guard !again && !open || month != nil else { throw ValidationError("--again and --open are for one --month.") }
        guard users == nil || tables == nil else {
            throw ValidationError("From finished tables the users are those of the table: --with-users.")
        }
        guard !withUsers || tables != nil || config != nil else {
            throw ValidationError("From a store the users are those of a list: --users FILE.")
        }
    }

    func run() throws {
        LastWords.prepare()
        let plan = try PushPlan(self)
        if check { return try tell(check: plan) }
        if let out, let tables = plan.tables, PushPlan.isOneFolder(out, tables) {
            throw Failure(
                .usage, "--out is the folder of the finished tables.", at: out,
                next: "Name another one for the bodies.")
        }
        let month = try month.map { try PushArguments.month($0, option: "--month") }
        let lock = dryRun ? nil : try plan.lock()
        try withExtendedLifetime(lock) {
            if acknowledge, let month {
                let address = try plan.settings.address()
                return try tell(one: plan.notes().acknowledge(month, at: address.base), of: address.base)
            }
            // What is wrong with the months is told before anything is looked at.
            let months = month == nil ? try plan.months() : []
            let run = try plan.run(isNoted: !dryRun)
            if let out, let month { return try tell(one: run.write(month, to: out), of: nil) }
            let address = try run.settings.address()
            if let month { return try tell(one: run.push(month, again: again, early: open), of: address.base) }
            let pushed = try run.pushAll(months)
            try tell(pushed.report)
            if let failure = pushed.failure { throw failure.status.code }
        }
    }

    private func tell(one month: PushReport.Month, of service: String?) throws {
        var found = PushReport(service: service)
        found.months = [month]
        try tell(found)
    }

    private func tell(_ found: PushReport) throws {
        for warning in Set(found.months.flatMap(\.warnings)).sorted() { Console.note(warning) }
        if report.format == .json { try Console.print(json: found) } else { Console.print(found.text) }
    }

    private func tell(check plan: PushPlan) throws {
        let privacy = plan.export.privacy
        let people = privacy.directory.files.isEmpty ? nil : try privacy.people(Console.tell)
        let found = try PushChecking(plan.settings).run(people, Console.note)
        if report.format == .json { try Console.print(json: found) } else { Console.print(found.text) }
        if !found.isHealthy { throw ExitStatus.serviceUnavailable.code }
    }
}

/// What a push is to do, by its options and its configuration.
private struct PushPlan {
    var settings: PushSettings
    var export: ExportSettings
    private var store: String
    private(set) var tables: String?
    /// Whether the zone of months was named on the command line.
    private let namesZone: Bool

    /// - Throws: a `Failure` for what does not go together, or must not be.
    init(_ command: Push) throws {
        guard !command.privacy.plain else {
            throw Failure(
                .refused, "Clear identities are never pushed (--plain).", next: "Name the key with --key-file.")
        }
        var words = command.push.words
        export = ExportSettings(
            tables: [], window: WindowSettings(zoneName: command.windowTimeZone), view: command.view.settings,
            privacy: command.privacy.settings, mail: command.mail.settings,
            partner: PartnerSettings(
                rowDate: command.rowDate, roundsEmploymentDates: command.roundEmploymentDates, users: command.users))
        store = command.store ?? StoreOptions.standard
        tables = command.tables
        namesZone = command.windowTimeZone != nil
        var withUsers = command.withUsers
        if let config = command.config {
            let configuration = try ConfigurationFile.load(config, environment: ProcessInfo.processInfo.environment)
            try ConfigurationFile.refuse(
                configuration.faults
                    + configuration.faultsOfFiles { key in
                        PushPlan.wants(key, command, isFromTables: configuration.text(.pushTables) != nil)
                    } + PushSection.faults(configuration, isNight: false),
                of: configuration.file)
            try PushPlan.checkAlone(command)
            words = words.over(PushArguments(configuration))
            export = ExportSettings(configuration)
            withUsers = withUsers || configuration.flag(.pushWithUsers)
            if !withUsers { export.partner.users = nil }
            if command.store == nil { tables = command.tables ?? configuration.text(.pushTables) }
            store = command.store ?? configuration.text(.store) ?? store
        }
        settings = try words.settings()
        settings.withUsers = withUsers
    }

    /// Whether a file that a configuration names is read: a dry run shows nobody a token, and finished tables need
    /// neither key nor people.
    private static func wants(_ key: ConfigurationKey, _ command: Push, isFromTables: Bool) -> Bool {
        // Who says to know a change sends nothing and makes no tables.
        guard !command.acknowledge else { return false }
        if key == .pushTokenFile { return !command.dryRun && command.push.tokenFile == nil }
        let isOfStore = command.store != nil || command.tables == nil && !isFromTables
        return [.keyFile, .directory, .users].contains(key) && (isOfStore || command.check)
    }

    /// A configuration says how tables are made, all of it: half of it from here would make others.
    private static func checkAlone(_ command: Push) throws {
        let isElsewhere =
            !command.optionsOfMaking.isEmpty || command.windowTimeZone != nil || command.users != nil
        guard isElsewhere else { return }
        throw Failure(
            .usage,
            "With --config the options of people, privacy, view, e-mail and zone are those of the configuration.",
            next: "Leave them out here, or --config.")
    }

    /// Keeps out another push.
    func lock() throws -> StoreLock {
        guard let tables else {
            guard FileManager.default.fileExists(atPath: store) else { throw StoreError.missing(path: store) }
            return try StoreLock(store: store, for: .push)
        }
        _ = try FolderPushSource(folder: tables, zone: .utc, withUsers: false)
        return try StoreLock(store: tables + "/.calfold", for: .tables)
    }

    /// Where it is noted what was pushed.
    func notes() throws -> any PushNotes {
        if let tables { return PushNoteFile(folder: tables) }
        let log = try EventLog(path: store, access: .update)
        try refuseChangedNotes(log)
        return StorePushNotes(log)
    }

    private func refuseChangedNotes(_ log: EventLog) throws {
        guard let fault = try StorePushNotes.fault(of: log) else { return }
        throw Failure(
            .refused, "Somebody else has changed the store: \(fault). Nothing was sent.", at: store,
            next: "Bring the store back from a backup: without the notes a month could be pushed twice.")
    }

    static func isOneFolder(_ one: String, _ other: String) -> Bool {
        func place(_ path: String) -> String { URL(filePath: path).standardizedFileURL.resolvingSymlinksInPath().path }
        return place(one) == place(other)
    }

    /// - Parameter isNoted: whether what is pushed is noted.
    func run(isNoted: Bool) throws -> PushRun {
        let now = Instant(ticks: Clock.milliseconds * Instant.ticksPerMillisecond)
        let rules = try export.window.zone()
        if let tables {
            let source = try FolderPushSource(
                folder: tables, zone: rules, isZoneNamed: namesZone, withUsers: settings.withUsers)
            return PushRun(settings, from: source, notes: isNoted ? PushNoteFile(folder: tables) : nil, now: now)
                .telling()
        }
        // Before the fold: what somebody takes in meanwhile may not stand in the tables yet.
        let position = try EventLog(path: store, access: .readOnly).head()?.lastPosition ?? 0
        let log = try FoldedStore.open(store, showing: export.view, isKept: isNoted)
        if isNoted { try refuseChangedNotes(log) }
        // What cannot be read is told of below, in better words.
        let made = Result { try self.export.madeOfMonths(version: Program.version) }
        let export = try export.prepared(on: log, Console.tell)
        return PushRun(
            settings,
            from: try StorePushSource(log: log, run: export, zone: rules, position: position, made: try made.get()),
            notes: isNoted ? StorePushNotes(log) : nil, now: now
        ).telling()
    }

    /// The months that may be pushed without being named, in order.
    func months() throws -> [MonthNumber] {
        if let tables {
            return try FolderPushSource(folder: tables, zone: .utc, withUsers: false).months()
        }
        guard let since = settings.since else {
            throw Failure(
                .usage, "Which month is to be pushed?", next: "Give --month, or --since for all that are closed.")
        }
        let today = MonthNumber(WallTime(ticks: Clock.milliseconds * Instant.ticksPerMillisecond).date)
        guard since <= today else {
            throw Failure(
                .usage, "--since \(since.text) is still to come, so that there is no month to push.",
                next: "Name the first month that is to be pushed.")
        }
        return (since.number...today.number).map { MonthNumber(number: $0) }
    }
}

extension PushRun {
    /// With a line on the terminal that says how far it is.
    fileprivate func telling() -> PushRun {
        var run = self
        var progress = Progress()
        run.progress = { progress.tell($0) }
        return run
    }
}
