import Encodings

/// What a browser or a program asks, read whole and within bounds (RFC 9110, RFC 9112).
package struct WebRequest: Sendable, Equatable {
    package var method: String
    /// As it stood in the request line: the access book notes it.
    package var target: String
    /// The parts of the path between its strokes, decoded: `/` has none.
    package var path: [String]
    package var query: [QueryItem]
    package var headers: [Header]
    package var body: [UInt8]

    package struct QueryItem: Sendable, Equatable {
        package var name: String
        package var value: String

        package init(name: String, value: String) {
            self.name = name
            self.value = value
        }
    }

    package struct Header: Sendable, Equatable {
        /// In lower case.
        package var name: String
        package var value: String

        package init(name: String, value: String) {
            self.name = name
            self.value = value
        }
    }

    /// The values of a header field, in order.
    package func values(_ name: String) -> [String] { headers.filter { $0.name == name }.map(\.value) }

    /// The value of a header field that stands there once; nil where it is missing or repeated.
    package func only(_ name: String) -> String? {
        let found = values(name)
        return found.count == 1 ? found[0] : nil
    }

    package var isOfAPI: Bool { path.first == "api" }

    /// A request by its target, as tests and the reader make it.
    ///
    /// - Throws: `RefusedRequest` for a target that is no path.
    package init(
        method: String, target: String, headers: [Header] = [], body: [UInt8] = []
    ) throws(RefusedRequest) {
        self.method = method
        self.target = target
        self.headers = headers
        self.body = body
        guard target.hasPrefix("/"), target.utf8.allSatisfy({ (0x21...0x7E).contains($0) && $0 != UInt8(ascii: "#") })
        else { throw RefusedRequest(400, "The target of a request is a path that begins with a stroke.") }
        let parts = target.split(separator: "?", maxSplits: 1, omittingEmptySubsequences: false)
        guard let path = PercentText.segments(parts[0]) else {
            throw RefusedRequest(400, "The path is not UTF-8 in percent-encoding.")
        }
        self.path = path
        guard let query = parts.count > 1 ? PercentText.items(parts[1]) : [] else {
            throw RefusedRequest(400, "The parameters are not UTF-8 in percent-encoding.")
        }
        self.query = query
    }
}

/// A request that is not read any further, with the status that says why.
package struct RefusedRequest: Error, Sendable, Equatable {
    package var status: Int
    package var detail: String

    package init(_ status: Int, _ detail: String) {
        self.status = status
        self.detail = detail
    }
}

/// Paths and forms in percent-encoding (RFC 3986; WHATWG URL, "application/x-www-form-urlencoded").
enum PercentText {
    /// The parts of a path; nil where they are no UTF-8, or a part leads elsewhere (`.`, `..`, empty).
    static func segments(_ path: Substring) -> [String]? {
        guard path != "/" else { return [] }
        var segments: [String] = []
        for part in path.dropFirst().split(separator: "/", omittingEmptySubsequences: false) {
            guard let text = decoded(part.utf8, plusIsSpace: false), !text.isEmpty, text != ".", text != ".." else {
                return nil
            }
            segments.append(text)
        }
        return segments
    }

    /// The names and values of a query or a form; nil where they are no UTF-8.
    static func items(_ text: Substring) -> [WebRequest.QueryItem]? {
        var items: [WebRequest.QueryItem] = []
        for part in text.utf8.split(separator: UInt8(ascii: "&")) {
            let halves = part.split(separator: UInt8(ascii: "="), maxSplits: 1, omittingEmptySubsequences: false)
            guard let name = decoded(halves[0], plusIsSpace: true),
                let value = halves.count > 1 ? decoded(halves[1], plusIsSpace: true) : ""
            else { return nil }
            items.append(.init(name: name, value: value))
        }
        return items
    }

    private static func decoded(_ text: some Collection<UInt8>, plusIsSpace: Bool) -> String? {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(text.count)
        var rest = text.makeIterator()
        while let byte = rest.next() {
            switch byte {
            case UInt8(ascii: "%"):
                guard let high = rest.next().flatMap(Hex.value), let low = rest.next().flatMap(Hex.value) else {
                    return nil
                }
                bytes.append(high << 4 | low)
            case UInt8(ascii: "+") where plusIsSpace: bytes.append(0x20)
            default: bytes.append(byte)
            }
        }
        return String(validating: bytes, as: UTF8.self)
    }
}
