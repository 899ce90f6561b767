"""Who asks."""

from __future__ import annotations

from dataclasses import dataclass

PERSON = "person"
ANNOTATOR = "annotator:"
TOKEN = "token:"  # noqa: S105


@dataclass(frozen=True)
class Identity:
    """`actor` is how events name who acts. Without accounts it is everybody alike, who may do everything."""

    actor: str
    annotator_id: str | None
    handle: str | None
    administrator: bool


EVERYBODY = Identity(PERSON, None, None, administrator=True)


def actor_of(annotator_id: str) -> str:
    return ANNOTATOR + annotator_id
