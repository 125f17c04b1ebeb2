import Foundation

/// What the token endpoint gives.
struct TokenAnswer: Decodable {
    var token: String
    /// Seconds that it lives.
    var life: Double

    private enum Key: String, CodingKey {
        case token = "access_token"
        case life = "expires_in"
    }

    init?(_ body: [UInt8]) {
        guard let answer = try? JSONDecoder().decode(TokenAnswer.self, from: Data(body)) else { return nil }
        self = answer
    }

    init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: Key.self)
        token = try container.decode(String.self, forKey: .token)
        // It goes into a line of a request's head.
        guard !token.isEmpty, token.utf8.allSatisfy({ $0 > 0x20 && $0 < 0x7F }) else {
            throw DecodingError.dataCorruptedError(forKey: .token, in: container, debugDescription: "no token")
        }
        let number =
            (try? container.decode(Double.self, forKey: .life))
            ?? (try? container.decode(String.self, forKey: .life)).flatMap { Double($0) }
        life = min(86_400, max(0, number ?? 3_599))
    }
}

/// Why a sign-in was refused, and what an administrator does about it.
struct SignInRefusal {
    /// Such as `AADSTS7000215`; else the error's word.
    var code: String
    var description: String

    init(_ body: [UInt8]) {
        let fields = (try? JSONSerialization.jsonObject(with: Data(body))) as? [String: Any] ?? [:]
        description =
            (fields["error_description"] as? String ?? "").split(whereSeparator: \.isNewline).first.map(String.init)
            ?? ""
        let number = (fields["error_codes"] as? [Any])?.first.map { "\($0)" }
        let inText = description.firstMatch(of: /AADSTS(\d+)/).map { String($0.output.1) }
        if let inText, description.hasPrefix("AADSTS\(inText): ") {
            description = String(description.dropFirst(8 + inText.count))
        }
        code = (inText ?? number).map { "AADSTS\($0)" } ?? fields["error"] as? String ?? "no reason given"
    }

    var next: String {
        switch code {
        case "AADSTS7000215":
            "The secret is wrong: copy its value, not its id, from 'Certificates & secrets' of the application's registration."
        case "AADSTS7000222":
            "The secret has expired: make a new one in 'Certificates & secrets' and put it in the place of the old."
        case "AADSTS700016", "AADSTS90002", "AADSTS900023":
            "Check --tenant and --client-id: the application is not registered in that tenant, or there is no such tenant."
        case "AADSTS700027":
            "Upload this certificate in 'Certificates & secrets' of the application's registration, or use the one that is there."
        case "AADSTS700021", "AADSTS700023": "Check --client-id and --token-url: the assertion is made for them."
        case "AADSTS700024": "The clock of this machine is wrong: set it (timedatectl)."
        case "AADSTS70011", "invalid_scope", "AADSTS500011": "Check --graph-url: the token is asked for that address."
        case "AADSTS7000112", "AADSTS700056":
            "The application is disabled in this tenant: enable it in 'Enterprise applications'."
        case "AADSTS53003":
            "A rule of conditional access keeps this machine out: let the application's sign-in from here through."
        default: "docs/polling.md lists what the sign-in answers, and what to do."
        }
    }
}
