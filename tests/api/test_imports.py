"""Data from a file to a trained model: uploaded in parts, previewed, imported, labelled, exported, imported again."""

from __future__ import annotations

import csv
import io
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from fastapi.testclient import TestClient

from activate_va.api.app import create_app
from activate_va.assembly import open_services
from activate_va.datasets import open_dataset
from activate_va.settings import Settings

WORDS = {"flood": "disaster", "quake": "disaster", "match": "other", "album": "other"}


def headlines(n: int = 240, first: str = "") -> bytes:
    stream = io.StringIO(newline="")
    rows = [
        [f"{first}h-{row}", f"{word} near town {row % 17}", kind]
        for row in range(n)
        for word, kind in [list(WORDS.items())[row % 4]]
    ]
    csv.writer(stream).writerows([["key", "headline", "topic"], *rows])
    return stream.getvalue().encode()


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("imports")


@pytest.fixture(scope="module")
def server(folder: Path, digits_path: Path) -> Iterator[TestClient]:
    (folder / "allowed").mkdir()
    settings = Settings(
        data_dir=folder / "data",
        datasets=(str(digits_path),),
        auth=False,
        allowed_hosts=("testserver",),
        import_roots=(str(folder / "allowed"),),
        max_upload_bytes=100_000,
    )
    with (
        open_services(settings) as services,
        TestClient(create_app(settings, services), raise_server_exceptions=False) as client,
    ):
        yield client


def uploaded(client: TestClient, content: bytes, name: str = "lines.csv", part: int = 4_000) -> str:
    upload = client.post("/api/uploads", json={"name": name, "size": len(content)}).json()["id"]
    for offset in range(0, len(content), part):
        sent = content[offset : offset + part]
        for _ in range(2):  # An answer that was lost is asked for again.
            answer = client.put(f"/api/uploads/{upload}", params={"offset": offset}, content=sent)
            assert answer.json()["received"] == offset + len(sent)
    return str(upload)


def imported(client: TestClient, body: dict[str, Any]) -> dict[str, Any]:
    answer = client.post("/api/imports", json=body)
    assert answer.status_code == 202, answer.text
    return ended(client, answer.json())


def ended(client: TestClient, started: dict[str, Any]) -> dict[str, Any]:
    job = started["job"]
    until = time.monotonic() + 120
    while job["state"] in ("queued", "running"):
        assert time.monotonic() < until
        time.sleep(0.05)
        job = client.get(f"/api/jobs/{job['id']}").json()
    return {**started, "job": job}


def trained(client: TestClient, session: str) -> dict[str, Any]:
    state: dict[str, Any] = {}
    until = time.monotonic() + 200
    while not state.get("rounds") and time.monotonic() < until:
        time.sleep(0.2)
        state = client.get(f"/api/sessions/{session}").json()
    return state


def preview(client: TestClient, **source: str) -> dict[str, Any]:
    answer = client.post("/api/imports/preview", json=source)
    assert answer.status_code == 200, answer.text
    return dict(answer.json())


