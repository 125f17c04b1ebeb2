/// The one style sheet of the pages.
enum Style {
    static let text = """
        :root{color-scheme:light dark;--ink:#1b1b1b;--paper:#fff;--faint:#595959;--line:#c9c9c9;--field:#f4f4f4;--link:#004f8a;
        --made:#00694d;--changed:#8a4b00;--gone:#a8002b;--answer:#005c91;--quiet:#595959;--warn:#fff4d6;--mark:#d55e00}
        @media (prefers-color-scheme:dark){:root{--ink:#ececec;--paper:#161616;--faint:#b0b0b0;--line:#4a4a4a;--field:#242424;--link:#8cc8ff;
        --made:#4fd3a5;--changed:#f0b050;--gone:#ff8c9e;--answer:#7cc7ff;--quiet:#b0b0b0;--warn:#3d3110;--mark:#f0a060}}
        *{box-sizing:border-box}
        body{margin:0;font:1rem/1.5 system-ui,sans-serif;color:var(--ink);background:var(--paper)}
        main{max-width:76rem;margin:0 auto;padding:0 1rem 3rem}
        main:focus{outline:none}
        header{border-bottom:1px solid var(--line);background:var(--field)}
        nav{max-width:76rem;margin:0 auto;padding:.5rem 1rem;display:flex;flex-wrap:wrap;gap:.25rem 1.25rem}
        nav a:first-child{font-weight:700}
        a{color:var(--link)}
        a:focus-visible,button:focus-visible,input:focus-visible,select:focus-visible,summary:focus-visible,[tabindex]:focus-visible{
        outline:3px solid var(--mark);outline-offset:2px}
        .skip{position:absolute;left:-100rem}.skip:focus{position:static}
        h1{font-size:1.6rem;line-height:1.25;margin:1.25rem 0 .5rem;overflow-wrap:anywhere}
        h2{font-size:1.2rem;margin:2rem 0 .5rem}
        code,.id{font-family:ui-monospace,monospace;font-size:.9em}
        .long,.id{overflow-wrap:anywhere}
        .faint{color:var(--faint)}
        .warning{background:var(--warn);border-left:4px solid var(--mark);padding:.5rem .75rem}
        .facts{display:grid;grid-template-columns:minmax(8rem,max-content) 1fr;gap:.25rem 1rem;margin:0}
        .facts dt{color:var(--faint)}.facts dd{margin:0;overflow-wrap:anywhere;min-width:0}
        form p{display:flex;flex-wrap:wrap;gap:.5rem;align-items:center;margin:.5rem 0}
        input,select,button{font:inherit;color:inherit;background:var(--paper);border:1px solid var(--faint);border-radius:4px;
        padding:.35rem .6rem;min-height:2.5rem;max-width:100%}
        input[type=search],input[type=text],input[type=password]{flex:1 1 9rem;min-width:0}
        ::placeholder{color:var(--faint);opacity:1}
        input[type=range]{width:100%;padding:0;border:0;background:none}
        button{background:var(--field);cursor:pointer}
        table{border-collapse:collapse;width:100%;font-size:.94rem}
        caption{text-align:left;color:var(--faint);padding:.25rem 0}
        th,td{text-align:left;vertical-align:top;padding:.4rem .6rem;border-top:1px solid var(--line);overflow-wrap:anywhere}
        thead th{overflow-wrap:normal;border-top:0;border-bottom:2px solid var(--line)}
        td.number,th.number{text-align:right;font-variant-numeric:tabular-nums}
        time{font-variant-numeric:tabular-nums}
        table.stacked td{min-width:6.5rem}table.stacked td.number{min-width:0}
        table.stacked td:is([data-label=Copy],[data-label=Organizer]){min-width:15.5rem}
        table.stacked td:is([data-label=Entry],[data-label=From],[data-label=To],[data-label=Row]){min-width:13.5rem}
        table.stacked td:is([data-label=Day],[data-label=Time]){white-space:nowrap}
        table.stacked td[data-label=Logged]{min-width:7.5rem}
        td ul{margin:0;padding-left:1.1rem}td p{margin:.25rem 0}
        ul.plain{list-style:none;margin:0;padding:0}
        .made{color:var(--made)}.changed{color:var(--changed)}.gone{color:var(--gone)}.answer{color:var(--answer)}.quiet{color:var(--quiet)}
        .pages{display:flex;flex-wrap:wrap;gap:1rem;margin:1rem 0}
        .badge{border:1px solid currentColor;border-radius:1rem;padding:0 .6rem;font-weight:600;white-space:nowrap}
        pre{white-space:pre-wrap;overflow-wrap:anywhere;background:var(--field);padding:.5rem;margin:.25rem 0}
        svg{max-width:100%;height:auto;display:block}
        svg text{fill:var(--ink);font:12px system-ui,sans-serif}
        .drawing{overflow-x:auto}.drawing svg{min-width:40rem}
        svg .lane{stroke:var(--line)}svg .moment{stroke:var(--mark);stroke-width:2;stroke-dasharray:4 3}
        svg .saved{fill:var(--made)}svg .deleted{stroke:var(--gone);stroke-width:3;fill:none}svg .message{fill:var(--answer)}
        svg .bar,svg .heat{fill:var(--answer)}svg .later{opacity:.35}
        .stops{display:flex;flex-wrap:wrap;gap:.5rem 1rem;align-items:center}
        @media screen and (max-width:70rem){
        table.stacked thead{position:absolute;left:-100rem}
        table.stacked tr{display:block;border-top:2px solid var(--line);padding:.4rem 0}
        table.stacked td:is(td,.number,[data-label]),table.stacked tbody th{display:block;border:0;padding:.1rem 0;min-width:0;text-align:left}
        table.stacked td[data-label]::before{content:attr(data-label) ": ";color:var(--faint);font-weight:400}
        table.stacked td:empty{display:none}
        }
        @media (max-width:48rem){.facts{grid-template-columns:1fr}.facts dd{margin-bottom:.4rem}}
        @media (prefers-reduced-motion:no-preference){html{scroll-behavior:smooth}}
        @media print{header,.skip,form,.pages{display:none}body{color:#000;background:#fff}a{color:inherit}details{display:block}
        table.stacked td:is(td,.number,[data-label]){min-width:0}table{font-size:9pt}}
        @media print{details::details-content{content-visibility:visible;display:block}}

        """
}
