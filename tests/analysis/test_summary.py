"""A study's summary: what the report and the page in the browser show."""

from __future__ import annotations

import statistics

import pytest

from activate_va.analysis.summary import StudySummary, summarise

from ..studies.synthetic import round_rows


@pytest.fixture(scope="module")
def summary() -> StudySummary:
    return summarise(round_rows())


def test_a_row_is_what_a_scheme_came_to(summary: StudySummary) -> None:
    row = next(row for row in summary.rows if (row.policy, row.training_scheme) == ("ECRS", "CBA"))
    assert row.seeds == (0, 1)
    assert row.labels == 100
    assert row.accuracy.mean == pytest.approx(0.825)
    assert row.accuracy.deviation == pytest.approx(statistics.stdev([0.82, 0.83]))
    assert row.gain is not None
    assert row.gain.mean == pytest.approx(0.05)
    assert row.area_mean_height.mean == pytest.approx(0.465)
    assert row.area_from_origin.mean == pytest.approx(0.42375)
    assert (row.corrected.mean, row.hand_labelled.mean, row.relabels.mean) == (45, 10, 55)


def test_what_was_not_recorded_is_null(summary: StudySummary) -> None:
    by_scheme = {row.training_scheme: row for row in summary.rows if row.policy == "RS"}
    assert by_scheme["SIL"].measures["calibration_error"] is None
    assert by_scheme["CBA"].measures["calibration_error"] is not None
    shares = by_scheme["SIL"].class_accuracy
    assert [None if share is None else round(share.mean, 3) for share in shares] == [0.9, None, 0.65]
    assert by_scheme["SIL"].gain is None


def test_a_curve_has_a_run_for_each_seed_and_names_its_session() -> None:
    rows = round_rows()
    times = [{**row, "session_id": f"{row['policy']} {row['seed']}"} for row in rows if row["seed"] == 1]
    curve = next(curve for curve in summarise(rows, times).curves if curve.policy == "ECRS")
    assert curve.labels == tuple(range(10, 101, 10))
    assert [spread.mean for spread in curve.accuracy][-1] == pytest.approx(0.825)
    assert curve.relabelled[:3] == (10, 15, 20)
    assert [(run.seed, run.session_id) for run in curve.runs] == [(0, None), (1, "ECRS 1")]
    assert curve.runs[1].accuracy[-1] == pytest.approx(0.83)
    assert curve.runs[1].relabelled[-1] == 55


def test_one_seed_has_no_spread() -> None:
    assert all(row.accuracy.deviation is None for row in summarise(round_rows(seeds=1)).rows)


def test_groups_are_kept_apart_and_are_blocks_together() -> None:
    both = summarise(round_rows(seeds=3, datasets=("mnist", "fashion_mnist")))
    assert [group.dataset for group in both.groups] == ["mnist", "fashion_mnist"]
    assert len(both.rows) == 8
    assert {test.comparison.blocks for test in both.tests} == {6}


def test_what_is_seen_on_several_maps_is_one_block_of_its_mean() -> None:
    rows = [
        {**row, "projection": projection, "accuracy": row["accuracy"] - lower}
        for projection, lower in (("umap", 0.0), ("pca", 0.02))
        for row in round_rows(seeds=3)
    ]
    once, twice = summarise(round_rows(seeds=3)), summarise(rows)
    assert len(twice.groups) == 2
    assert {test.comparison.blocks for test in twice.tests} == {3}
    assert [test.comparison.mean_ranks for test in twice.tests] == [test.comparison.mean_ranks for test in once.tests]
    unfinished = [row for row in rows if (row["projection"], row["policy"], row["seed"]) != ("pca", "ECRS", 2)]
    selection = next(test for test in summarise(unfinished).tests if test.compared == "policy").comparison
    assert (selection.blocks, selection.left_out) == (2, 1)


def test_every_factor_is_compared_while_the_other_is_held(summary: StudySummary) -> None:
    held = [(test.compared, test.held) for test in summary.tests if test.measure == "accuracy"]
    assert held == [
        ("policy", "SIL"),
        ("policy", "CBA"),
        ("training_scheme", "RS"),
        ("training_scheme", "ECRS"),
    ]
    assert len(summary.tests) == 8
    assert all(test.comparison.baseline == "RS" for test in summary.tests if test.compared == "policy")


def test_sessions_are_counted_once(summary: StudySummary) -> None:
    assert summary.sessions == 4
    assert summarise([]).sessions == 0


def test_it_travels_as_json(summary: StudySummary) -> None:
    assert StudySummary.model_validate_json(summary.model_dump_json()) == summary
