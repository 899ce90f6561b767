"""Who asks."""

from __future__ import annotations

from dataclasses import dataclass

PERSON = "person"
ANNOTATOR = "annotator:"
TOKEN = "token:"  # noqa: S105


@dataclass(frozen=True)
class Identity:
    """`actor` is how events name who acts. Without accounts it is everybody alike, who may do everything, in the name
    that they give, if any."""

    actor: str
    annotator_id: str | None
    handle: str | None
    administrator: bool


EVERYBODY = Identity(PERSON, None, None, administrator=True)


def in_the_name(identity: Identity, name: str | None) -> Identity:
    """Everybody, as somebody of that name. Whoever has an account acts in its name, whatever is said."""
    if name is None or identity != EVERYBODY:
        return identity
    return Identity(f"{PERSON}:{name}", None, name, administrator=True)


def actor_of(annotator_id: str) -> str:
    return ANNOTATOR + annotator_id
