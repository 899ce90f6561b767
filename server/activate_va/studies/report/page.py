"""The report: one HTML page that needs no network."""

from __future__ import annotations

from base64 import b64encode
from hashlib import sha256
from html import escape
from pathlib import Path

from activate_va.studies.report.beside import beside_the_paper
from activate_va.studies.report.confidence import confidence_by_class
from activate_va.studies.report.differences import differences
from activate_va.studies.report.glossary import glossary
from activate_va.studies.report.learning import curves
from activate_va.studies.report.projections import projection_maps
from activate_va.studies.report.protocol import protocol
from activate_va.studies.report.results import class_accuracies, results
from activate_va.studies.report.tables import Section, Tables

HERE = Path(__file__).parent
STYLE = (HERE / "page.css").read_text(encoding="utf-8")
SCRIPT = (HERE / "page.js").read_text(encoding="utf-8")

POLICY = (
    "default-src 'none'; style-src 'unsafe-inline'; img-src data:; frame-ancestors 'none'; sandbox allow-scripts;"
    f" script-src 'sha256-{b64encode(sha256(SCRIPT.encode()).digest()).decode()}'"
)
"""The Content-Security-Policy to serve the page under: it may run its own script and nothing else."""

SECTIONS: tuple[Section, ...] = (
    protocol,
    projection_maps,
    results,
    curves,
    differences,
    beside_the_paper,
    confidence_by_class,
    class_accuracies,
    glossary,
)
"""In the order of the page; one with nothing to show draws nothing."""


def page(tables: Tables) -> str:
    """The whole page."""
    title = escape(tables.manifest["title"] or tables.design["name"])
    drawn = (section(tables) for section in SECTIONS)
    return (
        f'<!doctype html><html lang="en"><head><meta charset="utf-8"><title>{title}</title>'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f"<style>{STYLE}</style></head><body><h1>{title}</h1>{''.join(html for html in drawn if html is not None)}"
        f"<script>{SCRIPT}</script></body></html>\n"
    )
