"""A whole server in this process, with its two workers, on a data directory of its own."""

from __future__ import annotations

import asyncio
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from activate_va.assembly import open_services
from activate_va.jobs.cluster import TRAINING
from activate_va.jobs.publisher import session_channel
from activate_va.pool import Need, Needs
from activate_va.services import Services
from activate_va.sessions.config import ConfigPatch
from activate_va.sessions.events import Effort, Event, RoundFinished, RoundStarted, SchemeTrained
from activate_va.settings import Settings

held_open = ExitStack()
"""What rows share; closed at the end of the run."""


@contextmanager
def serving(*datasets: str) -> Iterator[Services]:
    with (
        tempfile.TemporaryDirectory() as folder,
        open_services(Settings(data_dir=Path(folder), datasets=datasets)) as found,
    ):
        # Queued behind the worker's warming up, which would disturb what is measured.
        found.jobs.cluster.client.submit(int, resources=found.jobs.cluster.resources(TRAINING)).result()
        yield found


def begin(services: Services, dataset: str, **config: Any) -> str:
    """A session; its id."""
    return services.sessions.create(dataset, seed=0, config=ConfigPatch(**config)).session_id


def learn(services: Services, dataset: str, method: str) -> None:
    """Wait for a representation of the dataset, its graph and that graph's eigenvectors."""
    while job := services.representer.missing(dataset, method, frozenset({Need.SPECTRUM})):
        while not services.jobs.get(job.id).ended:
            time.sleep(0.1)


def label(services: Services, session_id: str, sample_ids: Sequence[int], truth: NDArray[np.int64]) -> None:
    for sample_id in sample_ids:
        services.sessions.place(session_id, int(sample_id), int(truth[sample_id]), 0.9)


def train(services: Services, session_id: str, *awaited: str) -> list[float]:
    """Start a round; seconds until the first event of each kind in turn, as a listening browser would get it."""
    return asyncio.run(_train(services, session_id, awaited))


async def _train(services: Services, session_id: str, awaited: Sequence[str]) -> list[float]:
    left, seconds = list(awaited), list[float]()
    async with services.publisher.subscribe(session_channel(session_id)) as messages:
        begun = time.perf_counter()
        await asyncio.to_thread(services.sessions.train, session_id)
        async for message in messages:
            kind = message.value.payload.kind if isinstance(message.value, Event) else ""
            if kind == "round_failed":
                raise RuntimeError(message.value)
            if kind == left[0]:
                seconds.append(time.perf_counter() - begun)
                del left[0]
            if not left:
                break
    return seconds


def as_if_trained(services: Services, session_id: str, probabilities: NDArray[np.float32], needs: Needs) -> None:
    """Write a round with these probabilities into the session, so that a scheme of these needs has what it asks for.

    The hidden layer is noise of 128 rectified units. A second training scheme makes a committee: it says the same of
    the classes in another order.
    """
    state = services.sessions.state(session_id)
    effort = Effort(labelled=0, corrected=0, hand_labelled=0)
    result = SchemeTrained(
        round=1,
        training_scheme="IDA",
        measures={"accuracy": 0.9},
        confusion=((1, 0), (0, 1)),
        seconds=1.0,
        labels_used=0,
        training_size=0,
        model_digest="",
    )
    artifacts, rng = services.sessions.rounds.artifacts, np.random.default_rng(1)
    artifacts.save_probabilities(session_id, 1, "IDA", probabilities)
    artifacts.save_probabilities(session_id, 1, "SIL", np.roll(probabilities, 1, axis=1))
    if Need.LAST_LAYER in needs:
        layer = np.maximum(rng.standard_normal((len(probabilities), 128), np.float32), 0).astype(np.float16)
        artifacts.save_embedding(session_id, 1, "IDA", layer)
    for payload in (
        RoundStarted(round=1, labels=0, effort=effort, config=state.config),
        result,
        result.model_copy(update={"training_scheme": "SIL"}),
        RoundFinished(round=1, seconds=1.0),
    ):
        services.sessions.log.append(session_id, lambda _, payload=payload: payload, actor="machine")