def test_from_an_upload_to_a_trained_model_and_its_export(server: TestClient, folder: Path) -> None:
    content = headlines()
    upload = uploaded(server, content)
    shown = preview(server, upload=upload)
    assert (shown["records"], shown["problem_count"], shown["failure"]) == (240, 0, None)
    assert [shown["mapping"][role] for role in ("text", "label", "id")] == ["headline", "topic", "key"]
    done = imported(server, {"upload": upload, "title": "My headlines", "mapping": shown["mapping"]})
    assert (done["dataset"], done["job"]["state"]) == ("my_headlines", "finished")
    assert server.get(f"/api/uploads/{upload}").status_code == 404
    info = server.get("/api/datasets/my_headlines").json()
    assert (info["modality"], info["shape"], info["sprites"]) == ("text", None, None)
    card = server.get("/api/datasets/my_headlines/samples/3/card")
    assert card.headers["content-type"].startswith("text/plain")
    assert card.text.split()[0] in WORDS
    assert server.get("/api/datasets/my_headlines/samples/3/image").status_code == 404

    session = server.post("/api/sessions", json={"dataset": "my_headlines", "seed": 1}).json()["session_id"]
    server.post(f"/api/sessions/{session}/selections", json={"by": "user", "sample_ids": list(range(24))})
    for sample in range(24):
        word = server.get(f"/api/datasets/my_headlines/samples/{sample}/card").text.split()[0]
        index = ["disaster", "other"].index(WORDS[word])
        body = {"class_index": index, "confidence": round(0.5 + sample / 50, 2)}
        assert server.put(f"/api/sessions/{session}/labels/{sample}", json=body).status_code == 200
    patch = {"training_schemes": ["SIL", "IDA", "CBA"], "options": {"kinds.text": {"word_dropout": 0.1}}}
    assert server.patch(f"/api/sessions/{session}/config", json=patch).status_code == 200
    assert server.post(f"/api/sessions/{session}/rounds").status_code == 202
    state = trained(server, session)
    results = state["rounds"][0]["results"]
    assert {name: result["measures"]["accuracy"] for name, result in results.items()} == dict.fromkeys(results, 1.0)

    table = {row[0]: row for row in csv.reader(io.StringIO(content.decode(), newline=""))}
    lines = list(table.values())[1:]
    exported = server.get(f"/api/sessions/{session}/export?format=csv").text
    rows = list(csv.DictReader(io.StringIO(exported, newline="")))
    assert len(rows) == 24
    for row in rows:
        assert table[row["external_id"]] == lines[int(row["source_row"])]
        assert table[row["external_id"]][1:] == [row["text"], row["class_name"]]

    for kind in ("csv", "jsonl", "parquet", "label-studio"):
        again = server.get(f"/api/sessions/{session}/export?format={kind}").content
        upload = uploaded(server, again, f"labels.{kind}")
        mapping = {**preview(server, upload=upload)["mapping"], "validation_share": 0, "test_share": 0}
        done = imported(server, {"upload": upload, "title": f"Again {kind}", "mapping": mapping})
        assert done["job"]["state"] == "finished", done
        pool = open_dataset(str(folder / "data" / "datasets" / done["dataset"])).pool
        assert pool.labels is not None
        assert pool.confidences is not None
        assert pool.origin is not None
        found = zip(pool.origin.external_ids, pool.labels, pool.confidences, pool.items, strict=True)
        assert [(str(name), ["disaster", "other"][label], sure, str(text)) for name, label, sure, text in found] == [
            (row["external_id"], row["class_name"], float(row["confidence"]), row["text"]) for row in rows
        ]


def test_what_is_refused_leaves_nothing(server: TestClient, folder: Path) -> None:
    upload = uploaded(server, headlines(30) + b"h-1,flood again,other\n", "twice.csv")
    shown = preview(server, upload=upload)
    assert [problem["place"] for problem in shown["problems"]] == ["line 32"]
    body = {"upload": upload, "title": "Twice", "mapping": shown["mapping"]}
    done = imported(server, body)
    assert done["job"]["state"] == "failed"
    assert "line 32" in done["job"]["error"]["detail"]
    assert server.get("/api/datasets/twice").status_code == 404
    assert not any("twice" in path.name for path in (folder / "data" / "datasets").iterdir())
    done = imported(server, {**body, "mapping": {**shown["mapping"], "skip_problems": True}})
    assert done["job"]["state"] == "finished"
    assert sum(server.get("/api/datasets/twice").json()["counts"].values()) == 30
    taken = server.post("/api/imports", json={**body, "upload": uploaded(server, headlines(30))})
    assert (taken.status_code, taken.json()["error"]) == (409, "DatasetNameTaken")


