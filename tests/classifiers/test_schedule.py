"""When a training stops: its laws, and that it does so by its loss alone."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from activate_va.classifiers import classifiers
from activate_va.classifiers.schedule import WINDOW_IMAGES, Schedule
from activate_va.training import TrainingSet

BATCH = 1280
WINDOW = WINDOW_IMAGES // BATCH


def shares(schedule: Schedule, losses: list[float]) -> list[float]:
    """The shares of the cosine of all steps of a training with these losses."""
    found: list[float] = []
    step = 0
    while step < schedule.total:
        stop = schedule.limit(step)
        for each in range(step, stop):
            _, shift, denominator = schedule.position(each)
            found.append((each + shift) / denominator)
        schedule.note(stop, sum(losses[step:stop]))
        step = stop
    return found


losses = st.lists(st.floats(0, 10), min_size=60, max_size=60)


@given(losses)
def test_the_cosine_is_walked_to_its_end_without_a_step_back(given_losses: list[float]) -> None:
    schedule = Schedule(60, BATCH, stop_when_level=True)
    found = shares(schedule, given_losses)
    assert len(found) == schedule.total <= 60
    assert found == sorted(found)
    step, shift, denominator = schedule.position(schedule.total)
    assert step + shift == denominator


@given(losses)
def test_without_leave_to_stop_every_step_is_taken(given_losses: list[float]) -> None:
    assert shares(Schedule(60, BATCH, stop_when_level=False), given_losses) == [step / 60 for step in range(60)]


def test_a_loss_that_keeps_falling_is_followed_to_the_end() -> None:
    falling = [0.97**step for step in range(60)]
    schedule = Schedule(60, BATCH, stop_when_level=True)
    assert len(shares(schedule, falling)) == 60


def test_a_level_loss_ends_half_as_many_steps_later() -> None:
    schedule = Schedule(60, BATCH, stop_when_level=True)
    assert len(shares(schedule, [1.0] * 60)) == 2 * WINDOW + WINDOW


def test_stopping_repeats_to_the_bit_and_reports_to_the_end() -> None:
    rng = np.random.default_rng(0)
    images = rng.integers(0, 256, (3 * WINDOW_IMAGES, 4, 4), dtype=np.uint8)
    classes = rng.integers(0, 2, len(images))
    noise = TrainingSet(np.arange(len(images)), classes, batch_size=WINDOW_IMAGES, stop_when_level=True)

    def weights(training_set: TrainingSet) -> tuple[bytes, list[float]]:
        heard: list[float] = []
        logistic = classifiers["logistic_regression"]
        return logistic.fit(images, training_set, 2, epochs=8, seed=0, report=heard.append).to_bytes(), heard

    stopped, heard = weights(noise)
    assert heard == sorted(heard)
    assert heard[-1] == 1.0
    assert stopped == weights(noise)[0]
    assert stopped != weights(replace(noise, stop_when_level=False))[0]
