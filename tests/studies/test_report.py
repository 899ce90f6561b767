"""The report says what the tables say, on a page that stands by itself."""

from __future__ import annotations

import re
import statistics
from itertools import product
from typing import Any

import pytest

from activate_va.evaluation import AreaConvention
from activate_va.studies.report.page import page
from activate_va.studies.report.paper import beside, comparable
from activate_va.studies.report.summary import compare
from activate_va.studies.report.tables import Tables

MANIFEST: dict[str, Any] = {
    "design": {
        "name": "a <b>",
        "datasets": ["mnist"],
        "classifiers": ["cnn"],
        "policies": ["RS", "ECRS", "user"],
        "labellers": ["oracle"],
        "rounds": 10,
        "samples_per_round": 10,
        "epochs": 5,
        "predict_with": "IDA",
        "projections": ["umap"],
        "distance_space": "projection",
    },
    "title": "",
    "seeds": [0, 1],
    "code": "1",
    "data": {"mnist": "0" * 64},
}


def rows(seeds: int = 2, classifier: str = "cnn", rounds: int = 10) -> list[dict[str, Any]]:
    """Accuracy rises by 0.08 a round from 0.1, by 0.01 more for each seed, and 0.05 lower for RS."""
    return [
        {
            "dataset": "mnist",
            "classifier": classifier,
            "projection": "umap",
            "policy": policy,
            "labeller": "oracle",
            "seed": seed,
            "round": number,
            "training_scheme": scheme,
            "labels": 10 * number,
            "accuracy": 0.08 * number + 0.02 + 0.01 * seed - (0.05 if policy == "RS" else 0.0),
            "corrected": 0 if number == 1 else 5,
            "hand_labelled": 10 if number == 1 else 0,
        }
        for policy, seed, number, scheme in product(("RS", "ECRS"), range(seeds), range(1, rounds + 1), ("SIL", "CBA"))
    ]


def tables(**of_rows: Any) -> Tables:
    return Tables(MANIFEST, {"rounds": rows(**of_rows)})


def test_means_spreads_gains_and_efforts() -> None:
    (comparison,) = compare(rows())
    line = comparison.lines_of("ECRS")[1]
    assert line.training_scheme == "CBA"
    assert line.accuracy.mean == pytest.approx(82.5)
    assert line.accuracy.deviation == pytest.approx(statistics.stdev([82, 83]))
    assert line.gain is not None
    assert line.gain.mean == pytest.approx(5)
    assert line.areas[AreaConvention.MEAN_HEIGHT].mean == pytest.approx(46.5)
    assert comparison.lines_of("RS")[0].gain is None
    effort = comparison.efforts["ECRS"]
    assert (effort.corrected.mean, effort.hand_labelled.mean, effort.both.mean) == (45, 10, 55)
    assert effort.relabelled[:3] == [10, 15, 20]


def test_one_seed_has_no_spread() -> None:
    (comparison,) = compare(rows(seeds=1))
    assert all(line.accuracy.deviation is None for line in comparison.lines)
    assert "±" not in page(tables(seeds=1)).split("</p>", 1)[1]


def test_the_papers_numbers_stand_beside_the_same_protocol_only() -> None:
    (ours,) = compare(rows())
    found = {entry.what: (entry.paper, entry.difference) for entry in beside(ours)}
    assert found["ECRS, CBA: accuracy"] == ("94", pytest.approx(-11.5))
    assert found["ECRS: relabels"] == ("68", pytest.approx(-13))
    assert found["RS: relabels"] == ("41", pytest.approx(14))
    assert comparable(ours)
    assert not comparable(compare(rows(classifier="logistic_regression"))[0])
    assert not comparable(compare(rows(rounds=5))[0])


def test_the_page_needs_no_network_and_escapes_names() -> None:
    text = page(tables())
    assert not re.search(r"https?:|src=|href=|@import|url\(", text)
    assert "a &lt;b&gt;" in text
    assert text.count("<svg") == 2
    assert "82.5 ± 0.7" in text


def test_an_unfinished_study_says_so() -> None:
    assert "Sessions finished: 4 of 6." in page(tables())
