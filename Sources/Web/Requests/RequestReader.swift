/// Reads one request from bytes as they come, and refuses it as soon as it goes beyond the bounds: whoever sends
/// header lines without an end holds a few kilobytes and no more.
package struct RequestReader: Sendable {
    /// Bytes of the request line and the header lines together.
    package static let mostHeadBytes = 16_384
    package static let mostHeaders = 64
    package static let mostTargetBytes = 4_096
    /// Only the form with the token has a body.
    package static let mostBodyBytes = 4_096

    package enum State: Sendable, Equatable {
        case unfinished
        case finished(WebRequest)
        case refused(RefusedRequest)
    }

    private var bytes: [UInt8] = []
    /// What was looked through for the end of the head.
    private var scanned = 0
    private var head: (request: WebRequest, bodyBegins: Int, length: Int)?

    package init() {}

    /// Takes the next bytes of the connection.
    package mutating func add(_ more: some Collection<UInt8>) -> State {
        do throws(RefusedRequest) {
            bytes += more
            if head == nil {
                guard let end = endOfHead() else {
                    guard bytes.count <= RequestReader.mostHeadBytes else {
                        throw RefusedRequest(431, "The request's head has more than 16 KB.")
                    }
                    return .unfinished
                }
                guard end.after <= RequestReader.mostHeadBytes else {
                    throw RefusedRequest(431, "The request's head has more than 16 KB.")
                }
                let request = try RequestReader.request(bytes[..<end.before])
                head = (request, end.after, try RequestReader.bodyLength(request))
            }
            guard let (head, begins, length) = head else { return .unfinished }
            guard bytes.count - begins >= length else { return .unfinished }
            var request = head
            request.body = Array(bytes[begins..<(begins + length)])
            return .finished(request)
        } catch {
            return .refused(error)
        }
    }

    /// Where the empty line stands.
    private mutating func endOfHead() -> (before: Int, after: Int)? {
        var place = max(0, scanned - 3)
        while place < bytes.count {
            guard bytes[place] == 0x0A else {
                place += 1
                continue
            }
            let rest = bytes[(place + 1)...]
            if rest.first == 0x0A { return (place, place + 2) }
            if rest.starts(with: [0x0D, 0x0A]) { return (place, place + 3) }
            place += 1
        }
        scanned = bytes.count
        return nil
    }

    private static func request(_ head: ArraySlice<UInt8>) throws(RefusedRequest) -> WebRequest {
        var lines = head.split(separator: 0x0A, omittingEmptySubsequences: false).map { line in
            line.last == 0x0D ? line.dropLast() : line
        }
        let first = lines.removeFirst()
        guard lines.count <= mostHeaders else {
            throw RefusedRequest(431, "The request has more than \(mostHeaders) header lines.")
        }
        let words = first.split(separator: 0x20, omittingEmptySubsequences: false)
        guard words.count == 3, let method = String(validating: words[0], as: UTF8.self),
            !method.isEmpty, method.utf8.allSatisfy(isOfToken), let target = String(validating: words[1], as: UTF8.self)
        else { throw RefusedRequest(400, "The request line is not METHOD TARGET HTTP/1.1.") }
        guard words[2].elementsEqual("HTTP/1.1".utf8) || words[2].elementsEqual("HTTP/1.0".utf8) else {
            throw RefusedRequest(505, "Only HTTP/1.1 is spoken here.")
        }
        guard words[1].count <= mostTargetBytes else {
            throw RefusedRequest(414, "The target has more than \(mostTargetBytes) bytes.")
        }
        var headers: [WebRequest.Header] = []
        for line in lines { headers.append(try header(line)) }
        return try WebRequest(method: method, target: target, headers: headers)
    }

    private static func header(_ line: ArraySlice<UInt8>) throws(RefusedRequest) -> WebRequest.Header {
        guard let colon = line.firstIndex(of: UInt8(ascii: ":")), colon > line.startIndex,
            line[..<colon].allSatisfy(isOfToken), !line.contains(0), !line.contains(0x0D)
        else { throw RefusedRequest(400, "A header line is not NAME: VALUE.") }
        let value = line[(colon + 1)...].drop { $0 == 0x20 || $0 == 0x09 }.reversed().drop { $0 == 0x20 || $0 == 0x09 }
        return .init(
            name: String(decoding: line[..<colon], as: UTF8.self).lowercased(),
            value: String(decoding: value.reversed(), as: UTF8.self))
    }

    /// How long the body is. What two readers could take for two different lengths is refused (RFC 9112, 6.3).
    private static func bodyLength(_ request: WebRequest) throws(RefusedRequest) -> Int {
        guard request.values("transfer-encoding").isEmpty else {
            throw RefusedRequest(501, "Bodies are read by their Content-Length only.")
        }
        let stated = request.values("content-length")
        guard !stated.isEmpty else { return 0 }
        guard stated.count == 1, !stated[0].isEmpty, stated[0].utf8.allSatisfy({ (0x30...0x39).contains($0) }) else {
            throw RefusedRequest(400, "Content-Length is not one number.")
        }
        guard let length = Int(stated[0]), length <= mostBodyBytes else {
            throw RefusedRequest(413, "The body has more than \(mostBodyBytes) bytes.")
        }
        return length
    }

    /// RFC 9110, 5.6.2.
    private static func isOfToken(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"):
            true
        default: "!#$%&'*+-.^_`|~".utf8.contains(byte)
        }
    }
}
