"""Options of schemes: offered with their bounds, checked when set, and of effect."""

from __future__ import annotations

import pytest
from fastapi.testclient import TestClient

from .conftest import Labeller

KEY = "selection.DMB"


def test_an_option_decides_what_is_selected(client: TestClient, truth: list[int]) -> None:
    """With one candidate for each sample wanted, there is nothing to share out: the most uncertain come."""
    answers = []
    for factor in (1, 50):
        labeller = Labeller(client, truth, options={KEY: {"shortlist_factor": factor}}, predict_with="SIL")
        labeller.label(labeller.query(20)["samples"])
        labeller.train()
        answers.append([sample["sample_id"] for sample in labeller.query(10, "DMB")["samples"]])
    assert answers[0] != answers[1]


@pytest.mark.parametrize(
    ("options", "error", "told"),
    [
        ({KEY: {"shortlist_factor": 0}}, "InvalidOptions", "selection.DMB.shortlist_factor"),
        ({KEY: {"factor": 5}}, "InvalidOptions", "selection.DMB.factor"),
        ({"selection.RS": {"factor": 5}}, "InvalidOptions", "selection.RS.factor"),
        ({"selection.DBM": {}}, "UnknownName", "DBM"),
        ({"DMB": {"shortlist_factor": 5}}, "InvalidOptions", "selection.NAME"),
    ],
)
def test_what_no_scheme_takes_is_refused(
    labeller: Labeller, options: dict[str, dict[str, int]], error: str, told: str
) -> None:
    refused = labeller.expect(422, "PATCH", f"{labeller.url}/config", {"options": options})
    assert refused["error"] == error
    assert told in refused["detail"]
    assert labeller.state()["config"]["options"] == {}


def test_the_catalogue_lists_them_with_their_bounds(client: TestClient) -> None:
    schemes = {scheme["name"]: scheme for scheme in client.get("/api/catalogue").json()["selection_schemes"]}
    assert schemes["RS"]["options"] == []
    [factor] = schemes["DMB"]["options"]
    assert (factor["type"], factor["default"], factor["minimum"], factor["maximum"]) == ("integer", 10, 1, 1000)


def test_a_text_that_may_be_one_of_few_is_listed_with_them(client: TestClient) -> None:
    schemes = {scheme["name"]: scheme for scheme in client.get("/api/catalogue").json()["training_schemes"]}
    sizes, cuts = schemes["IPL"]["options"]
    assert (sizes["type"], sizes["choices"]) == ("string", ["equal", "estimated", "free"])
    assert (cuts["type"], cuts["choices"]) == ("integer", [])
