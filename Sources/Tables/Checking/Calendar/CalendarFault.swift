/// What can be wrong with a calendar file beyond the form of its lines.
enum CalendarFault: String, CaseIterable {
    case noLine, nesting, component, noCalendar, version, method, missing, repeatedProperty, value, escape, moment,
        pair, endBeforeStart, until, untilBeforeStart, startOffRule, ruleOfInstance, otherForm, noSeries,
        repeatedSeries,
        repeatedInstance, excludedInstance, sequence, zoneMissing, zoneRepeated, zoneUnused, observance, address,
        objectID, text

    /// What it is, given how many lines or components have it.
    func sentence(_ count: Int) -> String {
        switch self {
        case .noLine: "\(count, "line is", "lines are") no name, parameters and value"
        case .nesting: "\(count, "BEGIN or END has", "BEGIN or END have") no counterpart"
        case .component: "\(count, "component stands", "components stand") where none of its name may"
        case .noCalendar: "it is no calendar: the first line is not BEGIN:VCALENDAR, or the last not END:VCALENDAR"
        case .version: "it does not say VERSION:2.0 once, and PRODID once"
        case .method: "a METHOD makes an invitation of a record"
        case .missing: "\(count, "component lacks", "components lack") it"
        case .repeatedProperty: "\(count, "component has", "components have") it more than once"
        case .value: "\(count, "value is", "values are") none that it can have"
        case .escape: "\(count, "text has", "texts have") a delimiter or a backslash that is not escaped"
        case .moment: "\(count, "value is", "values are") no date or time, or not the one that VALUE and TZID promise"
        case .pair: "\(count, "component has", "components have") both DTEND and DURATION"
        case .endBeforeStart: "\(count, "component ends", "components end") no later than it starts, or in another form"
        case .until: "\(count, "rule ends", "rules end") in another form than its start asks for"
        case .untilBeforeStart: "\(count, "rule ends", "rules end") before the series starts"
        case .startOffRule: "\(count, "start is", "starts are") no instance of the rule, and readers list one more"
        case .ruleOfInstance: "\(count, "instance has", "instances have") a rule of its own"
        case .otherForm: "\(count, "value is", "values are") not in the form, or the zone, of the series' start"
        case .noSeries: "\(count, "instance has", "instances have") no series with its UID: a guest of single dates?"
        case .repeatedSeries: "\(count, "series or meeting has", "series or meetings have") a UID that stands before"
        case .repeatedInstance: "\(count, "instance has", "instances have") a component already"
        case .excludedInstance:
            "\(count, "instance is", "instances are") an EXDATE of the series too, and readers show nothing"
        case .sequence: "\(count, "instance has", "instances have") a lower SEQUENCE than the series"
        case .zoneMissing: "\(count, "zone is", "zones are") used and not declared"
        case .zoneRepeated: "\(count, "zone is", "zones are") declared more than once"
        case .zoneUnused: "\(count, "zone is", "zones are") declared and not used"
        case .observance: "\(count, "zone has", "zones have") no STANDARD observance, or a fault in one"
        case .address: "\(count, "address stands", "addresses stand") in it in clear"
        case .objectID:
            "\(count, "id is", "ids are") neither of Exchange's own making nor its HMAC, and may hold an address"
        case .text: "\(count, "text stands", "texts stand") in it: free text must not leave"
        }
    }

    /// What is odd, but what readers take all the same. In a person's file stand the single dates that they were
    /// invited to.
    var severity: CheckReport.Finding.Severity { self == .zoneUnused || self == .noSeries ? .warning : .error }
}
