"""The report: one HTML page that needs no network."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape
from math import prod
from pathlib import Path
from typing import Any

from activate_va.evaluation import AreaConvention
from activate_va.studies.report.curves import colour_of, learning_curves, told_as
from activate_va.studies.report.paper import Beside, beside, comparable
from activate_va.studies.report.summary import Comparison, Effort, Line, Spread
from activate_va.studies.report.tables import Section, Tables

STYLE = (Path(__file__).parent / "page.css").read_text(encoding="utf-8")
CONDITIONS = ("datasets", "classifiers", "projections", "policies", "labellers")
MINUS = "−"
HEADINGS = (
    "Selection",
    "Training",
    "Accuracy, %",
    "Gain on RS",
    "AUC, mean height",
    "AUC, from the origin",
    "Corrected",
    "By hand",
    "Relabels",
)


def page(tables: Tables) -> str:
    """The whole page."""
    title = escape(tables.manifest["title"] or tables.design["name"])
    drawn = (section(tables) for section in SECTIONS)
    return (
        f'<!doctype html><html lang="en"><head><meta charset="utf-8"><title>{title}</title>'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f"<style>{STYLE}</style></head><body><h1>{title}</h1>{''.join(html for html in drawn if html is not None)}"
        f"{_provenance(tables.manifest)}</body></html>\n"
    )


def _protocol(tables: Tables) -> str:
    design = tables.design
    finished = sum(comparison.sessions for comparison in tables.comparisons)
    planned = len(tables.manifest["seeds"]) * prod(len(design[name]) for name in CONDITIONS)
    return (
        f"<p>{design['rounds']} rounds of {design['samples_per_round']} samples, {design['epochs']} epochs a round; "
        f"placements predicted by {escape(design['predict_with'])}; distances in {_space(design)}. "
        f"Sessions finished: {finished} of {planned}. Means over seeds, ± one standard deviation (n − 1).</p>"
    )


def _space(design: dict[str, Any]) -> str:
    if design["distance_space"] == "original":
        return "the original space"
    return escape(", ".join(design["projections"]))


def _results(tables: Tables) -> str | None:
    return "".join(_group(comparison) for comparison in tables.comparisons) or None


def _group(comparison: Comparison) -> str:
    group, seeds = comparison.group, comparison.seeds
    heading = f"{group.dataset} · {group.classifier} · {group.projection} · labeller {group.labeller}"
    told = f"Seeds {', '.join(map(str, seeds))}" if len(seeds) > 1 else f"Seed {seeds[0]}, so without spread"
    return (
        f"<section><h2>{escape(heading)}</h2><p>{told}; {comparison.lines[0].labels[-1]} labels.</p>"
        f"{_table(comparison)}{_pictures(comparison)}{_beside(comparison)}</section>"
    )


def _table(comparison: Comparison) -> str:
    head = "".join(f'<th scope="col">{heading}</th>' for heading in HEADINGS)
    body = "".join(_policy_rows(comparison, policy) for policy in comparison.policies())
    caption = (
        "Accuracy on the test split after the last round, areas under the learning curve (times 100), and labels"
        " that were not simply confirmed: corrected, and given by hand where there was no prediction. The best of"
        " each training scheme is bold."
    )
    return f"<table><caption>{caption}</caption><thead><tr>{head}</tr></thead>{body}</table>"


def _policy_rows(comparison: Comparison, policy: str) -> str:
    lines, effort = comparison.lines_of(policy), comparison.efforts[policy]
    rows = [_row(comparison, line, effort if first else None, len(lines)) for first, line in _with_first(lines)]
    return f"<tbody>{''.join(rows)}</tbody>"


def _with_first(lines: Sequence[Line]) -> list[tuple[bool, Line]]:
    return [(position == 0, line) for position, line in enumerate(lines)]


def _row(comparison: Comparison, line: Line, effort: Effort | None, span: int) -> str:
    best = line.accuracy.mean == max(
        other.accuracy.mean for other in comparison.lines if other.training_scheme == line.training_scheme
    )
    name = f'<th scope="rowgroup" rowspan="{span}">{escape(line.policy)}</th>' if effort else ""
    accuracy = told_as(line.accuracy, 1)
    cells = [
        f"<td><b>{accuracy}</b></td>" if best else f"<td>{accuracy}</td>",
        f"<td>{_signed(line.gain)}</td>",
        *(f"<td>{told_as(line.areas[convention], 2)}</td>" for convention in AreaConvention),
    ]
    efforts = (effort.corrected, effort.hand_labelled, effort.both) if effort else ()
    cells += [f'<td rowspan="{span}">{told_as(spread, 1)}</td>' for spread in efforts]
    return f"<tr>{name}<th scope='row'>{_swatch(line, comparison)}</th>{''.join(cells)}</tr>"


def _swatch(line: Line, comparison: Comparison) -> str:
    schemes = [other.training_scheme for other in comparison.lines_of(line.policy)]
    colour = colour_of(line.training_scheme, schemes)
    return f'<i style="background:{colour}"></i>{escape(line.training_scheme)}'


def _signed(gain: Spread | None) -> str:
    if gain is None:
        return "–"
    return told_as(gain, 1).replace("-", MINUS) if gain.mean < 0 else f"+{told_as(gain, 1)}"


def _pictures(comparison: Comparison) -> str:
    schemes = "".join(
        f"<span>{_swatch(line, comparison)}</span>" for line in comparison.lines_of(comparison.policies()[0])
    )
    legend = (
        f'<p class="legend">{schemes}<span><i class="bars"></i>corrected or given by hand so far, % of all</span></p>'
    )
    figures = "".join(
        f"<figure><figcaption>{escape(policy)}</figcaption>"
        f"{learning_curves(policy, comparison.lines_of(policy), comparison.efforts[policy])}</figure>"
        for policy in comparison.policies()
    )
    heading = "<h3>Learning curves</h3><p>Accuracy on the test split, in percent.</p>"
    return f'{heading}{legend}<div class="curves">{figures}</div>'


def _beside(comparison: Comparison) -> str:
    entries = beside(comparison) if comparable(comparison) else []
    if not entries:
        return ""
    rows = "".join(_beside_row(entry) for entry in entries)
    return (
        "<h3>Beside Legg et al. (2019)</h3><table><caption>Every number that the paper’s text gives for a condition"
        " of this study. The paper reports one session each, with people, and does not say how its area was taken;"
        " relabels are ours corrected and by hand together.</caption><thead><tr><th scope='col'>What</th>"
        f"<th scope='col'>Paper</th><th scope='col'>Here</th><th scope='col'>Difference</th></tr></thead>{rows}</table>"
    )


def _beside_row(entry: Beside) -> str:
    difference = (
        "within" if entry.difference == 0 and "to" in entry.paper else f"{entry.difference:+.1f}".replace("-", MINUS)
    )
    return (
        f"<tr><th scope='row'>{escape(entry.what)}</th><td>{entry.paper}</td>"
        f"<td>{told_as(entry.ours, 1)}</td><td>{difference}</td></tr>"
    )


def _provenance(manifest: dict[str, Any]) -> str:
    data = ", ".join(f"{escape(name)} {digest[:12]}" for name, digest in manifest["data"].items())
    return f"<footer><p>Code {escape(manifest['code'])}. Data {data}.</p></footer>"


SECTIONS: tuple[Section, ...] = (_protocol, _results)
"""In the order of the page; one with nothing to show draws nothing."""