def test_without_a_label_there_is_nothing_to_measure_by_and_no_number_is_made_up(server: TestClient) -> None:
    content = "".join(f"text {row} of {'flood' if row % 2 else 'match'}\n" for row in range(60)).encode()
    upload = uploaded(server, b"line\n" + content)
    assert "name the classes" in preview(server, upload=upload)["failure"]
    mapping = {"text": "line", "classes": ["calm", "alarm"]}
    done = imported(server, {"upload": upload, "title": "Unlabelled", "mapping": mapping})
    assert server.get("/api/datasets/unlabelled").json()["counts"] == {"pool": 60, "validation": 0, "test": 0}
    config = {"training_schemes": ["SIL"], "predict_with": "SIL"}
    body = {"dataset": done["dataset"], "config": config, "evaluation_first": False}
    session = server.post("/api/sessions", json=body).json()["session_id"]
    server.post(f"/api/sessions/{session}/selections", json={"by": "user", "sample_ids": [0, 1, 2, 3]})
    for sample in range(4):
        server.put(f"/api/sessions/{session}/labels/{sample}", json={"class_index": sample % 2})
    server.post(f"/api/sessions/{session}/rounds")
    state = trained(server, session)
    measures = state["rounds"][0]["results"]["SIL"]["measures"]
    assert {measures[name] for name in ("accuracy", "macro_f1", "calibration_error")} == {None}


def test_paths_are_looked_at_under_the_roots_only(server: TestClient, folder: Path) -> None:
    (folder / "allowed" / "mine.csv").write_bytes(headlines(40))
    (folder / "secret.csv").write_bytes(headlines(40))
    (folder / "allowed" / "link.csv").symlink_to(folder / "secret.csv")
    assert preview(server, path=str(folder / "allowed" / "mine.csv"))["records"] == 40
    for path in (folder / "secret.csv", folder / "allowed" / ".." / "secret.csv", folder / "allowed" / "link.csv"):
        answer = server.post("/api/imports/preview", json={"path": str(path)})
        assert (answer.status_code, answer.json()["error"]) == (403, "SourceForbidden")
    missing = server.post("/api/imports/preview", json={"path": str(folder / "allowed" / "no.csv")})
    assert (missing.status_code, missing.json()["error"]) == (404, "SourceNotFound")


def test_uploads_are_capped_ordered_and_whole(server: TestClient) -> None:
    assert server.get("/api/imports").json()["most_bytes"] == 100_000
    large = server.post("/api/uploads", json={"name": "large", "size": 100_001})
    assert (large.status_code, large.json()["error"]) == (413, "SourceTooLarge")
    upload = server.post("/api/uploads", json={"name": "x.csv", "size": 10}).json()["id"]
    ahead = server.put(f"/api/uploads/{upload}", params={"offset": 5}, content=b"12345")
    assert (ahead.status_code, ahead.json()["error"]) == (409, "UploadConflict")
    assert server.put(f"/api/uploads/{upload}", params={"offset": 0}, content=b"12345").json()["received"] == 5
    assert server.put(f"/api/uploads/{upload}", params={"offset": 5}, content=b"123456").status_code == 413
    unfinished = server.post("/api/imports/preview", json={"upload": upload})
    assert (unfinished.status_code, unfinished.json()["error"]) == (409, "UploadConflict")
    assert server.delete(f"/api/uploads/{upload}").status_code == 204
    for strange in (upload, "..", "a" * 16):
        assert server.get(f"/api/uploads/{strange}").status_code == 404


def test_imported_datasets_are_there_after_a_restart_and_damaged_ones_are_left_out(
    server: TestClient, folder: Path
) -> None:
    from activate_va.datasets.shelf import DatasetShelf

    broken = folder / "data" / "datasets" / "broken"
    broken.mkdir()
    (broken / "dataset.json").write_text("{", encoding="utf-8")
    names = DatasetShelf(folder=folder / "data" / "datasets").names()
    assert {"my_headlines", "twice"} <= set(names)
    assert "broken" not in names


