import Encodings

/// What may be shown of a service's own words: no secret of ours, nobody's address or pseudonym, and nothing that a
/// terminal could obey.
package enum ServiceMessage {
    /// - Parameters:
    ///   - secrets: that are not shown, however the service writes them. They are looked for before anything is cut.
    ///   - most: letters that are shown.
    package static func shown(_ text: String, without secrets: [String], most: Int) -> String {
        // A secret that itself looks escaped is found before anything is undone, and one that was escaped after it; of
        // a text within a text the escapes are escaped in turn.
        var masked = mask(secrets, in: text)
        for _ in 0..<mostEscapings {
            let next = mask(secrets, in: unescaped(masked))
            if next == masked { break }
            masked = next
        }
        return plain(masked, most: most)
    }

    /// How often a text may have been escaped over again.
    private static let mostEscapings = 4

    private static func mask(_ secrets: [String], in text: String) -> String {
        secrets.reduce(text) { text, secret in
            [secret, Percent.encode(secret), secret.replacing("+", with: " ")].reduce(text) {
                $1.isEmpty ? $0 : $0.replacing($1, with: "…")
            }
        }
    }

    /// Names in markup of what tokens, pseudonyms and addresses have beside letters and digits.
    private static let named = [
        "commat": "@", "plus": "+", "equals": "=", "sol": "/", "period": ".", "lowbar": "_", "percnt": "%", "num": "#",
        "amp": "&", "colon": ":", "bsol": "\\", "quot": "\"", "semi": ";",
    ]

    /// Printable ASCII letters instead of their escapes in JSON (`\u002B`, `\/`), in addresses (`%2b`) and in markup
    /// (`&#64;`, `&#x40;`, `&commat;`).
    private static func unescaped(_ text: String) -> String {
        func letter(_ digits: Substring, _ radix: Int) -> String? {
            guard let value = UInt8(digits, radix: radix), (0x20..<0x7F).contains(value) else { return nil }
            return String(UnicodeScalar(value))
        }
        return
            text
            .replacing(/\\+u00([0-9A-Fa-f]{2})/) { letter($0.output.1, 16) ?? String($0.output.0) }
            .replacing(/\\(["\\\/])/) { String($0.output.1) }
            .replacing(/%([0-9A-Fa-f]{2})/) { letter($0.output.1, 16) ?? String($0.output.0) }
            // Browsers do without the semicolon.
            .replacing(/&#0*([0-9]{2,3});?/) { letter($0.output.1, 10) ?? String($0.output.0) }
            .replacing(/&#[xX]0*([0-9A-Fa-f]{2});?/) { letter($0.output.1, 16) ?? String($0.output.0) }
            .replacing(/&([a-z]{3,6});/) { named[String($0.output.1)] ?? String($0.output.0) }
    }

    private static func plain(_ text: String, most: Int) -> String {
        let shown = String(
            text.unicodeScalars.map { scalar in
                scalar.properties.generalCategory == .control || scalar.properties.generalCategory == .format
                    || scalar.properties.generalCategory == .privateUse ? " " : Character(scalar)
            })
        let words = shown.split(separator: " ").map { word -> Substring in
            word.contains { "@＠".contains($0) } || word.lowercased().contains("%40") ? "…" : word
        }
        let plain = words.joined(separator: " ").replacing(/[A-Za-z0-9+\/]{43}=/, with: "…")
        return plain.count > most ? plain.prefix(most) + "…" : plain
    }
}
