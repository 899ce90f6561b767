"""Pictures of the report one by one, each with the style it needs: for notebooks, files and papers."""

from __future__ import annotations

import re
from pathlib import Path

STYLE = (Path(__file__).parent / "page.css").read_text(encoding="utf-8")
DRAWN = ("svg text", ".rule", ".bar ", ".band", ".line", ".mark", ".box", ".axis", ".lead", ".joined")


class Picture:
    """A picture of the report that stands by itself, on white. Jupyter shows it as the value of a cell."""

    def __init__(self, svg: str) -> None:
        self.svg = _standing_alone(svg)

    def save(self, path: str | Path) -> None:
        """Write it as an SVG file."""
        Path(path).write_text(self.svg, encoding="utf-8")

    def _repr_svg_(self) -> str:
        return self.svg


def _standing_alone(svg: str) -> str:
    box = re.search(r'viewBox="0 0 ([\d.]+) ([\d.]+)"', svg)
    if box is None:
        raise ValueError("a picture of the report begins with its viewBox")
    size = f'width="{box[1]}" height="{box[2]}" style="background:#fff"'
    style = f"<style>{_light_style()}</style>"
    return svg.replace("<svg ", f'<svg xmlns="http://www.w3.org/2000/svg" {size} ', 1).replace(">", f">{style}", 1)


def _light_style() -> str:
    """The page's rules for pictures, with its colours for light screens and paper."""
    values = dict(re.findall(r"(--\w+): ([^;]+);", STYLE[: STYLE.index("}")]))
    rules = "\n".join(line for line in STYLE.splitlines() if line.startswith(DRAWN))
    plain = rules.replace("color-mix(in oklab, var(--c), white var(--lighten))", "var(--c)")
    return re.sub(r"var\((--\w+)\)", lambda name: values.get(name[1], name[0]), plain)
