"""Options of schemes: offered with their bounds, checked when set, and of effect."""

from __future__ import annotations

import pytest
from fastapi.testclient import TestClient

from .conftest import Labeller

KEY = "selection.DMB"
EVERY_REGISTRY = ("selection_schemes", "training_schemes", "classifiers", "projections", "kinds")


def test_an_option_of_the_classifier_decides_what_is_learnt(client: TestClient, truth: list[int]) -> None:
    digests = []
    for rate in (None, 0.01, 0.1):
        chosen = {} if rate is None else {"classifiers.logistic_regression": {"learning_rate": rate}}
        labeller = Labeller(client, truth, classifier="logistic_regression", predict_with="SIL", options=chosen)
        labeller.label(labeller.query(10)["samples"])
        digests.append(labeller.train()["rounds"][0]["results"]["SIL"]["model_digest"])
    assert digests[0] == digests[1] != digests[2]


def test_a_map_by_other_options_is_another_map(client: TestClient) -> None:
    url = "/api/datasets/digits/projections/tsne"
    first, same, other = (
        client.get(url, params={"options": text}).json()["job"]["id"]
        for text in ('{"n_neighbors": 21}', '{ "n_neighbors": 21.0 }', '{"n_neighbors": 22}')
    )
    assert first == same != other
    for job in (first, other):
        client.delete(f"/api/jobs/{job}")


@pytest.mark.parametrize(
    "text", ["", "5", '{"perplexity": 5}', '{"n_neighbors": 1}', '{"n_neighbors": "\\ud800"}', "[" * 900]
)
def test_options_that_a_projection_does_not_take_are_refused(client: TestClient, text: str) -> None:
    answer = client.get("/api/datasets/digits/projections/tsne", params={"options": text})
    assert (answer.status_code, answer.json()["error"]) == (422, "InvalidOptions")


def test_the_catalogue_says_of_each_entry_what_may_be_set_and_under_which_key(client: TestClient) -> None:
    catalogue = client.get("/api/catalogue").json()
    entries = [entry for part in EVERY_REGISTRY for entry in catalogue[part]]
    named = {entry["key"]: {option["name"] for option in entry["options"]} for entry in entries}
    assert len(named) == len(entries)
    assert named["classifiers.cnn"] == {"learning_rate", "dropout", "weight_decay"}
    assert named["projections.umap"] == {"n_neighbors", "min_dist"}
    assert named["projections.pca"] == set()
    assert named["kinds.text"] == {"word_dropout"}


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
        ({"classifiers.cnn": {"dropout": 1}}, "InvalidOptions", "classifiers.cnn.dropout"),
        ({"projections.umap": {"min_dist": "far"}}, "InvalidOptions", "projections.umap.min_dist"),
        ({"projections.pca": {"min_dist": 0.1}}, "InvalidOptions", "projections.pca.min_dist"),
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
