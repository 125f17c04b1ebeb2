import Encodings
import FlyingSocks
import Foundation
import Web

/// Why an address cannot be listened at.
package struct ListenError: Error {
    /// Whether another program listens there.
    package var isTaken = false
    /// What the system says.
    package var reason: String

    init(_ error: any Error) {
        reason = error.localizedDescription
        guard case SocketError.failed(_, let number, let message) = error else { return }
        isTaken = number == EADDRINUSE
        reason = message
    }
}

/// Where the server listens: `127.0.0.1:8765`, `[::1]:8765`, `localhost:0`.
package struct ListenAddress: Sendable, Equatable {
    package var host: String
    package var port: UInt16

    /// - Returns: nil for what is no address with a port.
    package init?(_ text: String) {
        guard let colon = text.lastIndex(of: ":"), let port = UInt16(text[text.index(after: colon)...]),
            text[text.index(after: colon)...].utf8.allSatisfy(ASCII.isDigit)
        else { return nil }
        var host = String(text[..<colon])
        if host.hasPrefix("["), host.hasSuffix("]") {
            host = String(host.dropFirst().dropLast())
        } else if host.contains(":") {
            return nil
        }
        if host == "localhost" { host = "127.0.0.1" }
        self.host = host
        self.port = port
        guard (try? socketAddress()) != nil else { return nil }
    }

    package var isLoopback: Bool { HostName.isLoopback(host) }

    private func socketAddress() throws -> any SocketAddress {
        host.contains(":")
            ? try sockaddr_in6.inet6(ip6: host, port: port) : try sockaddr_in.inet(ip4: host, port: port)
    }

    /// A socket that listens there.
    func listen() throws(ListenError) -> Socket {
        do { return try ListenAddress.listening(at: try socketAddress()) } catch { throw ListenError(error) }
    }

    private static func listening(at address: some SocketAddress) throws -> Socket {
        let socket = try Socket(domain: Int32(type(of: address).family))
        do {
            try socket.setValue(true, for: .localAddressReuse)
            try socket.bind(to: address)
            try socket.listen()
            return socket
        } catch {
            try? socket.close()
            throw error
        }
    }
}
