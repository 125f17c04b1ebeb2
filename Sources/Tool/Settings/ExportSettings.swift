import EventStore
import ExchangeFormats
import Privacy
import Tables

/// Which tables are written, of what, where and how: what options or a configuration say, before any of it is opened.
struct ExportSettings {
    var tables: [ExportRun.Table]
    /// The folder for the tables.
    var out = "."
    var includesCancelled = false
    var window = WindowSettings()
    var view = ViewSettings()
    var privacy = PrivacySettings()
    var mail = MailSettings()
    var partner = PartnerSettings()
    var monitoring = ECSSettings()
    var calendar = CalendarRun()

    /// The run that the settings describe.
    ///
    /// - Parameter tell: gets what a person should know of the key, the directory and the store's clock.
    /// - Throws: a `Failure` for a value that is not right, and what reading the key and the directory throws.
    func prepared(on log: EventLog, _ tell: (Remark) -> Void) throws -> ExportRun {
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
