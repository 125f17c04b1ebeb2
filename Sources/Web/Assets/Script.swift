/// The one script of the pages. Everything works without it.
enum Script {
    static let text = """
        'use strict';
        // The address that was printed has the token behind its #, which no log and no server sees.
        const signIn = document.getElementById('sign-in');
        if (signIn && location.hash.length > 1) {
          document.getElementById('token').value = decodeURIComponent(location.hash.slice(1));
          history.replaceState(null, '', location.pathname + location.search);
          signIn.requestSubmit();
        } else if (!signIn && location.hash.length > 20) {
          history.replaceState(null, '', location.pathname + location.search);
        }

        """
}
