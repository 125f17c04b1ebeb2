import CCurl
import CCurlSettings
import Foundation

/// Asks a web service, by libcurl: one connection that is kept, the system's certificates and proxies, and no redirect
/// followed, since what is sent along is for this host alone. Belongs to one thread at a time.
package final class HTTPClient {
    package struct Request {
        package var url: String
        /// `Name: value`.
        package var headers: [String] = []
        /// What is posted, a form where no header says what else; nil gets the address.
        package var body: [UInt8]?

        package init(url: String, headers: [String] = [], body: [UInt8]? = nil) {
            self.url = url
            self.headers = headers
            self.body = body
        }
    }

    package struct Answer {
        package var status: Int
        /// By names in lower case; of several with one name the last.
        package var headers: [String: String]
        package var body: [UInt8]

        package var date: Date? { headers["date"].flatMap { HTTPDate.read($0) } }

        /// Seconds that the service wants to be left alone, by a number or by a date of its clock.
        package var retryAfter: Double? {
            guard let text = headers["retry-after"] else { return nil }
            // More than anybody waits is as good as a number that an integer can hold.
            if let seconds = Double(text) { return seconds.isFinite && seconds >= 0 ? min(seconds, 1e9) : nil }
            guard let until = HTTPDate.read(text) else { return nil }
            return min(1e9, max(0, until.timeIntervalSince(date ?? Date())))
        }
    }

    /// An answer that did not come, or not whole.
    package struct TransferError: Error, Sendable {
        package var what: String
        /// Whether another try may help.
        package var isPassing: Bool
        /// What a person can do about it.
        package var next: String?
        /// Whether the other side could not show who it is.
        package var isOfCertificate = false

        package init(what: String, isPassing: Bool, next: String? = nil, isOfCertificate: Bool = false) {
            self.what = what
            self.isPassing = isPassing
            self.next = next
            self.isOfCertificate = isOfCertificate
        }
    }

    /// Of a whole request, and without a byte, in seconds.
    package var totalSeconds: Int
    package var idleSeconds = 90
    /// More than any page has.
    package var mostBytes = 64 << 20

    /// Whether a request may go over the connection of an earlier one. libcurl then sends it a second time by itself
    /// when that connection turns out to be dead, and nobody learns of it.
    package var reusesConnection = true
    /// Asked while an answer is waited for: whether nobody wants it any more.
    package var isStopped: (@Sendable () -> Bool)?

    private let handle: UnsafeMutableRawPointer
    private static let isReady = curl_global_init(Int(CURL_GLOBAL_DEFAULT)) == CURLE_OK

    /// - Throws: when libcurl cannot be used.
    package init(totalSeconds: Int) throws(TransferError) {
        self.totalSeconds = totalSeconds
        guard HTTPClient.isReady, let handle = curl_easy_init() else {
            throw TransferError(what: "libcurl cannot be used: there may be no memory", isPassing: false)
        }
        self.handle = handle
    }

    deinit { curl_easy_cleanup(handle) }

    package func send(_ request: Request) throws(TransferError) -> Answer {
        curl_easy_reset(handle)
        let receiver = Receiver(mostBytes: mostBytes, isStopped: isStopped)
        var list: UnsafeMutablePointer<curl_slist>?
        defer { curl_slist_free_all(list) }
        for header in request.headers { list = curl_slist_append(list, header) ?? list }
        let isHere = ServiceAddress.isLoopback(url: request.url)
        let code = withExtendedLifetime(receiver) {
            var code = CURLE_OK
            func set(_ option: CURLoption, _ value: Int) {
                if code == CURLE_OK { code = curl_settings_number(handle, option, value) }
            }
            func set(_ option: CURLoption, _ value: String) {
                if code == CURLE_OK { code = curl_settings_text(handle, option, value) }
            }
            set(CURLOPT_URL, request.url)
            set(CURLOPT_PROTOCOLS_STR, isHere ? "http,https" : "https")
            // Nothing that is sent in clear to this machine goes through a proxy.
            if isHere { set(CURLOPT_PROXY, "") }
            set(CURLOPT_FOLLOWLOCATION, 0)
            set(CURLOPT_NOSIGNAL, 1)
            set(CURLOPT_ACCEPT_ENCODING, "gzip, deflate")
            set(CURLOPT_CONNECTTIMEOUT, min(30, totalSeconds))
            set(CURLOPT_TIMEOUT, totalSeconds)
            set(CURLOPT_LOW_SPEED_LIMIT, 1)
            set(CURLOPT_LOW_SPEED_TIME, idleSeconds)
            set(CURLOPT_TCP_KEEPALIVE, 1)
            set(CURLOPT_USERAGENT, "calfold")
            if !reusesConnection {
                set(CURLOPT_FRESH_CONNECT, 1)
                set(CURLOPT_FORBID_REUSE, 1)
            }
            if code == CURLE_OK { code = curl_settings_headers(handle, list) }
            if code == CURLE_OK {
                code = curl_settings_receivers(
                    handle, receiveHead, receiveBody, Unmanaged.passUnretained(receiver).toOpaque())
            }
            if isStopped != nil, code == CURLE_OK {
                code = curl_settings_watcher(handle, watch, Unmanaged.passUnretained(receiver).toOpaque())
            }
            guard code == CURLE_OK, let body = request.body else {
                return code == CURLE_OK ? curl_easy_perform(handle) : code
            }
            // Not copied: a body may be of some size.
            return body.withUnsafeBytes { bytes in
                code = curl_settings_body(
                    handle, bytes.baseAddress?.assumingMemoryBound(to: CChar.self), bytes.count)
                return code == CURLE_OK ? curl_easy_perform(handle) : code
            }
        }
        // The list of headers and the receiver end here.
        defer { curl_easy_reset(handle) }
        guard code == CURLE_OK else { throw failure(code, receiver) }
        return Answer(status: curl_settings_status(handle), headers: receiver.headers, body: receiver.body)
    }

    private func failure(_ code: CURLcode, _ receiver: Receiver) -> TransferError {
        if receiver.isTooLarge {
            return TransferError(what: "the answer is larger than \(mostBytes >> 20) MB", isPassing: false)
        }
        if code == CURLE_ABORTED_BY_CALLBACK { return TransferError(what: "it was stopped", isPassing: false) }
        let proxyStatus = curl_settings_proxy_status(handle)
        if proxyStatus >= 400 {
            return TransferError(
                what: "the proxy refuses to connect (status \(proxyStatus))", isPassing: proxyStatus >= 500,
                next: proxyStatus == 407
                    ? "The proxy wants a sign-in: https_proxy=http://NAME:PASSWORD@HOST:PORT."
                    : "Ask the proxy's administrator to let this host through; https_proxy names the proxy.")
        }
        switch code {
        case CURLE_OPERATION_TIMEDOUT:
            return TransferError(what: "no whole answer came in time (\(totalSeconds) s)", isPassing: true)
        case CURLE_PARTIAL_FILE: return TransferError(what: "the answer was cut off", isPassing: true)
        case CURLE_COULDNT_CONNECT:
            return TransferError(
                what: "no connection could be made", isPassing: true,
                next: "See whether a firewall lets this machine out; https_proxy names a proxy.")
        case CURLE_COULDNT_RESOLVE_HOST, CURLE_COULDNT_RESOLVE_PROXY:
            return TransferError(
                what: "the name of the host or proxy is not known", isPassing: true,
                next: "Check the address and this machine's DNS; behind a proxy, https_proxy names it.")
        case CURLE_PEER_FAILED_VERIFICATION, CURLE_SSL_CACERT_BADFILE:
            return TransferError(
                what: "its certificate is not one that this machine trusts", isPassing: false,
                next:
                    "Is a proxy in between? Its certificate belongs into the system's store (update-ca-certificates).",
                isOfCertificate: true)
        case CURLE_URL_MALFORMAT, CURLE_UNSUPPORTED_PROTOCOL:
            return TransferError(what: "the address cannot be used", isPassing: false)
        default: return TransferError(what: String(cString: curl_easy_strerror(code)).lowercased(), isPassing: true)
        }
    }
}

