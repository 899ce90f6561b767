"""Selection by what the models of a round say of the pool: known at its end, or replaced with a reason."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from fastapi.testclient import TestClient

from activate_va.pool import LastLayer
from activate_va.seeding import Purpose, generator
from activate_va.selection import SelectionContext, schemes

from .conftest import POOL_SIZE, Labeller


def trained(client: TestClient, truth: list[int], scheme: str, **config: Any) -> Labeller:
    """A session that selects by the scheme, after its first round."""
    labeller = Labeller(client, truth, **{"selection_scheme": scheme, "predict_with": "SIL", **config})
    labeller.label(labeller.query(20)["samples"])
    labeller.train()
    return labeller


def context(labeller: Labeller, **inputs: Any) -> SelectionContext:
    board = np.array(sorted(int(i) for i in labeller.state()["board"]))
    return SelectionContext(np.setdiff1d(np.arange(POOL_SIZE), board), board, **inputs)


def asked(labeller: Labeller, scheme: str) -> tuple[list[int], str, str | None]:
    answer = labeller.query(6, scheme)
    return [sample["sample_id"] for sample in answer["samples"]], answer["effective_scheme"], answer["reason"]


def test_what_the_chosen_scheme_will_ask_for_is_known_at_the_rounds_end(client: TestClient, truth: list[int]) -> None:
    kept = {}
    for scheme in ("RS", "BADGE", "QBC"):
        labeller = trained(client, truth, scheme)
        folder = labeller.services.sessions.artifacts.folder / labeller.session_id / "round-0001"
        kept[scheme] = {path.name for path in folder.glob("*.npy")} - {"SIL.validation.npy", "IDA.validation.npy"}
    assert kept == {
        "RS": {"SIL.npy"},
        "BADGE": {"SIL.npy", "SIL.embedding.npy"},
        "QBC": {"SIL.npy", "IDA.npy"},
    }


@pytest.mark.parametrize("chosen", ["BADGE", "RS"])
def test_badge_sees_the_last_layer_of_the_model_that_predicts(
    client: TestClient, truth: list[int], chosen: str
) -> None:
    """Also where it is asked for without being the configured scheme, so that the layer is computed only now."""
    labeller = trained(client, truth, chosen)
    artifacts, place = labeller.services.sessions.artifacts, (labeller.session_id, 1, "SIL")
    state, pool = labeller.state(), context(labeller)
    answer = asked(labeller, "BADGE")
    layer = LastLayer.of(artifacts.probabilities(*place), artifacts.embedding(*place))
    expected = schemes["BADGE"].select(
        SelectionContext(pool.available, pool.selected, last_layer=layer),
        6,
        generator(0, Purpose.SELECTION, state["seq"]),
    )
    assert answer == (expected.tolist(), "BADGE", None)


def test_a_committee_is_all_models_of_the_last_round(client: TestClient, truth: list[int]) -> None:
    labeller = trained(client, truth, "QBC")
    artifacts, pool = labeller.services.sessions.artifacts, context(labeller)
    committee = tuple(artifacts.probabilities(labeller.session_id, 1, name) for name in ("IDA", "SIL"))
    expected = schemes["QBC"].select(
        SelectionContext(pool.available, pool.selected, committee=committee), 6, np.random.default_rng(0)
    )
    assert asked(labeller, "QBC") == (expected.tolist(), "QBC", None)


def test_where_there_is_none_another_scheme_stands_in_and_says_why(client: TestClient, truth: list[int]) -> None:
    fresh = Labeller(client, truth)
    for scheme in ("BADGE", "QBC"):
        assert asked(fresh, scheme)[1:] == ("RS", f"there is no classifier yet, so RS stands in for {scheme}")
    alone = trained(client, truth, "QBC", training_schemes=["SIL"])
    reason = "the last round trained SIL alone, which is no committee, so ECRS stands in for QBC"
    assert asked(alone, "QBC")[1:] == ("ECRS", reason)
    shallow = trained(client, truth, "BADGE", classifier="logistic_regression")
    reason = "logistic regression has no hidden layer, so DMB stands in for BADGE"
    assert asked(shallow, "BADGE")[1:] == ("DMB", reason)
