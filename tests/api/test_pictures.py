"""Pictures: kept for good under the dataset's digest, asked for again under its name alone."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient

from activate_va.api.app import create_app
from activate_va.datasets import open_dataset
from activate_va.datasets.media import sample_card
from activate_va.datasets.shelf import DatasetShelf
from activate_va.services import Services
from activate_va.settings import Settings


@pytest.fixture
def serve(client: TestClient, server_settings: Settings) -> Callable[[Path], TestClient]:
    """Makes a server like that of the other tests, on a dataset of its own."""
    assert isinstance(client.app, FastAPI)
    services: Services = client.app.state.services

    def serving(path: Path) -> TestClient:
        return TestClient(create_app(server_settings, replace(services, shelf=DatasetShelf([str(path)]))))

    return serving


def written(folder: Path, grey: int) -> Path:
    folder.mkdir()
    images = np.full((24, 4, 4), grey, np.uint8)
    labels = np.arange(24) % 2
    np.savez(folder / "train.npz", x_train=images, y_train=labels, x_test=images, y_test=labels)
    return folder / "train.npz"


@pytest.fixture
def paths(tmp_path: Path) -> tuple[Path, Path]:
    """Two datasets of one name."""
    return written(tmp_path / "a", 50), written(tmp_path / "b", 200)


PICTURES = ("/api/datasets/train/samples/3/image", "/api/datasets/train/sprites/0")


@pytest.mark.parametrize("picture", PICTURES)
def test_a_picture_is_kept_for_good_only_under_the_datasets_digest(
    serve: Callable[[Path], TestClient], paths: tuple[Path, Path], picture: str
) -> None:
    http = serve(paths[0])
    digest = http.get("/api/datasets/train").json()["digest"]
    assert "immutable" in http.get(f"{picture}?v={digest[:12]}").headers["cache-control"]
    for address in (picture, f"{picture}?v={'0' * 12}", f"{picture}?v="):
        assert http.get(address).headers["cache-control"] == "private, no-cache"


@pytest.mark.parametrize("picture", PICTURES)
def test_a_picture_that_was_kept_is_not_sent_again_until_the_name_means_another_dataset(
    serve: Callable[[Path], TestClient], paths: tuple[Path, Path], picture: str
) -> None:
    http, other = serve(paths[0]), serve(paths[1])
    first = http.get(picture)
    unchanged = {"If-None-Match": first.headers["etag"]}
    assert http.get(picture, headers=unchanged).status_code == 304
    answer = other.get(picture, headers=unchanged)
    assert answer.status_code == 200
    assert answer.content != first.content
    assert other.get(PICTURES[0]).content == sample_card(open_dataset(str(paths[1])), 3).content
