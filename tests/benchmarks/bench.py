"""Our code and a plain reference side by side, alternating in one process run; a table and a JSON file.

Every row is warmed once without being counted (but for those that say "cold"), then repeated. Times are
wall clock; "cpu" is the processor time that our side took, its child processes included, which other
work on the machine disturbs less. References that take minutes (t-SNE, UMAP) run once, and only with --slow.
The reference trains in a process of its own, with TensorFlow as it comes: ours asks for determinism, and
for one thread an operation, which would be to its disadvantage.
"""

from __future__ import annotations

import argparse
import json
import sys
from datetime import UTC, datetime
from pathlib import Path

from machine import machine_facts
from measuring import Measured, measure
from report import table
from rich.console import Console
from rows import ROWS
from rows.serving import held_open

RESULTS = Path("bench-results")
WIDTH = 170
"""Columns where the output is not a terminal."""


def parsed() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--repetitions", type=int, default=5, help="of each side of each row (default: 5)")
    parser.add_argument("--only", nargs="+", metavar="NAME", help="rows to run, by the beginning of their names")
    parser.add_argument("--json", type=Path, metavar="PATH", help="default: bench-results/<time>.json")
    parser.add_argument("--slow", action="store_true", help="run the references that take minutes, too")
    parser.add_argument("--no-reference", action="store_true", help="our side alone")
    parser.add_argument("--list", action="store_true", help="print the names of the rows and stop")
    return parser.parse_args()


def main() -> None:
    arguments = parsed()
    wanted = [row for row in ROWS if not arguments.only or row.name.startswith(tuple(arguments.only))]
    if not wanted:
        raise SystemExit(f"no such row; there are: {', '.join(row.name for row in ROWS)}")
    if arguments.list:
        raise SystemExit("\n".join(f"{row.name:16} {row.what}" for row in wanted))
    results: list[Measured] = []
    path = arguments.json or RESULTS / f"{datetime.now(UTC):%Y%m%dT%H%M%SZ}.json"
    with held_open:
        for row in wanted:
            Console(stderr=True).print(f"[dim]{row.name}: {row.what}[/]")
            results.append(measure(row, arguments.repetitions, not arguments.no_reference, arguments.slow))
            save(path, results)
    console = Console(width=None if sys.stdout.isatty() else WIDTH)
    console.print(table(results))
    console.print(f"{path} holds the single measurements and what this machine is.", highlight=False)


def save(path: Path, results: list[Measured]) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    content = {"machine": machine_facts(), "rows": [result.as_json() for result in results]}
    path.write_text(json.dumps(content, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
