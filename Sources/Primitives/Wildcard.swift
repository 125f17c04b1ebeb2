/// Patterns of shell wildcards over whole texts: `*` any run of characters, `?` any one.
package enum Wildcard {
    /// Linear in the text for each star, whatever the pattern.
    package static func matches(_ text: String, _ pattern: String) -> Bool {
        let text = Array(text.unicodeScalars), pattern = Array(pattern.unicodeScalars)
        var place = 0, at = 0
        var star: (pattern: Int, text: Int)?
        while place < text.count {
            if at < pattern.count, pattern[at] == "*" {
                star = (at, place)
                at += 1
            } else if at < pattern.count, pattern[at] == "?" || pattern[at] == text[place] {
                at += 1
                place += 1
            } else if let known = star {
                // The last star takes one character more.
                star = (known.pattern, known.text + 1)
                at = known.pattern + 1
                place = known.text + 1
            } else {
                return false
            }
        }
        return pattern[at...].allSatisfy { $0 == "*" }
    }
}
