"""How long a page takes to open a long session: `python -m tests.load.opening`, from the repository's root.

The session has 100,000 labels on a board of 2,000. "drawn" is from the click on the address to the last card; the page
is opened five times, the first of which has the server read the log from its disk.
"""

from __future__ import annotations

import asyncio
import os
import tempfile
import time
from pathlib import Path

from playwright.sync_api import Page, sync_playwright

from ..chromium import FLAGS
from ..server_process import ServerProcess
from .beside_others import EVENTS, lengthen
from .crew import begin

BOARD = 2_000
TIMES = 5
IS_DRAWN = "() => document.querySelectorAll('[data-status]').length > 20"


def open_once(page: Page, address: str) -> float:
    begun = time.perf_counter()
    page.goto(address, wait_until="commit")
    page.wait_for_function(IS_DRAWN, timeout=120_000)
    return time.perf_counter() - begun


def main() -> None:
    with tempfile.TemporaryDirectory() as folder, ServerProcess(Path(folder), "--no-auth") as server:
        short, long = (asyncio.run(begin(server.url, BOARD)) for _ in range(2))
        lengthen(Path(folder) / "activate-va.sqlite3", long, BOARD)
        with sync_playwright() as playwright:
            flags, program = list(FLAGS), os.environ.get("ACTIVATE_VA_CHROMIUM")
            page = playwright.chromium.launch(executable_path=program, args=flags).new_page()
            for name, session_id in (("two events", short), (f"{EVENTS:,} events", long)):
                seconds = [open_once(page, f"{server.url}?session={session_id}") for _ in range(TIMES)]
                print(f"{name:>15}: drawn after {', '.join(f'{one:.2f}' for one in seconds)} s", flush=True)


if __name__ == "__main__":
    main()