def test_imported_datasets_are_listed_renamed_and_removed(server: TestClient, folder: Path) -> None:
    upload = uploaded(server, headlines(60))
    mapping = preview(server, upload=upload)["mapping"]
    name = imported(server, {"upload": upload, "title": "For a while", "mapping": mapping})["dataset"]
    body = {"dataset": name, "name": "Depends on it"}
    session = server.post("/api/sessions", json=body).json()["session_id"]

    def listed() -> dict[str, Any]:
        return {each["dataset"]["name"]: each for each in server.get("/api/imported").json()["imported"]}

    assert "digits" not in listed()
    files = [path for path in (folder / "data" / "datasets" / name).rglob("*") if path.is_file()]
    assert listed()[name]["bytes"] == sum(path.stat().st_size for path in files)
    assert (listed()[name]["sessions"], listed()[name]["projects"]) == (["Depends on it"], [])
    before = server.get(f"/api/datasets/{name}").json()
    assert server.patch(f"/api/imported/{name}", json={"title": "For good"}).json() == {**before, "title": "For good"}
    assert server.get(f"/api/sessions/{session}").json()["dataset"] == name

    refused = server.delete(f"/api/imported/{name}")
    assert (refused.status_code, refused.json()["error"]) == (409, "DatasetInUse")
    assert "Depends on it" in refused.json()["detail"]
    assert name in listed()
    assert server.delete(f"/api/imported/{name}?in_use=true").status_code == 204
    assert name not in listed()
    assert server.get(f"/api/datasets/{name}").status_code == 404
    assert not list((folder / "data" / "datasets").glob(f"*{name}*"))
    assert server.get(f"/api/sessions/{session}").json()["dataset"] == name
    for built_in in ("headlines", "digits"):
        assert server.delete(f"/api/imported/{built_in}?in_use=true").json()["error"] == "NotImported"


def test_samples_are_added_later_and_a_session_goes_on_with_them(server: TestClient) -> None:
    upload = uploaded(server, headlines(60))
    mapping = {**preview(server, upload=upload)["mapping"], "test_share": 0.2}
    name = imported(server, {"upload": upload, "title": "Growing", "mapping": mapping})["dataset"]
    before = server.get(f"/api/datasets/{name}").json()
    session = server.post("/api/sessions", json={"dataset": name, "seed": 1, "name": "Mine"}).json()["session_id"]
    server.post(f"/api/sessions/{session}/selections", json={"by": "user", "sample_ids": list(range(12))})
    for sample in range(12):
        word = server.get(f"/api/datasets/{name}/samples/{sample}/card").text.split()[0]
        label = {"class_index": ["disaster", "other"].index(WORDS[word]), "confidence": 0.9}
        assert server.put(f"/api/sessions/{session}/labels/{sample}", json=label).status_code == 200
    server.patch(f"/api/sessions/{session}/config", json={"training_schemes": ["SIL"], "predict_with": "SIL"})
    assert server.post(f"/api/sessions/{session}/rounds").status_code == 202
    trained(server, session)

    later = {"upload": uploaded(server, headlines(80), "later.csv"), "adds_to": name}
    shown = server.post("/api/imports/preview", json=later).json()
    assert (shown["problem_count"], shown["splits"]["pool"]) == (60, 20)
    body = {**later, "title": "Grown", "mapping": {**shown["mapping"], "skip_problems": True}}
    assert imported(server, body)["job"]["state"] == "finished"
    after = server.get("/api/datasets/grown").json()
    assert after["counts"] == {**before["counts"], "pool": before["counts"]["pool"] + 20}
    assert after["grew_from"] == [before["digest"]]

    refused = server.post(f"/api/sessions/{session}/copies", json={"name": "On", "dataset": "digits"})
    assert (refused.status_code, refused.json()["error"]) == (409, "OtherSamples")
    on = server.post(f"/api/sessions/{session}/copies", json={"name": "On", "dataset": "grown"}).json()["session_id"]
    state, old = (server.get(f"/api/sessions/{one}").json() for one in (on, session))
    assert (state["dataset"], state["board"]) == ("grown", old["board"])
    chosen = server.post(
        f"/api/sessions/{on}/selections", json={"by": "user", "sample_ids": [after["counts"]["pool"] - 1]}
    )
    assert chosen.status_code == 201, chosen.text
    added = next(one for one in chosen.json()["samples"])
    assert added["prediction"]["class_index"] in (0, 1)
    for scheme in ("LCRS", "RS"):
        got = server.post(f"/api/sessions/{on}/selections", json={"by": "machine", "scheme": scheme, "count": 5})
        assert len(got.json()["samples"]) == 5
