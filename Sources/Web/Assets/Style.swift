/// The one style sheet of the pages.
enum Style {
    static let text = """
        :root{color-scheme:light dark;--ink:#1b1b1b;--paper:#fff;--faint:#595959;--line:#c9c9c9;--field:#f4f4f4;--link:#004f8a;
        --warn:#fff4d6;--mark:#d55e00}
        @media (prefers-color-scheme:dark){:root{--ink:#ececec;--paper:#161616;--faint:#b0b0b0;--line:#4a4a4a;--field:#242424;--link:#8cc8ff;
        --warn:#3d3110;--mark:#f0a060}}
        *{box-sizing:border-box}
        body{margin:0;font:1rem/1.5 system-ui,sans-serif;color:var(--ink);background:var(--paper)}
        main{max-width:76rem;margin:0 auto;padding:0 1rem 3rem}
        main:focus{outline:none}
        header{border-bottom:1px solid var(--line);background:var(--field)}
        nav{max-width:76rem;margin:0 auto;padding:.5rem 1rem;display:flex;flex-wrap:wrap;gap:.25rem 1.25rem}
        nav a:first-child{font-weight:700}
        a{color:var(--link)}
        a:focus-visible,button:focus-visible,input:focus-visible{
        outline:3px solid var(--mark);outline-offset:2px}
        .skip{position:absolute;left:-100rem}.skip:focus{position:static}
        h1{font-size:1.6rem;line-height:1.25;margin:1.25rem 0 .5rem;overflow-wrap:anywhere}
        h2{font-size:1.2rem;margin:2rem 0 .5rem}
        code{font-family:ui-monospace,monospace;font-size:.9em}
        .long{overflow-wrap:anywhere}
        .warning{background:var(--warn);border-left:4px solid var(--mark);padding:.5rem .75rem}
        .facts{display:grid;grid-template-columns:minmax(8rem,max-content) 1fr;gap:.25rem 1rem;margin:0}
        .facts dt{color:var(--faint)}.facts dd{margin:0;overflow-wrap:anywhere;min-width:0}
        form p{display:flex;flex-wrap:wrap;gap:.5rem;align-items:center;margin:.5rem 0}
        input,button{font:inherit;color:inherit;background:var(--paper);border:1px solid var(--faint);border-radius:4px;
        padding:.35rem .6rem;min-height:2.5rem;max-width:100%}
        input[type=password]{flex:1 1 16rem;min-width:0}
        button{background:var(--field);cursor:pointer}
        @media (max-width:48rem){.facts{grid-template-columns:1fr}.facts dd{margin-bottom:.4rem}}
        @media (prefers-reduced-motion:no-preference){html{scroll-behavior:smooth}}
        @media print{header,.skip,form{display:none}body{color:#000;background:#fff}a{color:inherit}}

        """
}
