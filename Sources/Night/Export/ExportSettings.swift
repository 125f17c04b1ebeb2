import EventStore
import ExchangeFormats
import Privacy
import Tables

/// Which tables are written, of what, where and how: what options or a configuration say, before any of it is opened.
package struct ExportSettings {
    package var tables: [ExportRun.Table]
    /// The folder for the tables.
    package var out = "."
    package var includesCancelled = false
    package var window = WindowSettings()
    package var view = ViewSettings()
    package var privacy = PrivacySettings()
    package var mail = MailSettings()
    package var partner = PartnerSettings()
    package var monitoring = ECSSettings()
    package var calendar = CalendarRun()

    package init(
        tables: [ExportRun.Table], out: String = ".", includesCancelled: Bool = false,
        window: WindowSettings = WindowSettings(), view: ViewSettings = ViewSettings(),
        privacy: PrivacySettings = PrivacySettings(), mail: MailSettings = MailSettings(),
        partner: PartnerSettings = PartnerSettings(), monitoring: ECSSettings = ECSSettings(),
        calendar: CalendarRun = CalendarRun()
    ) {
        self.tables = tables
        self.out = out
        self.includesCancelled = includesCancelled
        self.window = window
        self.view = view
        self.privacy = privacy
        self.mail = mail
        self.partner = partner
        self.monitoring = monitoring
        self.calendar = calendar
    }

    /// The run that the settings describe.
    ///
    /// - Parameter tell: gets what a person should know of the key, the directory and the store's clock.
    /// - Throws: a `Failure` for a value that is not right, and what reading the key and the directory throws.
    package func prepared(on log: EventLog, _ tell: (Remark) -> Void) throws -> ExportRun {
        let options = TableOptions(
            folder: out, month: window.month, delimiter: try partner.delimiterByte(), window: try window.window(),
            includesCancelled: includesCancelled,
            profile: partner.profile, listStyle: partner.listStyle)
        // In clear for the organisation's own monitoring: no key is asked for.
        let isMonitoringAlone = tables == [.ecs] && !monitoring.isPseudonymised
        let mask =
            try isMonitoringAlone
            ? Mask(people: privacy.people(tell), identities: .clear, keepsSubjects: true) : privacy.mask(tell)
        return ExportRun(
            tables: tables, options: options, view: view.view, asOf: try view.asOfInstant(),
            knownAt: try KnownAt.position(view.knownAt, in: log, tell),
            mask: mask, mailLeftOut: try mail.origins(), rowDay: try partner.rowDay(),
            roundsEmployment: partner.roundsEmploymentDates,
            users: try partner.users.map(UserList.init(path:)), calendar: calendar,
            monitoring: try monitoring.run(mask))
    }
}
