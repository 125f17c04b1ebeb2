/// What a request has to be before it is looked at: meant for this server, by somebody who may look, and a look only.
package struct Gate: Sendable {
    package let sessions: Sessions
    /// The name beside this machine's own by which the server may be asked for, in lower case.
    package let publicHost: String?

    package init(sessions: Sessions, publicHost: String?) {
        self.sessions = sessions
        self.publicHost = publicHost?.lowercased()
    }

    /// What may be had without a token: what the page that asks for one needs.
    static let openPaths: Set<[String]> = [["sign-in"], ["style.css"], ["script.js"]]

    enum Passage: Equatable {
        case open
        case refused(WebResponse)
        /// A person is to be asked for the token.
        case asksForToken
    }

    func look(at request: WebRequest) -> Passage {
        let hosts = request.values("host")
        guard hosts.count == 1, let host = HostName.name(of: hosts[0]) else {
            return refuse(request, 400, "A request names one host.")
        }
        guard HostName.isLoopback(host) || host == publicHost else {
            return refuse(
                request, 403,
                "This server is not called that. It answers to this machine's own names, and to the one that --public-host gives it."
            )
        }
        let isSignIn = request.path == ["sign-in"]
        guard ["GET", "HEAD"].contains(request.method) || (isSignIn && request.method == "POST") else {
            var response = WebResponse.problem(405, "This server only shows: GET and HEAD.")
            response.set("Allow", isSignIn ? "GET, HEAD, POST" : "GET, HEAD")
            return .refused(response)
        }
        if request.method == "GET" || request.method == "HEAD", !request.body.isEmpty {
            return refuse(request, 400, "A request that only looks has no body.")
        }
        if let refusal = crossSite(request, host: hosts[0]) { return refusal }
        if Gate.openPaths.contains(request.path) || mayLook(request) { return .open }
        guard request.isOfAPI else { return .asksForToken }
        var response = WebResponse.problem(
            401, "Send the token as 'Authorization: Bearer TOKEN', or the cookie of a browser that has signed in.")
        response.set("WWW-Authenticate", "Bearer realm=\"calfold\"")
        return .refused(response)
    }

    /// What another site's page asked for (Fetch Metadata). A program sends no such field; whoever types an address, or
    /// opens a bookmark, sends `none`.
    private func crossSite(_ request: WebRequest, host: String) -> Passage? {
        let site = request.values("sec-fetch-site")
        if request.method != "POST" {
            guard site.allSatisfy({ $0 == "same-origin" || $0 == "none" }) else {
                return refuse(request, 403, "Another site led here. Open the address by itself.")
            }
            return nil
        }
        // Under this server's Referrer-Policy Chromium sends its own form with `Origin: null`: what the browser says of
        // the site decides then.
        if site == ["same-origin"] { return nil }
        let origins = request.values("origin")
        guard site.isEmpty, origins.allSatisfy({ $0 == "http://" + host || $0 == "https://" + host }) else {
            return refuse(request, 403, "Only this server's own form signs in.")
        }
        return nil
    }

    private func mayLook(_ request: WebRequest) -> Bool {
        if sessions.isOpen(cookies: request.values("cookie")) { return true }
        guard request.isOfAPI, let words = request.only("authorization")?.split(separator: " "), words.count == 2,
            words[0].lowercased() == "bearer"
        else { return false }
        return sessions.isToken(String(words[1]))
    }

    private func refuse(_ request: WebRequest, _ status: Int, _ detail: String) -> Passage {
        .refused(request.isOfAPI ? .problem(status, detail) : .page(MessagePage.page(status, detail), status: status))
    }
}

/// What every answer says to browsers: nothing from elsewhere, nothing inline, nobody else's frame, nothing kept.
enum SecurityHeaders {
    static let contentSecurityPolicy =
        "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self' data:; connect-src 'self'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'"

    static func add(to response: inout WebResponse) {
        response.set("Content-Security-Policy", contentSecurityPolicy)
        response.set("X-Content-Type-Options", "nosniff")
        response.set("Referrer-Policy", "no-referrer")
        response.set("Cross-Origin-Resource-Policy", "same-origin")
        response.set("Cross-Origin-Opener-Policy", "same-origin")
        response.set("X-Frame-Options", "DENY")
        if response.header("Cache-Control") == nil { response.set("Cache-Control", "no-store") }
    }
}
