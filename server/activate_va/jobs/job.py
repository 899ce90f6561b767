"""A job as clients see it."""

from __future__ import annotations

from enum import StrEnum

from pydantic import BaseModel, ConfigDict


class JobState(StrEnum):
    QUEUED = "queued"
    RUNNING = "running"
    FINISHED = "finished"
    FAILED = "failed"
    CANCELLED = "cancelled"


ENDED = (JobState.FINISHED, JobState.FAILED, JobState.CANCELLED)


class Failure(BaseModel):
    """An error in the one shape."""

    model_config = ConfigDict(frozen=True)

    error: str
    detail: str
    hint: str


class Job(BaseModel):
    """A piece of work as clients see it; `fraction` is in [0, 1]."""

    model_config = ConfigDict(frozen=True)

    id: str
    kind: str
    state: JobState = JobState.QUEUED
    fraction: float = 0.0
    stage: str = "waiting"
    error: Failure | None = None

    @property
    def ended(self) -> bool:
        return self.state in ENDED
