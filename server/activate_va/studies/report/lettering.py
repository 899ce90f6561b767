"""Words in a drawing."""

from __future__ import annotations

from html import escape


def text_at(x: float, y: float, text: str, anchor: str) -> str:
    """An SVG text; `anchor` is the end of it that stands at x: start, middle or end."""
    return f'<text x="{x:.1f}" y="{y:.1f}" text-anchor="{anchor}">{escape(text)}</text>'
