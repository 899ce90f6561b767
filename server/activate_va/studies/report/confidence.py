"""Figure 7: how sure labeller and machine were, class by class, of the samples that a policy brought."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from html import escape

from activate_va.analysis.runs import BASELINE_SCHEME, Group, Row
from activate_va.studies.report.boxes import box_plot
from activate_va.studies.report.colours import class_colour
from activate_va.studies.report.groups import each_group
from activate_va.studies.report.maps import dataset_of
from activate_va.studies.report.tables import Tables
from activate_va.studies.report.wording import listed

PAPERS = ("DS", "LCDS", "LCRS")
MOST = 4
COLOURS = (class_colour(0), class_colour(2), class_colour(3), class_colour(4))
PANELS = {
    "confidence": "Confidence that the labeller stated",
    "predicted_confidence": "Confidence that the machine had placed the sample with",
}

Values = dict[str, dict[str, list[float]]]


def confidence_by_class(tables: Tables) -> str | None:
    """The section of Figure 7; none without sessions, or where fewer than two confidences were stated."""
    if not tables.summary.groups or len(_stated(tables)) < 2:
        return None
    chosen = policies_shown(tables.rows("labels"))
    return (
        "<section><h2>Confidence by class</h2><p>Each box holds the labels of one class under one policy, all seeds"
        f" and rounds together, for {escape(listed(chosen))}. Whiskers reach to the furthest label within 1.5"
        " interquartile ranges. The machine’s are those of samples that it had placed. After Figure 7 of Legg et al."
        f" (2019).</p>{each_group(tables, lambda group: _group(tables, group, chosen))}</section>"
    )


def _stated(tables: Tables) -> set[float]:
    return {row["confidence"] for row in tables.rows("labels") if _is_stated(row)}


def policies_shown(rows: Sequence[Row]) -> list[str]:
    """The paper's three, and random selection, where the study has the three; else its first four."""
    here = list(dict.fromkeys(row["policy"] for row in rows))
    if not set(PAPERS) <= set(here):
        return here[:MOST]
    return [*PAPERS, *(policy for policy in here if policy == BASELINE_SCHEME)]


def _group(tables: Tables, group: Group, chosen: Sequence[str]) -> str:
    own = [row for row in tables.rows("labels") if Group.of(row) == group and row["policy"] in chosen]
    if not own:
        return ""
    colours = dict(zip(chosen, COLOURS, strict=False))
    key = "".join(
        f'<span><i class="patch" style="--c:{colour}"></i>{escape(policy)}</span>' for policy, colour in colours.items()
    )
    names = _class_names(tables, group.dataset, own)
    plots = {
        title: box_plot(title, "class", _values(_shown(own, column), column, names), colours)
        for column, title in PANELS.items()
    }
    figures = "".join(f"<figure><figcaption>{title}</figcaption>{plot}</figure>" for title, plot in plots.items())
    return f'<p class="legend">{key}</p><div class="diagrams">{figures}</div>{_left_out(own)}'


def _shown(rows: Sequence[Row], column: str) -> list[Row]:
    """The labeller's panel holds what a labeller said: no height of the machine's that was confirmed, no default."""
    return [row for row in rows if column != "confidence" or _is_stated(row)]


def _is_stated(row: Row) -> bool:
    """Tables of older versions do not say: they count as stated, as they did then."""
    return row.get("confidence_source") in (None, "stated")


def _left_out(rows: Sequence[Row]) -> str:
    accepted, default = (
        sum(row.get("confidence_source") == source for row in rows) for source in ("accepted", "default")
    )
    if not accepted + default:
        return ""
    return (
        f"<p>The labeller’s panel leaves out {accepted:,} labels that accepted the machine’s confidence as it stood,"
        f" and {default:,} at the default height, for which no confidence was stated.</p>"
    )


def _values(rows: Sequence[Row], column: str, names: Mapping[int, str]) -> Values:
    values: Values = {name: defaultdict(list) for name in names.values()}
    for row in rows:
        if row[column] is not None:
            values[names[row["class_index"]]][row["policy"]].append(row[column])
    return values


def _class_names(tables: Tables, dataset: str, rows: Sequence[Row]) -> dict[int, str]:
    """As the dataset names them; by number where that cannot be had."""
    opened = dataset_of(tables, dataset)
    if isinstance(opened, str):
        return {index: str(index) for index in sorted({row["class_index"] for row in rows})}
    return dict(enumerate(opened.classes))
