"""The section that puts the study beside the paper, and says plainly where they differ."""

from __future__ import annotations

from html import escape

from activate_va.analysis.paper import CBA_ABOVE_IDA, Beside, beside, cba_above_ida, comparable
from activate_va.analysis.runs import Group
from activate_va.studies.report.grid import Cell, grid, head
from activate_va.studies.report.groups import each_group
from activate_va.studies.report.tables import Tables
from activate_va.studies.report.wording import counted, listed, signed, told

VERDICTS = {True: "within our spread", False: "outside our spread", None: "one seed"}


def beside_the_paper(tables: Tables) -> str | None:
    """The section; none where no part of the study repeats the paper's protocol."""
    summary = tables.summary
    if not any(_entries(tables, group) for group in summary.groups):
        return None
    return (
        "<section><h2>Beside Legg et al. (2019)</h2><p>Every number that the paper’s text gives for a condition of"
        f" this study; its Table 1 and its figures hold more.</p>"
        f"{each_group(tables, lambda group: _group(tables, group))}{_why()}</section>"
    )


def _entries(tables: Tables, group: Group) -> list[Beside]:
    same = comparable(tables.summary, group, tables.design["epochs"])
    return beside(tables.summary, group) if same else []


def _group(tables: Tables, group: Group) -> str:
    entries = _entries(tables, group)
    if not entries:
        return "<p>Not the paper’s protocol (MNIST, a CNN, ten rounds of ten, five epochs).</p>"
    judged = any(entry.usual is not None for entry in entries)
    ours = "mean over seeds ± one standard deviation" if judged else "one seed"
    verdict = (
        "; “within our spread” says that one more session of ours might well give the paper’s number (95 % prediction"
        " interval)"
    )
    caption = (
        f"Here: {ours}; accuracies in percent, areas times 100; relabels are corrected and by hand together. The"
        f" paper’s numbers are of one session each{verdict if judged else ''}."
    )
    headings = ("What", "Paper", "Here", "Difference", *(("Verdict",) if judged else ()))
    lines = [_line(entry)[: len(headings)] for entry in entries]
    return (
        f"<p>{escape(in_words(entries))}{_augmentation(tables, group)}</p>"
        f"{grid(caption, headings, [[line] for line in lines])}"
    )


def _augmentation(tables: Tables, group: Group) -> str:
    ours = cba_above_ida(tables.summary, group)
    if ours is None:
        return ""
    return (
        f" In the paper CBA is above IDA in {CBA_ABOVE_IDA} of the machine’s 8 schemes by accuracy, and in as many by"
        f" area; here, by means, in {ours['accuracy']} and in {ours['area_mean_height']}."
    )


def _line(entry: Beside) -> tuple[Cell, ...]:
    difference = "within" if entry.difference == 0 and " to " in entry.paper else signed(entry.difference, 1)
    return (
        head(entry.what),
        Cell(entry.paper),
        Cell(told(entry.ours, scale=1), entry.ours.mean),
        Cell(difference, entry.difference),
        Cell(VERDICTS[entry.usual], strong=entry.usual is False),
    )


def in_words(entries: list[Beside]) -> str:
    """Where ours differ, in a sentence or two."""
    judged = _nearest([entry for entry in entries if entry.usual is not None])
    if not judged:
        return "With one seed there is no telling which differences are more than chance."
    above, below = (
        [entry.subject for entry in judged if not entry.usual and (entry.difference > 0) is higher]
        for higher in (True, False)
    )
    within = len(judged) - len(above) - len(below)
    said = [f"Within our spread: {within} of {counted(len(judged), 'number')} of the paper’s."]
    said += [f"Ours are higher in {listed(above)}."] if above else []
    said += [f"Ours are lower in {listed(below)}."] if below else []
    return " ".join(said)


def _nearest(entries: list[Beside]) -> list[Beside]:
    """An entry for each number of the paper: where two of ours may be meant, the one that lies nearer to it."""
    nearest: dict[str, Beside] = {}
    for entry in entries:
        known = nearest.get(entry.subject)
        if known is None or (not entry.usual, abs(entry.difference)) < (not known.usual, abs(known.difference)):
            nearest[entry.subject] = entry
    return list(nearest.values())


def _why() -> str:
    reasons = (
        "The paper does not say how its area was taken, so both usual conventions stand beside its number; at most one"
        " of them can be meant, and the sentence above counts the nearer.",
        "The paper’s numbers are of single sessions, and selection at random alone moves a session’s accuracy by as"
        " much as the spread in Table 1.",
        "The paper does not print the layers of its CNN, its optimiser, or which training scheme placed the samples:"
        " relabels depend on the last, and ours come from the scheme named above.",
        "People labelled in the paper; here models of people do, who pick from the map by rule, never tire and never"
        " look at an image.",
    )
    return f"<h4>Known reasons to differ</h4><ul>{''.join(f'<li>{reason}</li>' for reason in reasons)}</ul>"
