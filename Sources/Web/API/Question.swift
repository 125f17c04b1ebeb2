import Encodings
import ExchangeFormats
import Night
import Projection
import Reconstruct

/// A request whose parameters are those that its path knows, each at most once, and the store that answers it.
struct Question {
    let request: WebRequest
    let store: StoreView
    private let values: [Parameter: String]

    /// - Parameter isForm: what a form leaves empty was not said.
    /// - Throws: `RefusedRequest` for a parameter that is not known here, or is repeated.
    init(_ request: WebRequest, _ store: StoreView, knowing known: [Parameter], isForm: Bool = false) throws {
        self.request = request
        self.store = store
        var values: [Parameter: String] = [:]
        for item in request.query {
            guard let parameter = Parameter(rawValue: item.name), known.contains(parameter) else {
                throw RefusedRequest(
                    400,
                    "There is no parameter \(item.name.prefix(40)) here."
                        + (known.isEmpty ? "" : " There are: \(known.map(\.rawValue).joined(separator: ", "))."))
            }
            guard values[parameter] == nil else {
                throw RefusedRequest(400, "The parameter \(parameter.rawValue) stands there twice.")
            }
            if isForm, item.value.isEmpty { continue }
            values[parameter] = item.value
        }
        self.values = values
    }

    subscript(parameter: Parameter) -> String? { values[parameter] }

    func instant(_ parameter: Parameter, zone: ZoneRules = .utc) throws -> Instant? {
        try values[parameter].map { text in
            guard let instant = StatedTime.instant(text, zone: zone) else {
                throw RefusedRequest(
                    400, "\(parameter.rawValue) is neither a date nor an instant. \(StatedTime.instantForm)")
            }
            return instant
        }
    }

    func word<Word: RawRepresentable<String> & CaseIterable>(_ parameter: Parameter, _ type: Word.Type) throws -> Word?
    {
        try values[parameter].map { text in
            guard let word = Word(rawValue: text) else {
                throw RefusedRequest(
                    400,
                    "\(parameter.rawValue) is one of \(Word.allCases.map(\.rawValue).joined(separator: ", ")).")
            }
            return word
        }
    }

    func flag(_ parameter: Parameter) throws -> Bool {
        switch values[parameter] {
        case nil, "false": false
        case "true": true
        default: throw RefusedRequest(400, "\(parameter.rawValue) is true or false.")
        }
    }

    /// The window that an export of the same bounds has.
    func window() throws -> Range<Instant> {
        _ = try (instant(.from), instant(.to))
        return try WindowSettings(from: values[.from], to: values[.to]).window()
    }

    /// The clock that is asked for; UTC where none is.
    func clock() throws -> (name: String, rules: ZoneRules) {
        let name = values[.timeZone] ?? "UTC"
        guard let zone = ZoneCatalogue.shipped.resolve(name), zone.isExact else {
            throw RefusedRequest(400, "\(name.prefix(60)) is no zone that is known here, such as Europe/Warsaw.")
        }
        return (name, zone.rules)
    }

    /// The last position of the log that counts; nil where all of it does.
    func knownPosition() throws -> Int64? { try KnownAt.position(values[.knownAt], in: store.log) { _ in } }

    func limit() throws -> Int {
        guard let text = values[.limit] else { return Parameter.usualRows }
        guard let number = Int(text), (1...Parameter.mostRows).contains(number),
            text.utf8.allSatisfy({ (0x30...0x39).contains($0) })
        else { throw RefusedRequest(400, "limit is a number from 1 to \(Parameter.mostRows).") }
        return number
    }

    // MARK: Cursors

    /// What is asked, whatever page of it.
    private var mark: [UInt8] {
        let parts =
            request.path
            + values.filter { $0.key != .cursor && $0.key != .limit }.map { "\($0.key.rawValue)=\($0.value)" }.sorted()
        return Array(Cursor.digest(of: parts + [store.settings.mark]).prefix(8))
    }

    /// Where the page before this one ended.
    func cursor() throws -> Cursor? {
        try values[.cursor].map { text in
            guard let cursor = Cursor(text: text, mark: mark) else {
                throw RefusedRequest(
                    400, "The cursor does not belong to this question. Follow 'next' with the same parameters.")
            }
            return cursor
        }
    }

    /// The address of the page that begins behind a row.
    func next(after cursor: Cursor) -> (cursor: String, path: String) {
        let text = cursor.text(mark: mark)
        let items = request.query.filter { $0.name != Parameter.cursor.rawValue }.map { ($0.name, $0.value) }
        return (
            text, PathText.path(request.path, items + [(Parameter.cursor.rawValue, text)])
        )
    }
}

/// Addresses of our own.
enum PathText {
    static func path(_ segments: [String], _ query: [(String, String?)] = []) -> String {
        let items = query.compactMap { name, value in value.map { "\(name)=\(Percent.encode($0))" } }
        return "/" + segments.map { Percent.encode($0) }.joined(separator: "/")
            + (items.isEmpty ? "" : "?" + items.joined(separator: "&"))
    }
}
