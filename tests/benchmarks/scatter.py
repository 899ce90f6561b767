"""The pool's scatter of one or two checkouts, side by side in one Chromium: python scatter.py OLD NEW.

Each argument is a folder that holds `web/` with its packages installed. Sides alternate, each in a fresh page, with
the same points; ratios are of medians, the second side over the first. ACTIVATE_VA_CHROMIUM names another browser than
Playwright's own. Chromium draws with the processor here, so that times of drawing are those of a machine without GPU.

first draw  ms from making the scatter until its pixels can be read
script      ms of script per pointer event while panning
frame       ms per pointer event while panning, drawing included
processor   ms of processor time of all of Chromium per pointer event while panning; other work disturbs it least
hover       ms from a pointer event to the sample that is under it
"""

from __future__ import annotations

import argparse
import os
import subprocess
import tempfile
from itertools import pairwise
from pathlib import Path
from statistics import median

from playwright.sync_api import Browser, CDPSession, Page, sync_playwright

FLAGS = (
    "--no-sandbox",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--use-angle=swiftshader",
    "--enable-unsafe-swiftshader",
)
ORIGIN = "http://scatter.test"
SIZE = {"width": 420, "height": 420}
MOVES = 40

BUILD = """import { build } from 'vite';
const lib = { entry: 'src/views/pool/scatter.ts', formats: ['es'], fileName: 'scatter' };
await build({ logLevel: 'error', publicDir: false, build: { lib, outDir: process.argv[1], emptyOutDir: true } });"""

PAGE = """<!doctype html><style>body { margin: 0 }</style>
<canvas id="canvas" style="display: block; width: 420px; height: 420px"></canvas>"""

DRAW = """async (count) => {
  const { createScatter } = await import('/scatter.js');
  let state = 1;
  const random = () => (state = (state * 48271) % 2147483647) / 2147483647;
  const blob = () => (random() + random() + random() - 1.5) / 8;
  const points = new Float32Array(2 * count);
  for (let i = 0; i < count; i += 1) {
    const angle = (i % 10) * 0.628;
    points[2 * i] = 0.65 * Math.cos(angle) + blob();
    points[2 * i + 1] = 0.65 * Math.sin(angle) + blob();
  }
  window.hovers = [];
  let at = 0;
  addEventListener('pointermove', (event) => (at = event.timeStamp), true);
  const hover = (sample) => sample !== null && hovers.push(performance.now() - at);
  const probe = document.createElement('canvas').getContext('2d', { willReadFrequently: true });
  const canvas = document.getElementById('canvas');
  const since = performance.now();
  const ignored = () => undefined;
  const scatter = createScatter(canvas, { hover, click: ignored, moved: ignored, drawn: ignored });
  await scatter.resize(420, 420, 1);
  await scatter.draw(points);
  probe.drawImage(canvas, 0, 0);
  probe.getImageData(0, 0, 1, 1);
  return performance.now() - since;
}"""


def built(checkout: Path, folder: Path) -> str:
    command = ["node", "--input-type=module", "-e", BUILD, str(folder)]
    subprocess.run(command, cwd=checkout / "web", check=True)
    return next(folder.glob("scatter.*js")).read_text(encoding="utf-8")


def page_with(browser: Browser, script: str) -> Page:
    page = browser.new_page(viewport=SIZE)  # type: ignore[arg-type]
    page.route(f"{ORIGIN}/", lambda route: route.fulfill(body=PAGE, content_type="text/html"))
    page.route(f"{ORIGIN}/scatter.js", lambda route: route.fulfill(body=script, content_type="text/javascript"))
    page.goto(f"{ORIGIN}/")
    return page


def clocks(browser: CDPSession, page: CDPSession) -> dict[str, float]:
    """In ms, from any beginning."""
    found = {metric["name"]: metric["value"] for metric in page.send("Performance.getMetrics")["metrics"]}
    processes = browser.send("SystemInfo.getProcessInfo")["processInfo"]
    return {
        "script": 1000 * found["ScriptDuration"],
        "frame": 1000 * found["Timestamp"],
        "processor": 1000 * sum(process["cpuTime"] for process in processes),
    }


def measured(browser: Browser, script: str, count: int) -> dict[str, float]:
    page = page_with(browser, script)
    sessions = browser.new_browser_cdp_session(), page.context.new_cdp_session(page)
    sessions[1].send("Performance.enable")
    first = page.evaluate(DRAW, count)
    page.mouse.move(200, 200)
    for step in range(MOVES):
        page.mouse.move(60 + 7 * step, 100 + 5 * (step % 40))
    hover = median(page.evaluate("hovers"))
    page.mouse.down()
    before = clocks(*sessions)
    for step in range(MOVES):
        page.mouse.move(200 + 4 * (step % 20), 200 + 3 * (step % 15))
        page.evaluate("new Promise(requestAnimationFrame)")
    after = clocks(*sessions)
    page.close()
    panning = {name: (after[name] - before[name]) / MOVES for name in before}
    return {"first draw": first, "hover": hover, **panning}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("checkouts", nargs="+", type=Path)
    parser.add_argument("--counts", nargs="+", type=int, default=[55_000, 1_000_000])
    parser.add_argument("--repetitions", type=int, default=5)
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        scripts = [built(path, Path(folder, str(side))) for side, path in enumerate(arguments.checkouts)]
        browser = playwright.chromium.launch(executable_path=os.environ.get("ACTIVATE_VA_CHROMIUM"), args=list(FLAGS))
        for count in arguments.counts:
            runs = [[measured(browser, script, count) for script in scripts] for _ in range(arguments.repetitions)]
            for name in runs[0][0]:
                sides = [median(run[side][name] for run in runs) for side in range(len(scripts))]
                ratios = [f"{new / old:.2f}" for old, new in pairwise(sides)]
                print(f"{count:>9,} {name:10}", *(f"{ms:9.2f} ms" for ms in sides), *ratios)
        browser.close()


if __name__ == "__main__":
    main()
