"""The report as one HTML page that needs nothing else: the built page, with the study's data inside it."""

from __future__ import annotations

import re
from base64 import b64encode
from hashlib import sha256
from pathlib import Path

import activate_va
from activate_va.studies.errors import ReportNotBuilt
from activate_va.studies.report.document import StudyReport

TEMPLATE = Path(activate_va.__file__).parent / "static" / "report.html"
ROOM = re.compile(r'(<script type="application/json" id="report">)\s*null\s*(</script>)')
"""Where the template leaves room for the data."""
SCRIPT = re.compile(r'<script type="module"[^>]*>(.*?)</script>', re.DOTALL)


def page(report: StudyReport, template: Path = TEMPLATE) -> str:
    """The whole page. Raises ReportNotBuilt."""
    return ROOM.sub(lambda room: f"{room[1]}{inlined(report)}{room[2]}", _read(template), count=1)


def inlined(report: StudyReport) -> str:
    """The data as JSON that no HTML parser takes for anything else: nothing in it opens or closes a tag."""
    return report.model_dump_json().replace("<", "\\u003c")


def policy(template: Path = TEMPLATE) -> str:
    """The Content-Security-Policy to serve the page under: it may run its own script and nothing else.

    Raises ReportNotBuilt.
    """
    script = SCRIPT.search(_read(template))
    if script is None:
        raise ReportNotBuilt(f"{template} holds no script")
    digest = b64encode(sha256(script[1].encode()).digest()).decode()
    return (
        "default-src 'none'; style-src 'unsafe-inline'; img-src data:; frame-ancestors 'none'; sandbox allow-scripts"
        " allow-downloads;"
        f" script-src 'sha256-{digest}'"
    )


def _read(template: Path) -> str:
    try:
        text = template.read_text(encoding="utf-8")
    except FileNotFoundError as error:
        raise ReportNotBuilt(f"there is no {template.name} in {template.parent.name}/") from error
    if ROOM.search(text) is None:
        raise ReportNotBuilt(f"{template} has no place for the data")
    return text
