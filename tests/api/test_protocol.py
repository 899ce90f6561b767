"""Ninety-nine of the paper's hundred labels on all of MNIST, by a labeller that knows the truth, in three rounds.

One seed; the benchmark runs more, in the paper's ten rounds.
"""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from fastapi.testclient import TestClient

from ..benchmarks.labelling_loop import run, summary

pytestmark = [pytest.mark.slow, pytest.mark.timeout(1800)]


def test_a_hundred_labels_teach_the_cnn_and_uncertain_samples_teach_more_for_more_effort(client: TestClient) -> None:
    config = {"training_schemes": ["IDA"], "predict_with": "IDA"}

    def work_through(scheme: str) -> Any:
        return summary(scheme, 0, run(client, scheme, 0, config, rounds=3, batch=33), 0)

    with ThreadPoolExecutor(2) as side_by_side:  # A training keeps one core busy.
        reached = dict(zip(("RS", "LCRS"), side_by_side.map(work_through, ("RS", "LCRS")), strict=True))
    assert reached["RS"]["accuracy"]["IDA"] >= 0.85
    assert reached["LCRS"]["accuracy"]["IDA"] >= 0.90
    assert reached["LCRS"]["corrected"] > reached["RS"]["corrected"]
