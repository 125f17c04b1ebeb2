import Encodings
import Foundation

/// Why a text is no address of a service, and what to write instead.
package struct AddressError: Error, Sendable, Equatable, CustomStringConvertible {
    package var what: String
    package var next: String

    init(_ what: String, next: String) {
        self.what = what
        self.next = next
    }

    package var description: String { what }
}

/// The base of a service's addresses: `https://host`, perhaps with a port and a path. Without https only this machine
/// is talked to.
package struct ServiceAddress: Sendable, Equatable {
    /// Scheme and host in lower case, the usual port left out, without a slash at its end.
    package let base: String
    /// Scheme, host and port, in lower case.
    package let origins: [String]

    /// - Parameter option: whose value it is, for the error.
    package init(_ text: String, option: String) throws(AddressError) {
        func bad(_ why: String) -> AddressError {
            AddressError(
                "\(option) \(why).",
                next: "Give it as https://host, without a question mark; http is for this machine alone.")
        }
        guard let parts = URLComponents(string: text), let scheme = parts.scheme?.lowercased(),
            let host = parts.host?.lowercased(), !host.isEmpty,
            parts.user == nil, parts.password == nil, parts.query == nil, parts.fragment == nil,
            text.utf8.allSatisfy({ $0 > 0x20 && $0 < 0x7F && $0 != 0x5C })
        else { throw bad("is no address of a service") }
        guard scheme == "https" || scheme == "http" && ServiceAddress.isLoopback(host: host) else {
            throw bad("is not https: secrets and people's names would go in clear")
        }
        // An address of IPv6 stands between brackets.
        let name = host.contains(":") && !host.hasPrefix("[") ? "[\(host)]" : host
        let usual = scheme == "https" ? 443 : 80
        let plain = "\(scheme)://\(name)"
        let port = parts.port ?? usual
        var path = parts.percentEncodedPath
        while path.hasSuffix("/") { path.removeLast() }
        // One service has one name, however it is spelt: what was sent to it is noted under it.
        base = (port == usual ? plain : "\(plain):\(port)") + path
        origins = port == usual ? [plain, "\(plain):\(usual)"] : ["\(plain):\(port)"]
    }

    /// The same link, fit to be sent, when it leads to this host; nil for one that must not be followed.
    package func link(_ text: String) -> String? {
        let lower = text.lowercased()
        guard origins.contains(where: { lower.hasPrefix($0 + "/") }), text.utf8.count < 1 << 16 else { return nil }
        var link = ""
        for byte in text.utf8 {
            if byte > 0x20, byte < 0x7F, !"\"<>\\^`{|}#".utf8.contains(byte) {
                link.unicodeScalars.append(Unicode.Scalar(byte))
            } else {
                link += Percent.code(byte)
            }
        }
        return link
    }

    package static func isLoopback(host: String) -> Bool {
        if ["localhost", "::1", "[::1]"].contains(host) { return true }
        let parts = host.split(separator: ".", omittingEmptySubsequences: false)
        return parts.count == 4 && parts[0] == "127"
            && parts.allSatisfy { part in
                // A sign would be read as a number's.
                part.utf8.allSatisfy(ASCII.isDigit) && UInt8(part) != nil
            }
    }

    package static func isLoopback(url: String) -> Bool {
        guard let host = URLComponents(string: url)?.host?.lowercased() else { return false }
        return isLoopback(host: host)
    }
}
