/// What is answered to a request, without the parts that every answer has.
package struct WebResponse: Sendable, Equatable {
    package var status: Int
    package var headers: [WebRequest.Header]
    package var body: [UInt8]
    /// What the access book says where the status on the connection would mislead: a form that asks for the token is no
    /// look.
    package var notedStatus: Int?

    package init(_ status: Int, type: String? = nil, headers: [WebRequest.Header] = [], body: String = "") {
        self.status = status
        self.headers = (type.map { [.init(name: "Content-Type", value: $0)] } ?? []) + headers
        self.body = Array(body.utf8)
    }

    /// The value of a header field that was set.
    package func header(_ name: String) -> String? {
        headers.first { $0.name.lowercased() == name.lowercased() }?.value
    }

    mutating func set(_ name: String, _ value: String) {
        headers.removeAll { $0.name == name }
        headers.append(.init(name: name, value: value))
    }

    static func json(_ json: JSON, status: Int = 200) -> WebResponse {
        WebResponse(status, type: "application/json", body: json.text)
    }

    static func page(_ page: Markup, status: Int = 200) -> WebResponse {
        WebResponse(status, type: "text/html; charset=utf-8", body: page.text)
    }

    /// Where the browser is to go instead: a path of our own.
    static func seeOther(_ path: String) -> WebResponse {
        WebResponse(303, headers: [.init(name: "Location", value: path)])
    }

    /// What went wrong, as RFC 9457 has it.
    static func problem(_ status: Int, _ detail: String) -> WebResponse {
        WebResponse(
            status, type: "application/problem+json",
            body: JSON.object([
                ("type", .string("about:blank")), ("title", .string(phrase(status))), ("status", .number(status)),
                ("detail", .string(detail)),
            ]).text)
    }

    static func phrase(_ status: Int) -> String {
        switch status {
        case 200: "OK"
        case 303: "See Other"
        case 304: "Not Modified"
        case 400: "Bad Request"
        case 401: "Unauthorized"
        case 403: "Forbidden"
        case 404: "Not Found"
        case 405: "Method Not Allowed"
        case 406: "Not Acceptable"
        case 408: "Request Timeout"
        case 413: "Content Too Large"
        case 414: "URI Too Long"
        case 415: "Unsupported Media Type"
        case 431: "Request Header Fields Too Large"
        case 501: "Not Implemented"
        case 503: "Service Unavailable"
        case 505: "HTTP Version Not Supported"
        default: "Internal Server Error"
        }
    }

    /// The bytes on the connection. Each connection carries one request: nothing is left over that a later reader could
    /// take for something else.
    package func encoded(headOnly: Bool) -> [UInt8] {
        var text = "HTTP/1.1 \(status) \(WebResponse.phrase(status))\r\n"
        for header in headers { text += "\(header.name): \(header.value)\r\n" }
        if status != 304 { text += "Content-Length: \(body.count)\r\n" }
        text += "Connection: close\r\n\r\n"
        return Array(text.utf8) + (headOnly || status == 304 ? [] : body)
    }
}
