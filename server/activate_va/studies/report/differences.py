"""Which differences are more than chance: the tests of the study, in words, tables and diagrams."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from html import escape
from math import inf

from activate_va.analysis.significance import SchemeTest
from activate_va.analysis.statistics import ALPHA, Friedman, Nemenyi, Pair, TreatmentComparison, smallest_p
from activate_va.studies.report.diagram import critical_difference_diagram
from activate_va.studies.report.grid import Cell, Line, grid, head
from activate_va.studies.report.tables import Tables
from activate_va.studies.report.wording import MEASURES, chance, counted, listed, number, signed

KINDS = {
    "policy": ("Selection compared, one training scheme at a time", "policies"),
    "training_scheme": ("Training schemes compared, one selection at a time", "training schemes"),
}
FEW_BLOCKS = 10
"""With fewer, chi-square and F are rough; Demšar 2006 gives "more than 10" as a rule of thumb for being sure."""
MOST_DIAGRAMS = 12


def differences(tables: Tables) -> str | None:
    """The section of tests; none where there is only one treatment of either kind."""
    parts = [_kind(kind, [test for test in tables.summary.tests if test.compared == kind]) for kind in KINDS]
    if not any(parts):
        return None
    tested = any(test.comparison.why_not is None for test in tables.summary.tests)
    how = _how(tables) if tested else ""
    return f"<section><h2>Which differences are more than chance</h2>{how}{''.join(parts)}</section>"


def _how(tables: Tables) -> str:
    return (
        f"<p>{_a_block(tables)}: within it, all treatments begin with the same random numbers and are ranked, 1 the"
        " best. Friedman’s test asks whether any of them differ (chi-square corrected for ties; F after Iman and"
        " Davenport, the less conservative); Nemenyi’s, all against all, which mean ranks are further apart than the"
        f" critical difference (CD). Pairs: Wilcoxon’s signed-rank test, corrected by Holm; {ALPHA} is the limit"
        " throughout."
        " Effects: rank-biserial correlation (blocks paired) and Cliff’s delta (unpaired), from −1 to 1. Blocks are"
        " repetitions on the same data: the tests speak of more seeds, not of other datasets.</p>"
    )


def _a_block(tables: Tables) -> str:
    groups = tables.summary.groups
    datasets = {group.dataset for group in groups}
    of = " of one dataset" if len(datasets) > 1 else ""
    averaged = ", averaged over classifiers, projections and labellers" if len(groups) > len(datasets) else ""
    return f"A block is one seed{of}{averaged}"


def _kind(kind: str, tests: Sequence[SchemeTest]) -> str:
    if not tests:
        return ""
    title, noun = KINDS[kind]
    tested = [test for test in tests if test.comparison.why_not is None]
    parts = (_silent(tests), _overall(tested, noun), _reach(tested), _diagrams(tested), *_pairs(tested))
    return f"<h3>{title}</h3>{''.join(parts)}"


def _silent(tests: Sequence[SchemeTest]) -> str:
    """Why nothing was tested, once for all that share the reason."""
    reasons: dict[str, list[str]] = {}
    for test in tests:
        if test.comparison.why_not is not None:
            reasons.setdefault(test.comparison.why_not, []).append(test.held)
    every = {test.held for test in tests}
    said = [
        f"Not tested{'' if set(held) == every else f' for {escape(listed(list(dict.fromkeys(held))))}'}: {reason}."
        for reason, held in reasons.items()
    ]
    return f"<p class='note'>{' '.join(said)}</p>" if said else ""


def _by_ranks(tests: Iterable[SchemeTest]) -> list[tuple[SchemeTest, Friedman, Nemenyi]]:
    """Those with treatments enough for the tests of all at once, and what they gave."""
    compared = ((test, test.comparison.friedman, test.comparison.nemenyi) for test in tests)
    return [(test, overall, after) for test, overall, after in compared if overall and after]


def _overall(tests: Sequence[SchemeTest], noun: str) -> str:
    ranked = _by_ranks(tests)
    if not ranked:
        return ""
    headings = ("Held", "Measure", "Blocks", "Friedman χ²", "p", "F", "p", "CD, ranks", "In words")
    most = max(len(test.comparison.treatments) for test, _, _ in ranked)
    caption = f"Friedman’s and Nemenyi’s tests over {most} {noun}; degrees of freedom in brackets."
    return grid(caption, headings, [[_overall_line(*each)] for each in ranked])


def _overall_line(test: SchemeTest, overall: Friedman, after: Nemenyi) -> Line:
    comparison = test.comparison
    f = "∞" if overall.f is None else f"{overall.f:.2f}"
    return (
        head(test.held),
        Cell(MEASURES[test.measure]),
        Cell(f"{comparison.blocks}", comparison.blocks),
        Cell(f"{overall.chi_square:.2f} ({overall.degrees})", overall.chi_square),
        Cell(chance(overall.p), overall.p),
        Cell(f"{f} ({overall.f_degrees[0]}, {overall.f_degrees[1]})", inf if overall.f is None else overall.f),
        Cell(chance(overall.f_p), overall.f_p),
        Cell(f"{after.critical_difference:.2f}", after.critical_difference),
        Cell(f'<span class="words">{escape(verdict(comparison, overall, after))}</span>'),
    )


def verdict(comparison: TreatmentComparison, overall: Friedman, after: Nemenyi) -> str:
    """What Friedman and Nemenyi say, in a sentence."""
    if overall.f_p >= ALPHA:
        return "No difference shown."
    names, ranks = comparison.treatments, comparison.mean_ranks
    best, *others = sorted(range(len(names)), key=lambda index: ranks[index])
    near = [names[index] for index in others if ranks[index] - ranks[best] < after.critical_difference]
    lead = f"They differ. Best mean rank: {names[best]} ({ranks[best]:.1f})"
    if len(near) == len(others):
        return f"{lead}, but by Nemenyi’s test separable from no other."
    return f"{lead}, not separable from {listed(near)}." if near else f"{lead}, separable from all others."


def in_words(comparison: TreatmentComparison) -> str:
    """What a comparison says, in a sentence, or why it says nothing."""
    if comparison.why_not is not None:
        return f"Not tested: {comparison.why_not}."
    if comparison.friedman is None or comparison.nemenyi is None:
        return "Two are compared as a pair."
    return verdict(comparison, comparison.friedman, comparison.nemenyi)


def _reach(tests: Sequence[SchemeTest]) -> str:
    """What so few blocks cannot show, whatever the differences; once, of the smallest number of blocks."""
    if not tests:
        return ""
    fewest = min((test.comparison for test in tests), key=lambda comparison: comparison.blocks)
    said = [*_left_out(tests), *reach(fewest)]
    return f"<p class='note'>{escape(' '.join(said))}</p>" if said else ""


def _left_out(tests: Sequence[SchemeTest]) -> list[str]:
    most = max(test.comparison.left_out for test in tests)
    return [f"Up to {counted(most, 'block')} left out, in which not every treatment has been run."] if most else []


def reach(comparison: TreatmentComparison) -> list[str]:
    """Sentences on what cannot be shown with so many blocks and pairs."""
    least, all_pairs = smallest_p(comparison.blocks), len(comparison.pairs)
    told = (
        f"With {counted(comparison.blocks, 'block')}, the smallest p that Wilcoxon’s test can give is {chance(least)}"
    )
    said = []
    if least >= ALPHA:
        said.append(f"{told}: no pair can be told apart by it; six blocks are the fewest that could.")
    elif all_pairs * least >= ALPHA:
        said.append(
            f"{told}, and Holm’s correction makes that {chance(min(1.0, all_pairs * least))} for the first of"
            f" {all_pairs} pairs: over all pairs it can show nothing; Nemenyi’s test can."
        )
    if comparison.friedman and comparison.blocks < FEW_BLOCKS:
        said.append("With so few blocks Friedman’s p is rough.")
    return said


def _diagrams(tests: Sequence[SchemeTest]) -> str:
    """The pictures, behind a line to open them where they are many."""
    ranked = _by_ranks(tests)
    if not ranked:
        return ""
    figures = "".join(_diagram(test, after) for test, _, after in ranked)
    words = "<p>Mean ranks, best on the left. A bar joins those whose mean ranks are less than the CD apart.</p>"
    state = " open" if len(ranked) <= MOST_DIAGRAMS else ""
    title = "<summary>Critical-difference diagrams</summary>"
    return f'<details{state}>{title}{words}<div class="diagrams">{figures}</div></details>'


def _diagram(test: SchemeTest, after: Nemenyi) -> str:
    return f"<figure><figcaption>{escape(_titled(test))}</figcaption>{rank_diagram(test, after)}</figure>"


def _titled(test: SchemeTest) -> str:
    return f"{test.held}, {MEASURES[test.measure]}"


def rank_diagram(test: SchemeTest, after: Nemenyi) -> str:
    """The critical-difference diagram of a test, as SVG; `after` is its comparison's `nemenyi`."""
    compared = test.comparison
    return critical_difference_diagram(
        _titled(test), compared.treatments, compared.mean_ranks, after.groups, after.critical_difference
    )


