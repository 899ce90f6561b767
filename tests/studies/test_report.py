"""The report says what the tables say, on a page that stands by itself."""

from __future__ import annotations

import re
from base64 import b64encode
from hashlib import sha256
from html.parser import HTMLParser

import pytest

from activate_va.analysis.paper import MACHINE_SCHEMES, beside, cba_above_ida, comparable, usual
from activate_va.analysis.summary import Spread, summarise
from activate_va.studies.report import POLICY
from activate_va.studies.report.curves import learning_curves
from activate_va.studies.report.diagram import critical_difference_diagram
from activate_va.studies.report.differences import reach
from activate_va.studies.report.page import page
from activate_va.studies.report.results import results
from activate_va.studies.report.tables import Tables
from activate_va.studies.report.wording import chance, listed, number, signed, told

from .synthetic import manifest, round_rows, tables


class Balanced(HTMLParser):
    """Fails at a tag that closes what was not opened last."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []

    def handle_starttag(self, tag: str, attrs: object) -> None:
        if tag != "meta":
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: object) -> None:
        pass

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag


def headings(text: str) -> list[str]:
    return re.findall(r"<h2>(.*?)</h2>", text)


def test_the_page_needs_no_network_and_escapes_names() -> None:
    text = page(tables())
    assert not re.search(r"https?:|src=|href=|@import|url\(", text)
    assert "a &lt;b&gt;" in text
    assert "a <b>" not in text
    parser = Balanced()
    parser.feed(text)
    assert parser.open == []


def test_every_section_stands_where_there_is_something_to_show() -> None:
    assert headings(page(tables())) == [
        "What was run",
        "Table 1: accuracy, area under the learning curve, and effort",
        "Learning curves",
        "Which differences are more than chance",
        "Beside Legg et al. (2019)",
        "Accuracy class by class",
        "What the names mean",
    ]


def test_nothing_is_drawn_of_what_is_not_there() -> None:
    text = page(Tables(manifest(round_rows()), {"labels": [{}]}))
    assert headings(text) == ["What was run", "What the names mean"]
    assert "Beside Legg" not in page(tables(classifier="logistic_regression"))


def test_table_1_says_what_the_rows_say() -> None:
    text = page(tables())
    assert "82.5 ± 0.7" in text
    assert "+5.0 ± 0.0" in text
    assert "55.0 ± 0.0" in text
    assert re.search(r"4\.5 ± 0\.7", text), "the calibration error of CBA"


def test_one_seed_reads_well() -> None:
    text = page(tables(seeds=1))
    assert "±" not in re.sub(r"<(style|script)>.*?</\1>", "", text)
    assert "One seed" in text
    assert "Not tested: one seed shows no spread" in text
    assert "one seed: no" not in text


def test_an_unfinished_study_says_so() -> None:
    rows = round_rows(seeds=3, policies=("RS", "ECRS", "user"))
    kept = [row for row in rows if (row["policy"], row["seed"]) != ("user", 1)]
    text = page(Tables(manifest(rows), {"rounds": kept}))
    assert "8 finished of 9" in text
    assert "not finished" in text
    assert "Up to 1 block left out" in text


def test_groups_are_told_apart_by_what_differs() -> None:
    text = page(tables(datasets=("mnist", "fashion_mnist")))
    assert "<h3>fashion_mnist</h3>" in text
    assert "Not the paper’s protocol" in text


def test_two_policies_are_compared_by_pairs_alone() -> None:
    text = page(tables(seeds=6))
    assert "Friedman χ²" not in text
    assert "All pairs" in text, "of training schemes, which have no baseline"
    assert text.count("Each against random selection") == 1
    assert text.count("+5.00") == 4
    assert "0.031" in text


def test_three_policies_have_diagrams() -> None:
    text = page(tables(seeds=6, policies=("RS", "ECRS", "user")))
    assert text.count("critical difference 1.35") == 4
    assert "Best mean rank: ECRS (1.0), not separable from user." in text
    assert "Each against random selection" in text


def test_the_papers_numbers_stand_beside_the_same_protocol_only() -> None:
    summary = summarise(round_rows())
    group = summary.groups[0]
    found = {entry.what: (entry.paper, entry.difference) for entry in beside(summary, group)}
    assert found["ECRS, CBA: accuracy"] == ("94", pytest.approx(-11.5))
    assert found["ECRS: relabels"] == ("68", pytest.approx(-13))
    assert found["RS: relabels"] == ("41", pytest.approx(14))
    assert comparable(summary, group, epochs=5)
    assert not comparable(summary, group, epochs=50)
    for other in (summarise(round_rows(classifier="logistic_regression")), summarise(round_rows(rounds=5))):
        assert not comparable(other, other.groups[0], epochs=5)


def test_an_area_of_the_paper_is_counted_once_by_the_nearer_convention() -> None:
    text = page(tables())
    assert "AUC (mean height)" in text
    assert "AUC (from the origin)" in text
    assert "Within our spread: 1 of 4 numbers of the paper’s." in text
    assert "Ours are lower in ECRS, CBA: AUC and ECRS: relabels." in text


def test_the_best_is_bold_as_far_as_is_shown() -> None:
    rows = [
        {**row, "accuracy": {"RS": 0.9212, "ECRS": 0.9208, "user": 0.9104}[row["policy"]]}
        for row in round_rows(policies=("RS", "ECRS", "user"))
    ]
    shown = Tables(manifest(rows), {"rounds": rows})
    cells = re.findall(r">(<b>)?(92\.1|91\.0) ± 0\.0", results(shown) or "")
    assert sorted((number, mark) for mark, number in cells) == [("91.0", "")] * 2 + [("92.1", "<b>")] * 4


def test_cba_is_counted_against_ida_where_all_eight_schemes_are_there() -> None:
    rows = round_rows(policies=MACHINE_SCHEMES)
    for row in rows:
        row["training_scheme"] = {"SIL": "IDA"}.get(row["training_scheme"], row["training_scheme"])
        row["accuracy"] += 0.01 if (row["training_scheme"], row["policy"]) == ("CBA", "LCRS") else 0.0
    summary = summarise(rows)
    assert cba_above_ida(summary, summary.groups[0]) == {"accuracy": 1, "area_mean_height": 1}
    assert "by means, in 1 and in 1." in page(Tables(manifest(rows), {"rounds": rows}))
    few = summarise(round_rows())
    assert cba_above_ida(few, few.groups[0]) is None


def test_the_papers_number_is_usual_where_one_more_session_might_give_it() -> None:
    ours = Spread(mean=90.0, deviation=1.0, seeds=10)
    assert usual(ours, (92.3, 92.3)) is True
    assert usual(ours, (92.5, 92.5)) is False
    assert usual(ours, (80.0, 87.7)) is True
    assert usual(ours.model_copy(update={"deviation": None, "seeds": 1}), (90, 90)) is None


def test_a_curve_has_a_band_where_there_is_a_spread_and_a_bar_for_each_round() -> None:
    own = [curve for curve in summarise(round_rows()).curves if curve.policy == "RS"]
    picture = learning_curves("RS", own)
    assert picture.count('class="band"') == 2
    assert picture.count('class="bar"') == 10
    assert "100 labels: 77.5 ± 0.7 %" in picture
    assert 'class="band"' not in learning_curves("RS", summarise(round_rows(seeds=1)).curves[:2])


def test_the_diagram_names_each_treatment_once_and_joins_each_group() -> None:
    picture = critical_difference_diagram("x", ["a", "b", "<c>"], [1.2, 1.8, 3.0], [(0, 1)], 1.1)
    assert picture.count('class="joined"') == 1
    assert [picture.count(name) for name in ("a (1.20)", "b (1.80)", "&lt;c&gt; (3.00)")] == [1, 1, 1]
    assert "CD = 1.10" in picture
    assert "longer than the axis" in critical_difference_diagram("x", ["a", "b"], [1.0, 2.0], [(0, 1)], 1.4)


def test_what_few_blocks_cannot_show_is_said() -> None:
    (few,) = (
        test.comparison
        for test in summarise(round_rows(seeds=5)).tests
        if test.held == "SIL" and test.measure == "accuracy"
    )
    assert "no pair can be told apart" in reach(few)[0]
    six = summarise(round_rows(seeds=6)).tests[0].comparison
    assert reach(six) == []
    assert "over all pairs it can show nothing" in reach(six.model_copy(update={"pairs": six.pairs * 2}))[0]


def test_numbers_are_said_in_print() -> None:
    assert [number(-0.04, 1), number(-1.25, 1), signed(0.04, 1), signed(2, 1), signed(-2, 1)] == [
        "0.0",
        "−1.2",
        "0.0",
        "+2.0",
        "−2.0",
    ]
    assert [chance(p) for p in (1.0, 0.5, 0.0469, 0.001953125, 0.00012, 0.00009, 0.0)] == [
        "1",
        "0.50",
        "0.047",
        "0.0020",
        "0.0001",
        "< 0.0001",
        "< 0.0001",
    ]
    assert told(None) == "–"
    assert listed(["a"]) == "a"
    assert listed(["a", "b", "c"]) == "a, b and c"


def test_the_page_may_run_its_own_script_and_no_other() -> None:
    (script,) = re.findall(r"<script>(.*?)</script>", page(tables()), re.DOTALL)
    digest = b64encode(sha256(script.encode()).digest()).decode()
    assert f"script-src 'sha256-{digest}'" in POLICY
    assert "<button" not in page(tables()), "what only a script can make work, the script adds"
