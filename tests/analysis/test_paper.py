"""The paper's numbers stand beside those of a study that repeats its protocol, and of no other."""

from __future__ import annotations

import pytest

from activate_va.analysis.paper import MACHINE_SCHEMES, usual
from activate_va.analysis.spread import Spread
from activate_va.analysis.summary import summarise

from ..studies.synthetic import round_rows


def test_the_papers_numbers_stand_beside_the_same_protocol_only() -> None:
    (comparison,) = summarise(round_rows(), epochs=5).paper
    found = {number.what: (number.paper, number.difference) for number in comparison.numbers}
    assert found["ECRS, CBA: accuracy"] == ("94", pytest.approx(-11.5))
    assert found["ECRS: relabels"] == ("68", pytest.approx(-13))
    assert found["RS: relabels"] == ("41", pytest.approx(14))
    assert summarise(round_rows(), epochs=50).paper == ()
    assert summarise(round_rows()).paper == ()
    for other in (round_rows(classifier="logistic_regression"), round_rows(rounds=5)):
        assert summarise(other, epochs=5).paper == ()


def test_an_area_of_the_paper_stands_beside_both_conventions() -> None:
    (comparison,) = summarise(round_rows(), epochs=5).paper
    assert [number.what for number in comparison.numbers if number.subject == "ECRS, CBA: ALC"] == [
        "ECRS, CBA: ALC (mean height)",
        "ECRS, CBA: ALC (from the origin)",
    ]


def test_cba_is_counted_against_ida_where_all_eight_schemes_are_there() -> None:
    rows = round_rows(policies=MACHINE_SCHEMES)
    for row in rows:
        row["training_scheme"] = {"SIL": "IDA"}.get(row["training_scheme"], row["training_scheme"])
        row["accuracy"] += 0.01 if (row["training_scheme"], row["policy"]) == ("CBA", "LCRS") else 0.0
    (comparison,) = summarise(rows, epochs=5).paper
    above = comparison.cba_above_ida
    assert above is not None
    assert (above.schemes, above.stated, above.accuracy, above.area_mean_height) == (8, 5, 1, 1)
    (few,) = summarise(round_rows(), epochs=5).paper
    assert few.cba_above_ida is None


def test_the_papers_number_is_usual_where_one_more_session_might_give_it() -> None:
    ours = Spread(mean=90.0, deviation=1.0, seeds=10)
    assert usual(ours, (92.3, 92.3)) is True
    assert usual(ours, (92.5, 92.5)) is False
    assert usual(ours, (80.0, 87.7)) is True
    assert usual(ours.model_copy(update={"deviation": None, "seeds": 1}), (90, 90)) is None
