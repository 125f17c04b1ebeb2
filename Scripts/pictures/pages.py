"""Takes the pictures of pages: pages.py ADDRESS REPLAY-PAGE OUT, where ADDRESS is what `calfold serve` printed."""

import pathlib
import sys

from playwright.sync_api import sync_playwright

address, kept, out = sys.argv[1:]
base = address.split("/#")[0]
with sync_playwright() as play:
    browser = play.chromium.launch(executable_path="/usr/bin/chromium", args=["--no-sandbox"])
    page = browser.new_page(viewport={"width": 1000, "height": 760})
    page.goto(pathlib.Path(kept).resolve().as_uri())
    page.screenshot(path=f"{out}/replay-page.png")
    page.set_viewport_size({"width": 1280, "height": 900})
    page.goto(address)
    page.get_by_role("heading", name="Calendars as they were").wait_for()
    for name, path in {
        "web-meeting": "/meetings/8B907496?as-of=2024-02-05",
        "web-week": "/people/carla.nowak5@example.com/week/2024-W07?as-of=2024-02-14&since=2024-01-20",
        "web-organisation": "/organisation?month=2024-02",
    }.items():
        page.goto(base + path)
        page.screenshot(path=f"{out}/{name}.png")
    browser.close()
