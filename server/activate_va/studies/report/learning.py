"""The learning curves: machine-driven, user-driven and collaborative selection, as in Figs. 4 to 6 of the paper."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

from activate_va.analysis.summary import Curve
from activate_va.simulation.policies import Pattern, policies
from activate_va.simulation.policies.user import UserPolicy
from activate_va.studies.report.curves import key, learning_curves
from activate_va.studies.report.groups import each_group, of_group
from activate_va.studies.report.tables import Tables

KINDS = {
    "machine": "Machine-driven selection (as Fig. 4 of Legg et al. 2019)",
    "user": "User-driven selection (as Fig. 5)",
    "turns": "Collaborative selection (as Fig. 6)",
}


def kind_of(policy: str) -> str:
    """Which of `KINDS` a policy is: the user, turns, or any other."""
    if policy not in policies or isinstance(policies[policy], Pattern):
        return "turns"
    return "user" if isinstance(policies[policy], UserPolicy) else "machine"


def curves(tables: Tables) -> str | None:
    """The section of learning curves; none where no session trained twice."""
    if not any(len(curve.labels) > 1 for curve in tables.summary.curves):
        return None
    several = any(spread.deviation is not None for curve in tables.summary.curves for spread in curve.accuracy)
    band = " Bands are one standard deviation over seeds." if several else ""
    return (
        "<section><h2>Learning curves</h2><p>Lines: accuracy on the test split, in percent, after each round."
        f"{band} Bars: labels corrected or given by hand so far, in percent of all labels of a session, mean over"
        f" seeds.</p>{each_group(tables, lambda group: _group(of_group(tables.summary.curves, group)))}</section>"
    )


def _group(own: Sequence[Curve]) -> str:
    schemes_here = dict.fromkeys(curve.training_scheme for curve in own)
    bars = '<span><i class="bars"></i>corrected or by hand</span>'
    legend = f'<p class="legend">{"".join(map(key, schemes_here))}{bars}</p>'
    parts = (_kind(title, [curve for curve in own if kind_of(curve.policy) == kind]) for kind, title in KINDS.items())
    return f'{legend}<div class="kinds">{"".join(parts)}</div>'


def _kind(title: str, own: Sequence[Curve]) -> str:
    if not own:
        return ""
    policies = dict.fromkeys(curve.policy for curve in own)
    figures = "".join(_figure(policy, [curve for curve in own if curve.policy == policy]) for policy in policies)
    alone = " single" if len(policies) == 1 else ""
    return f'<div class="kind{alone}"><h4>{title}</h4><div class="curves">{figures}</div></div>'


def _figure(policy: str, own: Sequence[Curve]) -> str:
    return f"<figure><figcaption>{escape(policy)}</figcaption>{learning_curves(policy, own)}</figure>"
