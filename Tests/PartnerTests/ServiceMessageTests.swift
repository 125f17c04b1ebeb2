import Testing

@testable import HTTP

/// What is shown of a service's own words.
@Suite struct ServiceMessageTests {
    private static let token = "Zm9v+YmFy/a-token=="

    /// However a service writes it: as it is, escaped, or where the text is cut.
    @Test(arguments: [
        "no Zm9v+YmFy/a-token== here", #"no Zm9v\u002BYmFy/a-token== here"#, #"no Zm9v\u002bYmFy\/a-token== here"#,
        "no Zm9v%2bYmFy%2Fa-token%3D%3D here", "no Zm9v YmFy/a-token== here", "no Zm9v&#43;YmFy/a-token== here",
        "no Zm9v&#x2B;YmFy/a-token&#x3D;&#x3d; here", "no Zm9v&plus;YmFy&sol;a-token&equals;&equals; here",
        "no Zm9v&#043;YmFy&#x0002f;a-token== here", "no Zm9v&amp;#43;YmFy%252Fa-token== here",
        #"no Zm9v\\u002BYmFy/a-token== here"#,
    ])
    func theTokenIsNotShown(_ text: String) {
        #expect(ServiceMessage.shown(text, without: [Self.token], most: 500) == "no … here")
        for length in 470..<500 {
            let long = String(repeating: "x", count: length) + " " + text
            let shown = ServiceMessage.shown(long, without: [Self.token], most: 500)
            #expect(!shown.contains("Zm9v") && !shown.contains("YmFy"), "\(shown)")
        }
    }

    @Test(arguments: [
        "to anna.berg12@example.com now", #"to anna.berg12\u0040example.com now"#, "to anna.berg12%40example.com now",
        "to anna.berg12&#64;example.com now", "to anna.berg12＠example.com now",
        "to anna.berg12&#x40;example.com now", "to anna.berg12&commat;example.com now",
        "to anna.berg12&#64example.com now", "to anna.berg12&amp;#x40;example.com now",
    ])
    func noAddressIsShown(_ text: String) {
        #expect(ServiceMessage.shown(text, without: [Self.token], most: 500) == "to … now")
    }

    /// A pseudonym ends with '=', and may hold '+' and '/'.
    @Test(arguments: ["=", "&#x3D;", "&#61;", "&equals;", "%3D", #"\u003d"#])
    func noPseudonymIsShown(_ end: String) {
        let name = "q83vEjRWeJCrze8SNFZ4kKvN7xI0VniQq83vEjRWeJA"
        for text in [name, name.replacing("8", with: "&#x2b;").replacing("J", with: "&#x2F;")] {
            #expect(ServiceMessage.shown("of \(text)\(end) here", without: [], most: 500) == "of … here")
        }
    }

    /// One that looks escaped is found before anything is undone.
    @Test(arguments: ["ab%2Bcd%3D", "ab&#43;cd", #"ab\u002Bcd"#, "ab&amp;cd"])
    func aTokenThatLooksEscaped(_ token: String) {
        for text in [token, token.replacing("%", with: "%25")] {
            let shown = ServiceMessage.shown("no \(text) here", without: [token], most: 500)
            #expect(shown == "no … here", "\(text)")
        }
    }

    @Test func otherWordsStay() {
        #expect(ServiceMessage.shown("a &nbsp; b &#9; &#x; c", without: [], most: 500) == "a &nbsp; b &#9; &#x; c")
        #expect(ServiceMessage.shown("50 % of\u{7} it", without: [Self.token], most: 500) == "50 % of it")
    }
}
