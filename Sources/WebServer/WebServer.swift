import FlyingSocks
import Foundation
import Web

#if canImport(Glibc)
import Glibc
#endif

/// The socket part: accepts connections, reads one request from each within bounds of bytes and time, and writes what
/// the application answers.
package final class WebServer: Sendable {
    package struct Limits: Sendable {
        /// Connections at the same time; more are sent away.
        package var connections = 64
        /// Seconds in which a request has to arrive, and in which an answer has to be taken.
        package var requestSeconds = 10.0
        package var responseSeconds = 60.0

        package init(connections: Int = 64, requestSeconds: Double = 10, responseSeconds: Double = 60) {
            self.connections = connections
            self.requestSeconds = requestSeconds
            self.responseSeconds = responseSeconds
        }
    }

    private let socket: Socket
    private let limits: Limits
    private let open = Counter()
    /// The port that the system chose where 0 was asked for.
    package let port: UInt16

    /// Listens; nothing is answered before `run`.
    ///
    /// - Throws: what the system has against the address.
    package init(_ address: ListenAddress, limits: Limits = Limits()) throws(ListenError) {
        socket = try address.listen()
        self.limits = limits
        do {
            switch try socket.sockname() {
            case .ip4(_, let port), .ip6(_, let port): self.port = port
            case .unix: self.port = address.port
            }
        } catch {
            throw ListenError(error)
        }
    }

    /// Serves until the task is cancelled.
    ///
    /// - Parameter openStore: opens the store for one of the threads that read it.
    package func run(
        _ application: WebApplication, openStore: @escaping @Sendable () throws -> StoreView
    ) async throws {
        let threads = try StoreThreads(open: openStore)
        let pool: SocketPool<ePoll> = .ePoll()
        try await pool.prepare()
        let listening = try AsyncSocket(socket: socket, pool: pool)
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { try await pool.run() }
            group.addTask { try await self.accept(on: listening, application, threads) }
            defer { group.cancelAll() }
            try await group.next()
        }
    }

    private func accept(
        on listening: AsyncSocket, _ application: WebApplication, _ threads: StoreThreads
    ) async throws {
        await withDiscardingTaskGroup { group in
            while !Task.isCancelled {
                do {
                    let connection = try await listening.accept()
                    group.addTask {
                        defer { try? connection.close() }
                        guard self.open.enter(most: self.limits.connections) else {
                            await self.turnAway(connection)
                            return
                        }
                        defer { self.open.leave() }
                        await self.serve(connection, application, threads)
                    }
                } catch is CancellationError {
                    return
                } catch {
                    // No descriptor is left, or a client went away before it was taken: later ones are.
                    try? await Task.sleep(for: .milliseconds(50))
                }
            }
            group.cancelAll()
        }
    }

    private func serve(_ connection: AsyncSocket, _ application: WebApplication, _ threads: StoreThreads) async {
        let state: RequestReader.State
        do {
            state = try await within(seconds: limits.requestSeconds) {
                var reader = RequestReader()
                while true {
                    let state = reader.add(try await connection.read(atMost: 4_096))
                    if state != .unfinished { return state }
                }
            }
        } catch is TimeIsOver {
            state = .refused(RefusedRequest(408, "The request did not arrive in time."))
        } catch {
            return
        }
        switch state {
        case .unfinished: return
        case .refused(let refused):
            let response = await threads.run { _ in application.answer(refused: refused) }
            await write(response ?? WebServer.tooMuch, headOnly: false, to: connection)
            await drain(connection)
        case .finished(let request):
            let response = await answer(request, of: connection, application, threads)
            await write(response ?? WebServer.tooMuch, headOnly: request.method == "HEAD", to: connection)
        }
    }

    /// Answers a request, unless its client goes away meanwhile and the work is long.
    private func answer(
        _ request: WebRequest, of connection: AsyncSocket, _ application: WebApplication, _ threads: StoreThreads
    ) async -> WebResponse? {
        let presence = Presence()
        return await withTaskGroup(of: Void.self) { group in
            group.addTask {
                // What comes behind the one request of a connection is forgotten.
                do { while true { _ = try await connection.read(atMost: 4_096) } } catch is CancellationError {
                } catch { presence.end() }
            }
            defer { group.cancelAll() }
            let caller = Caller { presence.isOver }
            return await threads.run { store in application.answer(request, from: caller, store) }
        }
    }

    private func write(_ response: WebResponse, headOnly: Bool, to connection: AsyncSocket) async {
        let bytes = Data(response.encoded(headOnly: headOnly))
        try? await within(seconds: limits.responseSeconds) { try await connection.write(bytes) }
    }

    /// Whoever is still sending would lose the answer to a reset of the connection: a little of what they send is read
    /// and forgotten first.
    private func drain(_ connection: AsyncSocket) async {
        shutdown(connection.socket.file.rawValue, Int32(SHUT_WR))
        try? await within(seconds: 1) {
            for _ in 0..<64 { _ = try await connection.read(atMost: 4_096) }
        }
    }

    private func turnAway(_ connection: AsyncSocket) async {
        await write(WebServer.tooMuch, headOnly: false, to: connection)
    }

    private static let tooMuch = WebResponse(
        503, type: "application/problem+json", headers: [.init(name: "Retry-After", value: "1")],
        body:
            "{\"type\":\"about:blank\",\"title\":\"Service Unavailable\",\"status\":503,\"detail\":\"Too many ask at once; ask again.\"}"
    )
}

/// How many connections there are.
private final class Counter: @unchecked Sendable {
    private let lock = NSLock()
    private var count = 0

    func enter(most: Int) -> Bool {
        lock.withLock {
            guard count < most else { return false }
            count += 1
            return true
        }
    }

    func leave() { lock.withLock { count -= 1 } }
}

/// Whether a client is still there.
private final class Presence: @unchecked Sendable {
    private let lock = NSLock()
    private var isEnded = false

    var isOver: Bool { lock.withLock { isEnded } }
    func end() { lock.withLock { isEnded = true } }
}

private struct TimeIsOver: Error {}

/// Runs work that ends with `TimeIsOver` when it takes longer.
private func within<Result: Sendable>(
    seconds: Double, _ work: @escaping @Sendable () async throws -> Result
) async throws -> Result {
    try await withThrowingTaskGroup(of: Result.self) { group in
        group.addTask { try await work() }
        group.addTask {
            try await Task.sleep(for: .seconds(seconds))
            throw TimeIsOver()
        }
        defer { group.cancelAll() }
        guard let first = try await group.next() else { throw TimeIsOver() }
        return first
    }
}