def _pairs(tests: Sequence[SchemeTest]) -> Iterable[str]:
    with_baseline = [(test, test.comparison.baseline_pairs) for test in tests if test.comparison.baseline_pairs]
    if with_baseline:
        yield _pair_table("Each against random selection (RS)", with_baseline, opened=True)
    every = [
        (test, test.comparison.pairs)
        for test in tests
        if len(test.comparison.pairs) > len(test.comparison.baseline_pairs)
    ]
    if every:
        yield _pair_table("All pairs", every, opened=len(every[0][1]) <= 1)


def _pair_table(title: str, families: Sequence[tuple[SchemeTest, tuple[Pair, ...]]], opened: bool) -> str:
    headings = ("Held", "Measure", "First", "Second", "Difference", "p", "p (Holm)", "Rank-biserial", "Cliff’s delta")
    caption = (
        f"Wilcoxon’s signed-rank test, Holm’s correction over the {counted(len(families[0][1]), 'pair')} of one"
        " training scheme or selection and one measure. Differences are first minus second, in percentage points (AUC"
        f" times 100). Bold: below {ALPHA} after correction."
    )
    groups = [[_pair_line(test, pair) for pair in sorted(pairs, key=lambda pair: pair.p)] for test, pairs in families]
    state = " open" if opened else ""
    return f"<details{state}><summary>{title}</summary>{grid(caption, headings, groups)}</details>"


def _pair_line(test: SchemeTest, pair: Pair) -> Line:
    return (
        head(test.held),
        Cell(MEASURES[test.measure]),
        head(pair.first),
        head(pair.second),
        Cell(signed(100 * pair.mean_difference, 2), pair.mean_difference),
        Cell(chance(pair.p), pair.p),
        Cell(chance(pair.p_holm), pair.p_holm, strong=pair.p_holm < ALPHA),
        Cell(number(pair.rank_biserial, 2), pair.rank_biserial),
        Cell(number(pair.cliffs_delta, 2), pair.cliffs_delta),
    )
