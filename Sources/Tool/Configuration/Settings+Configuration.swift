import Night
import Privacy
import Tables

// The configuration file as a front end of the settings, beside the options of the command line: a key means what the
// option of its name means.

extension ReadingSettings {
    init(_ configuration: Configuration) {
        self.init(
            mailbox: configuration.text(.mailbox), encoding: configuration.text(.encoding),
            culture: configuration.text(.culture), dateFormat: configuration.text(.dateFormat),
            timeZone: configuration.text(.timeZone), logTimeZone: configuration.text(.logTimeZone),
            acceptedDomains: configuration.texts(.acceptedDomain))
    }
}

extension ExportSettings {
    init(_ configuration: Configuration) {
        self.init(tables: configuration.texts(.tables).compactMap(ExportRun.Table.init))
        includesCancelled = configuration.flag(.includeCancelled)
        window.zoneName = configuration.text(.windowTimeZone)
        view.view = configuration.word(.view) ?? .final
        privacy = PrivacySettings(configuration)
        mail.leftOut = configuration.texts(.leaveOutMail).compactMap { MailSettings.Word($0) }
        partner = PartnerSettings(
            profile: configuration.word(.profile), listStyle: configuration.word(.listStyle) ?? .json,
            delimiter: configuration.text(.delimiter), roundsEmploymentDates: configuration.flag(.roundEmploymentDates),
            users: configuration.text(.users))
    }
}

extension PrivacySettings {
    init(_ configuration: Configuration) {
        self.init(
            key: KeySettings(file: configuration.text(.keyFile)), acceptedDomains: configuration.texts(.acceptedDomain),
            directory: DirectorySettings(files: configuration.texts(.directory)),
            includes: configuration.texts(.include), excludes: configuration.texts(.exclude),
            outOfScope: configuration.word(.outOfScope) ?? .drop, keepsSubjects: configuration.flag(.subjects))
    }
}

extension PollArguments {
    init(_ configuration: Configuration) {
        self.init(
            tenant: configuration.text(.pollTenant), clientID: configuration.text(.pollClientID),
            clientSecretFile: configuration.text(.pollClientSecretFile),
            certificate: configuration.text(.pollCertificate), privateKey: configuration.text(.pollPrivateKey),
            inbox: configuration.text(.pollInbox), state: configuration.text(.pollState),
            initialInterval: configuration.text(.pollInitialInterval), lookBack: configuration.text(.pollLookBack),
            batchSize: configuration.number(.pollBatchSize), until: configuration.text(.pollUntil),
            tokenURL: configuration.text(.pollTokenURL), graphURL: configuration.text(.pollGraphURL),
            isLegacy: configuration.flag(.pollLegacy), reportingURL: configuration.text(.pollReportingURL))
    }
}
