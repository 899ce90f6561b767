"""A study's folder that is damaged harms no other study, and says itself what is wrong."""

from __future__ import annotations

import json
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from fastapi.testclient import TestClient

from activate_va.settings import Settings

URL = "/api/studies"
WHOLE: dict[str, Any] = {
    "design": {"name": "whole", "datasets": ["digits"], "policies": [{"name": "RS"}]},
    "title": "",
    "seeds": [0, 1],
    "keep": "last",
    "code": "",
    "data": {},
}
TIMES = {"dataset": ["digits"], "session_id": ["a"], "seconds": [1.0]}


def write(folder: Path, manifest: str) -> Path:
    folder.mkdir(parents=True)
    (folder / "study.json").write_text(manifest, encoding="utf-8", errors="surrogatepass")
    return folder


@pytest.fixture
def studies(client: TestClient, server_settings: Settings) -> Iterator[Path]:
    """The studies of the server, of which one is whole, with one session of two that has ended."""
    folder = server_settings.data_dir / "studies"
    whole = write(folder / "whole", json.dumps(WHOLE))
    pq.write_table(pa.table(TIMES), whole / "times.parquet")
    yield folder
    for path in (folder / "whole", folder / "damaged"):
        for file in path.glob("*"):
            file.unlink()
        if path.exists():
            path.rmdir()


def listed(client: TestClient) -> dict[str, Any]:
    answer = client.get(URL)
    assert answer.status_code == 200, answer.text
    return {study["study"]: study for study in answer.json()["studies"]}


DAMAGED = {**WHOLE, "design": {**WHOLE["design"], "name": "damaged"}}


@pytest.mark.parametrize(
    "manifest",
    [
        "",
        "[]",
        "null",
        "{}",
        "[" * 100_000,
        '{"design": []}',
        json.dumps({**DAMAGED, "design": {"name": 5}}),
        json.dumps({**DAMAGED, "design": {**DAMAGED["design"], "policies": 5}}),
        json.dumps({**DAMAGED, "design": {**DAMAGED["design"], "options": float("inf")}}),
        json.dumps({**DAMAGED, "design": {**DAMAGED["design"], "name": "damaged \ud800"}}),
        json.dumps({**DAMAGED, "seeds": 3}),
        json.dumps({**DAMAGED, "seeds": ["first"]}),
        json.dumps({**DAMAGED, "title": None}),
        json.dumps({name: value for name, value in DAMAGED.items() if name != "seeds"}),
        json.dumps(DAMAGED)[:-20],
        "\udcff",
    ],
)
def test_a_manifest_that_is_none_is_left_out_and_its_folder_given_to_nobody(
    client: TestClient, studies: Path, manifest: str, caplog: pytest.LogCaptureFixture
) -> None:
    write(studies / "damaged", manifest)
    found = listed(client)
    assert found["whole"]["finished"] == 1
    assert "damaged" not in found
    assert "damaged is left out of the studies" in caplog.text
    text = "name: damaged\ndatasets: [digits]\npolicies: [RS]\nclassifiers: [logistic_regression]\nrounds: 1\n"
    refused = client.post(URL, json={"yaml": text})
    assert (refused.status_code, refused.json()["error"]) == (404, "NoStudyHere")
    assert "study.json" in refused.json()["detail"]


@pytest.mark.parametrize(
    ("content", "error"), [(b"PAR1 no longer", "TableDamaged"), (b"", "TableDamaged"), (None, "TablesOfAnotherVersion")]
)
def test_a_table_that_cannot_be_read_is_told_where_the_study_is_listed(
    client: TestClient, studies: Path, content: bytes | None, error: str
) -> None:
    table = write(studies / "damaged", json.dumps(DAMAGED)) / "times.parquet"
    if content is None:
        pq.write_table(pa.table({"seconds": [1.0]}), table)
    else:
        table.write_bytes(content)
    found = listed(client)
    assert found["whole"]["failures"] == []
    assert (found["damaged"]["finished"], found["damaged"]["state"]) == (0, "interrupted")
    assert [failure["error"] for failure in found["damaged"]["failures"]] == [error]
    (table.parent / "rounds.parquet").write_bytes(table.read_bytes())
    summary = client.get(f"{URL}/damaged/summary")
    assert (summary.status_code, summary.json()["error"]) == (409, error)


def test_a_study_of_which_only_what_every_version_wrote_is_known_is_resumed_with_an_answer(
    client: TestClient, studies: Path
) -> None:
    bare = {name: DAMAGED[name] for name in ("design", "title", "seeds")}
    write(studies / "damaged", json.dumps({**bare, "design": {**bare["design"], "epoques": 3}}))
    refused = client.post(f"{URL}/damaged/runs")
    assert (refused.status_code, refused.json()["error"]) == (422, "InvalidDesign")


@pytest.mark.parametrize("name", ["..", "../../up", "/etc/passwd", ".", "CON", "a/../..", "%2e%2e", "\\..\\other"])
def test_a_study_of_any_name_stays_in_the_folder_of_studies(client: TestClient, studies: Path, name: str) -> None:
    before = {path.name for path in studies.parent.iterdir()}
    text = (
        f"name: {json.dumps(name)}\ndatasets: [digits]\npolicies: [RS]\nclassifiers: [logistic_regression]\n"
        "projections: [pca]\nrounds: 1\nsamples_per_round: 1\n"
    )
    begun = client.post(URL, json={"yaml": text})
    assert begun.status_code == 202, begun.text
    address = begun.json()["study"]
    client.delete(f"{URL}/{address}/runs/current")
    while client.get(f"{URL}/{address}").json()["progress"]:
        time.sleep(0.05)
    assert address.replace("-", "").replace("_", "").isalnum()
    assert (studies / address / "study.json").is_file()
    assert {path.name for path in studies.parent.iterdir()} <= {*before, "projections", "sessions"}


@pytest.mark.parametrize("name", ["..", "%2e%2e", "..%2f..%2fetc", ".%00", "small-one%2f..", "a" * 101])
@pytest.mark.parametrize("rest", ["", "/tables/rounds", "/report", "/report.json", "/summary"])
def test_no_address_leads_out_of_the_studies(client: TestClient, name: str, rest: str) -> None:
    answer = client.get(f"{URL}/{name}{rest}")
    assert answer.status_code in (404, 422), answer.text
    assert {"error", "detail", "hint"} == set(answer.json())
