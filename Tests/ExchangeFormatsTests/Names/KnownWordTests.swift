import ExchangeFormats
import Testing

/// What is Exchange's own, to its last letter; what somebody else wrote into such a column leaves in no spelling.
@Suite struct KnownWordTests {
    @Test(arguments: [
        "Pacific Standard Time", "(UTC-08:00) Pacific Time (US & Canada)", "(GMT-08:00) Pacific Time (US and Canada)",
        "(UTC+01:00) Sarajevo, Skopje, Warsaw, Zagreb", "(GMT+01.00) Sarajevo/Skopje/Warsaw/Zagreb", "Europe/Warsaw",
        "(UTC+01:00) Europe/Warsaw", "America/New_York (GMT-05:00)", "UTC", "tzone://Microsoft/Utc",
        "(UTC+02:00) Kaliningrad (RTZ 1)", "(UTC+03:00) Moscow, St. Petersburg, Volgograd (RTZ 2)",
        "(UTC-03:30) Newfoundland",
        "Customized Time Zone", "tzone://Microsoft/Custom", "(UTC+05:30)", "Central European Standard Time",
        "(UTC+01:00) Amsterdam, Berlin, Bern, Rom, Stockholm, Wien", "europe/warsaw",
    ])
    func aZoneOfTheTablesStaysAsItIs(_ name: String) { #expect(KnownWord.zone.shown(name) == name) }

    @Test(arguments: [
        ("zqAlice Europe/Warsaw", "Europe/Warsaw"), ("Europe/Warsaw (zqAlice)", "Europe/Warsaw"),
        ("(GMT-05:00) Eastern Standard Time - zqAlice", "Eastern Standard Time"),
        ("/zqalice.example/zqBob/Europe/Warsaw", "Europe/Warsaw"),
    ])
    func ofATextThatLeadsToAZoneTheZoneIsLeft(_ text: String, _ shown: String) {
        #expect(KnownWord.zone.shown(text)?.lowercased() == shown.lowercased())
    }

    @Test(arguments: [
        "zqAlice", "(UTC+01:00) zqAlice", "Customized Time Zone zqAlice", "(zqAlice) Europe", "UTC zqAlice",
        "(UTC+01:00 zqAlice) Sarajevo, Skopje, Warsaw, Zagreb",
    ])
    func aTextThatIsNoZoneIsNotShown(_ text: String) {
        #expect(KnownWord.zone.shown(text)?.lowercased().contains("zq") != true)
    }

    /// Whatever stands before, behind or inside a name, nothing of it is shown.
    @Test func nothingBesideANameIsShown() {
        let names = [
            "Pacific Standard Time", "(UTC+01:00) Sarajevo, Skopje, Warsaw, Zagreb", "Europe/Warsaw", "UTC",
            "(UTC+03:00) Moscow, St. Petersburg, Volgograd (RTZ 2)", "(GMT-05:00) Eastern Standard Time",
            "(UTC+05:30)", "America/New_York (GMT-05:00)", "Customized Time Zone",
        ]
        for name in names {
            let characters = Array(name)
            for place in 0...characters.count {
                for word in ["zq", " zq ", "(zq)", "/zq/", " - zq", ",zq,", "zq:"] {
                    let text = String(characters[..<place]) + word + String(characters[place...])
                    #expect(KnownWord.zone.shown(text)?.contains("zq") != true, "\(text)")
                }
            }
        }
    }

    @Test func actionsAndClassesAreThoseThatDocumentsList() {
        for action in ["Create", "SoftDelete", "MoveToDeletedItems", "DoneWithMessageDelete", "update"] {
            #expect(KnownWord.action.shown(action) == action)
        }
        for action in ["zqAlice", "Create zqAlice", "Create.zqAlice", " Create"] {
            #expect(KnownWord.action.shown(action) == nil)
        }
        let ole = "IPM.OLE.CLASS.{00061055-0000-0000-C000-000000000046}"
        for name in [
            "IPM.Appointment", ole, "IPM.Schedule.Meeting.Resp.Tent", "(Occurrence Deleted)", "Resp.Tent.Follow",
        ] {
            #expect(KnownWord.itemClass.shown(name) == name)
        }
        #expect(KnownWord.itemClass.shown("IPM.Appointment.zqAlice") == "IPM.Appointment")
        #expect(KnownWord.itemClass.shown("IPM.OLE.CLASS.{zqAlice}") == "IPM.OLE.CLASS")
        #expect(KnownWord.itemClass.shown("IPM.Schedule.Meeting.Resp.Pos.zq.Alice") == "IPM.Schedule.Meeting.Resp.Pos")
        for name in ["zqAlice", "IPM.zqAlice", "IPM.Appointment zqAlice", "IPM"] {
            #expect(KnownWord.itemClass.shown(name) == nil)
        }
        // A class of a megabyte of dots is looked at in its beginning alone.
        let long = String(repeating: "a.", count: 500_000)
        #expect(KnownWord.itemClass.shown(long) == nil)
        #expect(KnownWord.itemClass.shown("IPM.Appointment." + long) == "IPM.Appointment")
        #expect(KnownWord.itemClass.shown(ole + "." + long) == ole)
        #expect(KnownWord.itemClass.shown(ole + "x") == "IPM.OLE.CLASS")
        #expect(KnownWord.recurrenceType.shown("Weekly") == "Weekly")
        #expect(KnownWord.recurrenceType.shown("zqAlice") == nil)
    }
}
