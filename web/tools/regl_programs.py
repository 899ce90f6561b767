"""Writes src/views/pool/regl-programs.js: the functions regl would compile with eval, taken from a real browser.

Run from web/ after an update of regl or regl-scatterplot: python tools/regl_programs.py
CHROMIUM names another browser than Playwright's own.
"""

from __future__ import annotations

import os
import subprocess
import time
import urllib.error
import urllib.request
from pathlib import Path

from playwright.sync_api import sync_playwright

PORT = 5199
URL = f"http://127.0.0.1:{PORT}/tools/regl-programs.html"
TARGET = Path("src/views/pool/regl-programs.js")
WEBGL = ["--no-sandbox", "--use-angle=swiftshader", "--enable-unsafe-swiftshader", "--ignore-gpu-blocklist"]


def wait_for_server() -> None:
    for _ in range(100):
        try:
            urllib.request.urlopen(URL).close()
        except urllib.error.URLError:
            time.sleep(0.1)
        else:
            return
    raise TimeoutError(f"the development server does not answer at {URL}")


def programs() -> str:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=os.environ.get("CHROMIUM"), args=WEBGL)
        page = browser.new_page()
        page.goto(URL)
        text = page.locator("#programs").text_content(timeout=30_000)
        browser.close()
    if not text:
        raise ValueError("the page wrote no programs")
    return text


def main() -> None:
    TARGET.write_text("export const programs = {};\n")
    vite = ["npx", "vite", "--port", str(PORT), "--strictPort", "--host", "127.0.0.1"]
    server = subprocess.Popen(vite, stdout=subprocess.DEVNULL)
    try:
        wait_for_server()
        TARGET.write_text(programs())
    finally:
        server.terminate()
        server.wait()


if __name__ == "__main__":
    main()
