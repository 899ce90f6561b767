"""Who may read a session, and who may act in it."""

from __future__ import annotations

from activate_va.accounts.identity import Identity
from activate_va.projects.events import ADJUDICATING, LABELLING, SEEING_ALL, Role
from activate_va.projects.own_sessions import ADJUDICATION, POOLED
from activate_va.sessions.owners import Owner

SIMULATED = "simulated"


def may_read(identity: Identity, owner: Owner, role: Role | None) -> bool:
    """Its annotator, administrators, and members of its project whose `role` is to see all; studies' are for all."""
    if identity.administrator or owner.actor.partition(":")[0] == SIMULATED or role in SEEING_ALL:
        return True
    return owner.annotator_id is not None and owner.annotator_id == identity.annotator_id


def may_write(identity: Identity, owner: Owner, role: Role | None) -> bool:
    """Its annotator alone, in a project only as long as they label, or adjudicate, for it. One that was begun without
    accounts is the administrators'. One with everybody's labels is for nobody to act in."""
    if owner.purpose == POOLED:
        return False
    if identity.annotator_id is None:
        return True
    if owner.annotator_id is None:
        return identity.administrator
    roles = ADJUDICATING if owner.purpose == ADJUDICATION else LABELLING
    return owner.annotator_id == identity.annotator_id and (owner.project_id is None or role in roles)
