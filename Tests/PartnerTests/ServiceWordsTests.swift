import Testing

@testable import HTTP

/// What is shown of a service's own words.
@Suite struct ServiceWordsTests {
    private static let token = "Zm9v+YmFy/a-token=="

    /// However a service writes it: as it is, escaped, or where the text is cut.
    @Test(arguments: [
        "no Zm9v+YmFy/a-token== here", #"no Zm9v\u002BYmFy/a-token== here"#, #"no Zm9v\u002bYmFy\/a-token== here"#,
        "no Zm9v%2bYmFy%2Fa-token%3D%3D here", "no Zm9v YmFy/a-token== here", "no Zm9v&#43;YmFy/a-token== here",
    ])
    func theTokenIsNotShown(_ text: String) {
        #expect(ServiceWords.shown(text, without: [Self.token], most: 500) == "no … here")
        for length in 470..<500 {
            let long = String(repeating: "x", count: length) + " " + text
            let shown = ServiceWords.shown(long, without: [Self.token], most: 500)
            #expect(!shown.contains("Zm9v") && !shown.contains("YmFy"), "\(shown)")
        }
    }

    @Test(arguments: [
        "to anna.berg12@example.com now", #"to anna.berg12\u0040example.com now"#, "to anna.berg12%40example.com now",
        "to anna.berg12&#64;example.com now", "to anna.berg12＠example.com now",
    ])
    func noAddressIsShown(_ text: String) {
        #expect(ServiceWords.shown(text, without: [Self.token], most: 500) == "to … now")
    }

    @Test func otherWordsStay() {
        #expect(ServiceWords.shown("50 % of\u{7} it", without: [Self.token], most: 500) == "50 % of it")
    }
}
