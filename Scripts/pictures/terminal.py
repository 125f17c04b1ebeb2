#!/usr/bin/env python3
"""Draws what a program printed on a terminal as SVG.

    calfold replay 8B907496 | terminal.py "calfold replay 8B907496" [LINES] > docs/pictures/replay-terminal.svg
"""
import re
import sys
from xml.sax.saxutils import escape

COLOURS = {"31": "#ff7b72", "32": "#7ee787", "33": "#e3b341", "34": "#79c0ff", "35": "#d2a8ff", "36": "#76e3ea", "2": "#8b949e"}
WIDTH, HEIGHT, MARGIN = 8.4, 19, 16


def spans(line):
    """The pieces of a line with their style."""
    style, out = [], []
    for piece in re.split(r"(\x1b\[[0-9;]*m)", line):
        found = re.fullmatch(r"\x1b\[([0-9;]*)m", piece)
        if found:
            codes = [code for code in found[1].split(";") if code]
            style = [] if not codes or "0" in codes else style + codes
        elif piece:
            colour = next((COLOURS[code] for code in reversed(style) if code in COLOURS), None)
            look = (f' fill="{colour}"' if colour else "") + (' font-weight="bold"' if "1" in style else "")
            out.append(f"<tspan{look}>{escape(piece)}</tspan>" if look else escape(piece))
    return "".join(out)


def main():
    command, most = sys.argv[1], int(sys.argv[2]) if len(sys.argv) > 2 else 40
    lines = sys.stdin.read().rstrip("\n").split("\n")
    shown = [f"\x1b[2m$ \x1b[0m\x1b[1m{command}\x1b[0m"] + lines[:most] + (["…"] if len(lines) > most else [])
    columns = max(len(re.sub(r"\x1b\[[0-9;]*m", "", line)) for line in shown)
    width, height = columns * WIDTH + 2 * MARGIN, len(shown) * HEIGHT + 2 * MARGIN
    print(f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width:.0f} {height}" width="{width:.0f}" height="{height}" role="img">')
    print(f"<title>{escape(command)}</title>")
    print(f'<rect width="{width:.0f}" height="{height}" rx="8" fill="#0d1117"/>')
    print('<g font-family="ui-monospace, SFMono-Regular, Menlo, Consolas, monospace" font-size="14" fill="#e6edf3" xml:space="preserve">')
    for number, line in enumerate(shown):
        print(f'<text x="{MARGIN}" y="{MARGIN + (number + 0.75) * HEIGHT:.0f}">{spans(line)}</text>')
    print("</g></svg>")


if __name__ == "__main__":
    main()
