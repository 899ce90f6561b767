"""Tables that a reader can sort by any column."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from html import escape


@dataclass(frozen=True)
class Cell:
    """`html` as it is shown; `value` is what the column is sorted by, the text itself where there is none."""

    html: str
    value: float | None = None
    strong: bool = False
    heads: bool = False

    def drawn(self) -> str:
        tag, scope = ("th", ' scope="row"') if self.heads else ("td", "" if self.value is not None else ' class="text"')
        value = "" if self.value is None else f' data-value="{self.value:.10g}"'.replace("inf", "Infinity")
        return f"<{tag}{scope}{value}>{f'<b>{self.html}</b>' if self.strong else self.html}</{tag}>"


Line = Sequence[Cell]


def head(text: str) -> Cell:
    return Cell(escape(text), heads=True)


def grid(caption: str, headings: Sequence[str], groups: Iterable[Sequence[Line]]) -> str:
    """`caption` and `headings` are HTML; there is a group at least. A rule parts the groups until the reader sorts."""
    own = [list(group) for group in groups]
    kinds = [cell.value is None for cell in own[0][0]]
    top = "".join(_heading(heading, text) for heading, text in zip(headings, kinds, strict=True))
    body = "".join(_row(line, first=position == 0) for group in own for position, line in enumerate(group))
    return (
        f'<div class="wide"><table class="sortable"><caption>{caption}</caption>'
        f"<thead><tr>{top}</tr></thead><tbody>{body}</tbody></table></div>"
    )


def _heading(heading: str, text: bool) -> str:
    kind = ' class="text"' if text else ""
    return f'<th scope="col"{kind}>{heading}</th>'


def _row(line: Line, first: bool) -> str:
    cells = "".join(cell.drawn() for cell in line)
    return f'<tr class="first">{cells}</tr>' if first else f"<tr>{cells}</tr>"
