"""The paper's protocol over HTTP, with a labeller that knows the truth: ten rounds of ten samples.

    .venv/bin/python tests/benchmarks/labelling_loop.py --seeds 3 --schemes RS LCRS

starts a server of its own, drives it as a script of a user's would, and prints accuracy after
100 labels and relabelling effort, per selection scheme and seed, with mean and spread.
"""

from __future__ import annotations

import argparse
import json
import statistics
import tempfile
import time
from pathlib import Path
from typing import Any

from fastapi.testclient import TestClient

from activate_va.api.app import create_app
from activate_va.assembly import open_services
from activate_va.datasets import open_dataset
from activate_va.settings import Settings

ROUNDS, BATCH, CONFIDENCE = 10, 10, 0.9


def call(client: TestClient, method: str, url: str, body: Any = None) -> Any:
    response = client.request(method, url, json=body)
    if response.status_code >= 400:
        raise RuntimeError(f"{method} {url}: {response.status_code} {response.text}")
    return response.json()


def run(
    client: TestClient, scheme: str, seed: int, config: dict[str, Any], rounds: int = ROUNDS, batch: int = BATCH
) -> dict[str, Any]:
    """One session of so many rounds; returns the state that it ends in."""
    truth = open_dataset("mnist").pool.labels
    body = {"dataset": "mnist", "name": f"{scheme} {seed}", "seed": seed, "config": config}
    url = f"/api/sessions/{call(client, 'POST', '/api/sessions', body)['session_id']}"
    for _ in range(rounds):
        query = {"by": "machine", "scheme": scheme, "count": batch}
        for sample in call(client, "POST", f"{url}/selections", query)["samples"]:
            label(client, url, sample, int(truth[sample["sample_id"]]))
        call(client, "POST", f"{url}/rounds")
        while (state := call(client, "GET", url))["running"]:
            time.sleep(0.05)
        if state["interruption"]:
            raise RuntimeError(state["interruption"])
    return state


def label(client: TestClient, url: str, sample: Any, truth: int) -> None:
    guess = sample["prediction"]
    if guess and guess["class_index"] == truth:
        call(client, "POST", f"{url}/confirmations", {"sample_ids": [sample["sample_id"]]})
    else:
        call(client, "PUT", f"{url}/labels/{sample['sample_id']}", {"class_index": truth, "confidence": CONFIDENCE})


def summary(scheme: str, seed: int, state: dict[str, Any], seconds: float) -> dict[str, Any]:
    efforts = [finished["effort"] for finished in state["rounds"]]
    return {
        "selection": scheme,
        "seed": seed,
        "accuracy": {name: r["measures"]["accuracy"] for name, r in state["rounds"][-1]["results"].items()},
        "corrected": sum(effort["corrected"] for effort in efforts),
        "hand_labelled": sum(effort["hand_labelled"] for effort in efforts),
        "seconds": round(seconds, 1),
    }


def table(results: list[dict[str, Any]]) -> None:
    for scheme in dict.fromkeys(r["selection"] for r in results):
        own = [r for r in results if r["selection"] == scheme]
        for name in own[0]["accuracy"]:
            values = [r["accuracy"][name] for r in own]
            spread = statistics.stdev(values) if len(values) > 1 else 0.0
            print(f"{scheme:5} {name:4} {statistics.mean(values):.3f} ± {spread:.3f} over {len(values)} seeds")
        print(
            f"{scheme:5} corrected {[r['corrected'] for r in own]}, hand-labelled {[r['hand_labelled'] for r in own]}"
        )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--seeds", type=int, default=3)
    parser.add_argument("--schemes", nargs="+", default=["RS", "LCRS"])
    parser.add_argument("--training", nargs="+", default=["SIL", "IDA", "CBA"])
    parser.add_argument("--predict-with", default="IDA")
    parser.add_argument("--classifier", default="cnn")
    arguments = parser.parse_args()
    config = {
        "training_schemes": arguments.training,
        "predict_with": arguments.predict_with,
        "classifier": arguments.classifier,
        "calibration": "none",
    }
    results = []
    with tempfile.TemporaryDirectory() as folder:
        settings = Settings(data_dir=Path(folder), auth=False, allowed_hosts=("testserver",))
        with open_services(settings) as services, TestClient(create_app(settings, services)) as client:
            for scheme in arguments.schemes:
                for seed in range(arguments.seeds):
                    begun = time.perf_counter()
                    state = run(client, scheme, seed, config)
                    results.append(summary(scheme, seed, state, time.perf_counter() - begun))
                    print(json.dumps(results[-1]), flush=True)
    table(results)


if __name__ == "__main__":
    main()
