"""Studies that were written to harm the server, or to find out about its host, are refused with their line."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from fastapi.testclient import TestClient

from ..faults.yaml_attacks import ATTACKS


def refusal(client: TestClient, yaml: str) -> Any:
    answer = client.post("/api/studies", json={"yaml": yaml})
    assert answer.status_code == 422, answer.text
    return answer.json()


@pytest.mark.timeout(60)
@pytest.mark.parametrize("name", ATTACKS)
def test_an_attack_is_refused_with_its_line(client: TestClient, digits_path: Path, name: str) -> None:
    attack = ATTACKS[name]
    answer = client.post("/api/studies", json={"yaml": attack.yaml.replace("BOMB", str(digits_path))})
    assert attack.withstood(answer.status_code, answer.json()), answer.text
    assert len(answer.text) < 3_000, "what was sent is not sent back whole"


@pytest.mark.parametrize(
    "form", ["datasets: [{}]", "datasets: !!set {{{}}}", "datasets: {}", "datasets: [[{}]]", "datasets: {{mnist: {}}}"]
)
def test_nobody_learns_whether_a_path_is_there(client: TestClient, digits_path: Path, form: str) -> None:
    there, missing = str(digits_path), f"{digits_path.parent}/nobody.npz"
    text = f"name: a\npolicies: [RS]\n{form}"
    refusals = [refusal(client, text.format(path)) for path in (there, missing)]
    for told, path in zip(refusals, (there, missing), strict=True):
        told["detail"] = told["detail"].replace(path, "PATH")
    assert refusals[0] == refusals[1]
    assert refusals[0]["error"] == "InvalidDesign"
