import Foundation
import TestSupport
import Testing

/// What an administrator writes into the configuration by mistake, and what the keys do at night.
@Suite struct ConfigurationTests {
    /// A fault in the form of one key does not hide the faults in the values of others.
    @Test func faultsOfEveryKindAreToldTogether() throws {
        let scratch = try NightScratch(
            "subjects: maybe\nview: asheld\nprofile: sfpt\nlist-style: jsn\nout-of-scope: internl\nculture: en-GG\nencoding: windows-1299\ntables: []\npublish:\n"
        )
        let run = try scratch.night()
        #expect(run.status == 64 && run.output.isEmpty, "\(run.output)")
        for words in [
            "line 5: subjects: is true or false", "line 6: view: asheld is not known. Did you mean as-held?",
            "line 7: profile: sfpt is not known. Did you mean sftp?",
            "line 8: list-style: jsn is not known. Did you mean json?",
            "line 9: out-of-scope: internl is not known. Did you mean internal?",
            "line 10: culture: --culture en-GG is not known. Did you mean en-GB?",
            "line 11: encoding: --encoding windows-1299 is not known. Did you mean windows-125",
            "line 12: tables: names none", "line 13: publish needs a target",
        ] { #expect(run.errors.contains(words), "\(words) in \(run.errors)") }
    }

    /// Nobody means that everybody is inside by a key without a value.
    @Test(arguments: ["accepted-domain:\n", "accepted-domain: []\n", "accepted-domain: ''\n"])
    func anEmptyListOfDomainsIsAFault(_ line: String) throws {
        let scratch = try NightScratch("tables: [meetings]\n")
        try scratch.scratch.write("key-file: key.txt\n" + line, to: "calfold.yaml")
        let run = try scratch.night()
        #expect(run.status == 64 && run.errors.contains("line 2: accepted-domain"), "\(run.errors)")
    }

    /// Anchors within anchors make a text of a kilobyte as large as one likes.
    @Test func anchorsAreNotTaken() throws {
        var lines = "a0: &a0 [x, x]\n"
        for level in 1..<40 { lines += "a\(level): &a\(level) [*a\(level - 1), *a\(level - 1)]\n" }
        let scratch = try NightScratch("tables: [meetings]\n")
        for text in [lines + "? *a39\n: x\n", "subjects: &x true\n", "? &y [a, b]\n: x\n"] {
            try scratch.scratch.write(text, to: "calfold.yaml")
            let run = try scratch.night()
            #expect(run.status == 64 && run.errors.contains("anchors"), "\(run.errors)")
        }
        // In quotes and in comments it is a sign like others.
        try scratch.scratch.write("out: 'a &b'\n# &c\nsubjects: \"&d\"\n", to: "calfold.yaml")
        #expect(try !scratch.night().errors.contains("anchors"))
    }

    /// Editors write a byte order mark, and files that are put together have it in the middle.
    @Test func aByteOrderMarkIsNoPartOfAKey() throws {
        let scratch = try NightScratch("tables: [meetings]\n")
        try scratch.scratch.write(
            "\u{FEFF}tables: [meetings]\n\u{FEFF}subjects: maybe\n", to: "calfold.yaml")
        let run = try scratch.night()
        #expect(run.status == 64 && run.errors.contains("line 2: subjects: is true or false"), "\(run.errors)")
        #expect(!run.errors.contains("not known") && !run.errors.contains("no key"), "\(run.errors)")
    }

    @Test func metricsDoNotLieInTheInbox() throws {
        let scratch = try NightScratch("tables: [meetings]\nmetrics: inbox/calfold.prom\n")
        let run = try scratch.night()
        #expect(run.status == 64 && run.errors.contains("metrics: It lies in the inbox"), "\(run.errors)")
    }

    /// What needs something that is not there is told before anything is taken in.
    @Test func keysThatDoNotGoTogetherAreTold() throws {
        let scratch = try NightScratch(
            "profile: sftp\ntables: [meetings, employees, users]\naccepted-domain: alice@example.com\n")
        try scratch.scratch.write(
            "key-file: key.txt\nprofile: sftp\ntables: [meetings, employees, users]\naccepted-domain: alice@example.com\n",
            to: "calfold.yaml")
        let run = try scratch.night()
        #expect(run.status == 64, "\(run.output)")
        for words in [
            "line 3: tables: employees needs a directory", "line 3: tables: users needs users",
            "line 3: tables: meetings would stand under the name of the partner's meetings",
            "line 4: accepted-domain: alice@example.com is no domain",
        ] { #expect(run.errors.contains(words), "\(words) in \(run.errors)") }
        #expect(!FileManager.default.fileExists(atPath: scratch.folder + "/calfold.db"))
    }

    @Test func filesThatAreNotThereAreToldWithTheirLines() throws {
        let scratch = try NightScratch(
            "directory: people.csv\nusers: users.csv\npublish:\n  sftp: calfold@127.0.0.1:/in\n  identity-file: id\n  known-hosts: known\n  ssh-config: config\n"
        )
        let run = try scratch.night("--dry-run")
        #expect(run.status == 66, "\(run.output)")
        for words in [
            "line 5: directory: ", "line 6: users: ", "line 9: publish.identity-file: ",
            "line 10: publish.known-hosts: ", "line 11: publish.ssh-config: ",
        ] {
            #expect(run.errors.contains(words), "\(words) in \(run.errors)")
        }
        let key = try scratch.night("--dry-run", environment: ["CALFOLD_KEY_FILE": "nowhere.txt"])
        #expect(
            key.errors.contains("key-file (the variable CALFOLD_KEY_FILE): there is no file nowhere.txt"),
            "\(key.errors)")
    }

    /// Tables in the inbox would be taken in the next night.
    @Test(arguments: [
        "out: inbox/tables", "store: inbox/calfold.db", "inbox: .", "publish:\n  folder: inbox",
        "publish:\n  folder: ./tables/",
    ])
    func nothingOfOursStandsInTheInbox(line: String) throws {
        let scratch = try NightScratch(line + "\n")
        let run = try scratch.night("--dry-run")
        #expect(
            run.status == 64
                && (run.errors.contains("inside the inbox") || run.errors.contains("is the folder of out itself")),
            "\(run.errors)")
    }

