/// What every page has around what it shows.
enum Layout {
    /// - Parameters:
    ///   - isSignedIn: whether the page is for somebody who may look, and leads on to the others.
    static func page(_ title: String, isSignedIn: Bool = true, _ content: Markup) -> Markup {
        """
        <!DOCTYPE html>
        <html lang="en">
        <head>
        <meta charset="utf-8">
        <meta name="viewport" content="width=device-width, initial-scale=1">
        <meta name="color-scheme" content="light dark">
        <title>\(title) – calfold</title>
        <link rel="icon" href="data:,">
        <link rel="stylesheet" href="/style.css">
        <script src="/script.js" defer></script>
        </head>
        <body>
        <a class="skip" href="#main">Skip to the content</a>
        \(isSignedIn ? header : nil)<main id="main" tabindex="-1">
        <h1>\(title)</h1>
        \(content)
        </main>
        </body>
        </html>

        """
    }

    private static let header: Markup = """
        <header>
        <nav aria-label="Pages">
        <a href="/">calfold</a>
        \(HomePage.links.map { "<a href=\"\($0.path)\">\($0.name)</a>\n" as Markup })</nav>
        </header>

        """
}

/// A sentence instead of a page.
enum MessagePage {
    static func page(_ status: Int, _ detail: String) -> Markup {
        Layout.page(
            WebResponse.phrase(status),
            """
            <p>\(detail)</p>
            <p><a href="/">To the first page</a></p>
            """)
    }
}

/// Asks for the token.
enum SignInPage {
    /// - Parameters:
    ///   - next: where somebody wanted to go.
    ///   - isRefused: whether they gave another token than the server's.
    static func page(next: String, isRefused: Bool) -> Markup {
        Layout.page(
            "Sign in", isSignedIn: false,
            """
            \(isRefused ? "<p class=\"warning\" role=\"alert\">That is not the token of this server.</p>\n" as Markup : nil)<form method="post" action="/sign-in" id="sign-in">
            <p><label for="token">Token</label>
            <input type="password" id="token" name="token" required autocomplete="off" autofocus>
            <input type="hidden" name="next" value="\(WebApplication.ownPath(next))">
            <button>Sign in</button></p>
            </form>
            <p>The token stands behind the # of the address that <code>calfold serve</code> printed, or in the file that
            its <code>--token-file</code> names.</p>
            """)
    }
}