/// Gathers an answer.
private final class Receiver {
    let mostBytes: Int
    let isStopped: (@Sendable () -> Bool)?
    var headers: [String: String] = [:]
    var body: [UInt8] = []
    var isTooLarge = false

    init(mostBytes: Int, isStopped: (@Sendable () -> Bool)?) {
        self.mostBytes = mostBytes
        self.isStopped = isStopped
    }

    func head(_ line: UnsafeRawBufferPointer) {
        let text = String(decoding: line, as: UTF8.self)
        // An answer of an interim status or a proxy goes before the one that counts.
        if text.hasPrefix("HTTP/") { headers.removeAll() }
        guard let colon = text.firstIndex(of: ":"), headers.count < 200 else { return }
        headers[text[..<colon].lowercased()] = text[text.index(after: colon)...].trimmingCharacters(
            in: .whitespacesAndNewlines)
    }

    func take(_ bytes: UnsafeRawBufferPointer) -> Bool {
        guard body.count + bytes.count <= mostBytes else {
            isTooLarge = true
            return false
        }
        body.append(contentsOf: bytes)
        return true
    }
}

private func receiveHead(
    _ bytes: UnsafeMutablePointer<CChar>?, _ size: Int, _ count: Int, _ context: UnsafeMutableRawPointer?
) -> Int {
    guard let bytes, let context else { return 0 }
    Unmanaged<Receiver>.fromOpaque(context).takeUnretainedValue().head(
        UnsafeRawBufferPointer(start: bytes, count: size * count))
    return size * count
}

private func receiveBody(
    _ bytes: UnsafeMutablePointer<CChar>?, _ size: Int, _ count: Int, _ context: UnsafeMutableRawPointer?
) -> Int {
    guard let bytes, let context else { return 0 }
    return Unmanaged<Receiver>.fromOpaque(context).takeUnretainedValue().take(
        UnsafeRawBufferPointer(start: bytes, count: size * count)) ? size * count : 0
}

/// Ends a transfer that nobody wants any more.
private func watch(
    _ context: UnsafeMutableRawPointer?, _: curl_off_t, _: curl_off_t, _: curl_off_t, _: curl_off_t
) -> Int32 {
    guard let context else { return 0 }
    return Unmanaged<Receiver>.fromOpaque(context).takeUnretainedValue().isStopped?() == true ? 1 : 0
}
