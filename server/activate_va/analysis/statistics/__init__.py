"""Tests of whether treatments differ, over blocks in which each was tried: Friedman, Nemenyi, Wilcoxon with Holm.

After Demšar 2006, "Statistical comparisons of classifiers over multiple data sets". Importing it loads no SciPy.
"""

from activate_va.analysis.statistics.blocks import Blocks
from activate_va.analysis.statistics.comparison import ALPHA, TreatmentComparison, compare_treatments
from activate_va.analysis.statistics.friedman import Friedman, friedman
from activate_va.analysis.statistics.nemenyi import Nemenyi, critical_difference, nemenyi
from activate_va.analysis.statistics.pairs import Pair, cliffs_delta, holm, rank_biserial, smallest_p, wilcoxon
from activate_va.analysis.statistics.ranks import average_ranks, ranks

__all__ = [
    "ALPHA",
    "Blocks",
    "Friedman",
    "Nemenyi",
    "Pair",
    "TreatmentComparison",
    "average_ranks",
    "cliffs_delta",
    "compare_treatments",
    "critical_difference",
    "friedman",
    "holm",
    "nemenyi",
    "rank_biserial",
    "ranks",
    "smallest_p",
    "wilcoxon",
]
