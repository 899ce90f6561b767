"""All tests over one set of blocks, and in words what they can and cannot say."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import combinations

from activate_va.analysis.statistics.blocks import Blocks
from activate_va.analysis.statistics.friedman import Friedman, friedman
from activate_va.analysis.statistics.nemenyi import Nemenyi, nemenyi
from activate_va.analysis.statistics.pairs import (
    Pair,
    cliffs_delta,
    differences,
    holm,
    rank_biserial,
    smallest_p,
    wilcoxon,
)
from activate_va.analysis.statistics.ranks import average_ranks
from activate_va.value import Value

ALPHA = 0.05


class TreatmentComparison(Value):
    """`mean_ranks` by treatment, 1 the best. Null or empty what could not be tested: see `why_not`.

    `pairs` are all pairs, `baseline_pairs` those with `baseline` as the second; Holm's correction counts each of
    the two families by itself. `smallest_p` is the smallest p-value that the signed-rank test can give with so many
    blocks. `blocks` are those in which every treatment was tried, `left_out` the others.
    """

    treatments: tuple[str, ...]
    blocks: int
    left_out: int
    mean_ranks: tuple[float, ...]
    friedman: Friedman | None
    nemenyi: Nemenyi | None
    smallest_p: float | None
    pairs: tuple[Pair, ...]
    baseline: str | None
    baseline_pairs: tuple[Pair, ...]
    why_not: str | None


def compare_treatments(blocks: Blocks, baseline: str | None = None) -> TreatmentComparison:
    """Rank the treatments over the blocks and test them: Friedman and Nemenyi for three or more, Wilcoxon by pairs.

    With fewer than two treatments or two blocks nothing is tested, and `why_not` says so.
    """
    names, known = blocks.treatments, baseline if baseline in blocks.treatments else None
    why_not = _why_not(blocks)
    with_known = [(name, known) for name in names if known is not None and name != known]
    several = why_not is None and len(names) > 2
    return TreatmentComparison(
        treatments=names,
        blocks=len(blocks),
        left_out=blocks.left_out,
        mean_ranks=tuple(average_ranks(blocks.scores).tolist()) if len(blocks) else (),
        friedman=friedman(blocks.scores) if several else None,
        nemenyi=nemenyi(blocks.scores, ALPHA) if several else None,
        smallest_p=None if why_not else smallest_p(len(blocks)),
        pairs=() if why_not else _pairs(blocks, list(combinations(names, 2))),
        baseline=known,
        baseline_pairs=() if why_not else _pairs(blocks, with_known),
        why_not=why_not,
    )


def _why_not(blocks: Blocks) -> str | None:
    if len(blocks.treatments) < 2:
        return "there is nothing to compare it with"
    if len(blocks) == 0:
        return "no seed has been run under all of them yet"
    if len(blocks) == 1 and blocks.left_out:
        return "only one seed has been run under all of them yet"
    if len(blocks) == 1:
        return "one seed shows no spread: differences may be chance alone; run the study with more seeds"
    return None


def _pairs(blocks: Blocks, names: Sequence[tuple[str, str]]) -> tuple[Pair, ...]:
    found = [_pair(blocks, *pair) for pair in names]
    corrected = holm([pair.p for pair in found])
    return tuple(pair.model_copy(update={"p_holm": p}) for pair, p in zip(found, corrected, strict=True))


def _pair(blocks: Blocks, first: str, second: str) -> Pair:
    a, b = (blocks.scores[:, blocks.treatments.index(name)] for name in (first, second))
    apart = differences(a, b)
    statistic, p = wilcoxon(a, b)
    return Pair(
        first=first,
        second=second,
        mean_difference=float(apart.mean()),
        different=int((apart != 0).sum()),
        statistic=statistic,
        p=p,
        p_holm=p,
        rank_biserial=rank_biserial(a, b),
        cliffs_delta=cliffs_delta(a, b),
    )
