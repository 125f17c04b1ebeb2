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
        } else if (!signIn && location.hash.length > 16) {
          history.replaceState(null, '', location.pathname + location.search);
        }

        // The slider of a meeting: each stop is a page of its own, of which the parts that differ are put in place.
        const slider = document.getElementById('moment');
        if (slider) {
          const stops = slider.dataset.stops.split(' ');
          let newest = 0;
          const show = async () => {
            const number = ++newest, stop = stops[Number(slider.value)];
            slider.setAttribute('aria-valuetext', stop);
            document.getElementById('moment-text').textContent = stop;
            const path = slider.dataset.path;
            const address = path + (path.includes('?') ? '&' : '?') + 'as-of=' + encodeURIComponent(stop);
            const answer = await fetch(address, {credentials: 'same-origin'});
            if (number !== newest) return;
            if (!answer.ok) { location.assign(address); return; }
            const page = new DOMParser().parseFromString(await answer.text(), 'text/html');
            if (number !== newest) return;
            for (const id of ['told', 'stops']) document.getElementById(id).replaceWith(page.getElementById(id));
            document.querySelector('h1').textContent = page.querySelector('h1').textContent;
            document.querySelector('label[for=moment]').replaceWith(page.querySelector('label[for=moment]'));
            document.querySelector('input[name=as-of]').value = stop;
            history.replaceState(null, '', address);
          };
          slider.addEventListener('input', show);
        }

        """
}