    @Test func theSecretMayBeInTheEnvironment() throws {
        let scratch = try NightScratch()
        try scratch.scratch.write("accepted-domain: example.com\n", to: "calfold.yaml")
        let environment = ["CALFOLD_KEY": "a secret that must never be shown"]
        let shown = try scratch.night("--print-config", environment: environment)
        #expect(
            shown.status == 0 && shown.output.contains("(the variable CALFOLD_KEY)")
                && !shown.output.contains("must never"), "\(shown.output)")
        #expect(try scratch.night(environment: environment).status == 0)
    }

    @Test(arguments: ["", "# nothing but a remark\n"])
    func anEmptyConfigurationSaysWhatItLacks(text: String) throws {
        let scratch = try NightScratch()
        try scratch.scratch.write(text, to: "calfold.yaml")
        let run = try scratch.night()
        #expect(run.status == 77 && run.errors.contains("key-file"), "\(run.errors)")
    }

    /// Subjects that are asked for do not fail the check of finished tables.
    @Test func subjectsThatAreAskedForPassTheCheck() throws {
        let scratch = try NightScratch("subjects: true\ntables: [meetings, calendar_log]\n")
        try scratch.takeAll()
        let run = try scratch.night()
        #expect(run.status == 0, "\(run.output)")
        let table = try #require(
            try NightScratch.files(in: scratch.tables, ending: "2024-02_meetings.csv").values.first)
        #expect(String(decoding: table, as: UTF8.self).lowercased().contains("planning"))
        #expect(
            try scratch.calfold(["export", "--check", "tables"]).status == 1, "without --subjects a subject is a leak")
        #expect(try scratch.calfold(["export", "--check", "tables", "--subjects"]).status == 0)
    }

    /// A file named by a display name leads to its mailbox through the directory, at night as by hand.
    @Test func theDirectoryNamesMailboxes() throws {
        let scratch = try NightScratch("directory: people.csv\n")
        try scratch.scratch.write("address,display name\nfelix.berg6@example.com,Felix Berg\n", to: "people.csv")
        try FileManager.default.copyItem(
            atPath: NightScratch.logs + "/felix.berg6@example.com.csv", toPath: scratch.folder + "/inbox/Felix Berg.csv"
        )
        let run = try scratch.night()
        #expect(run.status == 0 && !run.output.contains("nothing says whose log it is"), "\(run.output)")
        #expect(run.errors.isEmpty, "cron mails what stands here: \(run.errors)")
        let byHand = try scratch.calfold(["ingest", "inbox", "--directory", "people.csv"])
        #expect(byHand.output.contains("0 taken + 85 duplicate"), "\(byHand.output)")
    }

    @Test func logTimesMayHaveAZoneOfTheirOwn() throws {
        let scratch = try NightScratch("log-time-zone: Europe/Warsaw\n")
        let source = NightScratch.root.appending(
            path: "Fixtures/calendar/formats/analysis-advanced/ben.ito@example.com.csv"
        ).path
        try FileManager.default.copyItem(atPath: source, toPath: scratch.folder + "/inbox/ben.ito@example.com.csv")
        #expect(try scratch.night().status == 0)
        let byHand = try scratch.calfold(["ingest", "inbox", "--log-time-zone", "Europe/Warsaw"])
        #expect(byHand.output.contains(": 0 taken + "), "\(byHand.output)")
    }

    /// A key that others can read is told in the report, not only where nobody looks.
    @Test func aKeyThatOthersCanReadIsInTheReport() throws {
        let scratch = try NightScratch()
        try FileManager.default.setAttributes([.posixPermissions: 0o644], ofItemAtPath: scratch.folder + "/key.txt")
        let run = try scratch.night()
        #expect(
            run.status == 0 && run.output.contains("warning: The key file") && run.output.contains("chmod 600"),
            "\(run.output)")
        #expect(try String(contentsOfFile: scratch.tables + "/last-night.txt", encoding: .utf8).contains("chmod 600"))
    }
}
