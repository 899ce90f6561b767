"""What each route needs its caller to be allowed. A route that does not say so is answered to nobody."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from enum import Enum, auto
from typing import Annotated, Any, TypeVar

from fastapi import Depends, Request

from activate_va.accounts.errors import LoginNeeded
from activate_va.accounts.identity import Identity
from activate_va.api.access import may_read, may_write
from activate_va.assembly import ServerServices
from activate_va.errors import ActivateError
from activate_va.projects.errors import ProjectNotFound
from activate_va.projects.events import ADJUDICATING, LABELLING, MANAGING, SEEING_ALL, Role
from activate_va.sessions.errors import SessionNotFound
from activate_va.sessions.owners import Owner

F = TypeVar("F", bound=Callable[..., Any])
DECLARED = "needed_permission"


class NotPermitted(ActivateError):
    status = 403
    hint = "ask whoever it belongs to, or whoever administers the server"


class Permission(Enum):
    """Those of a session or a project are of the one in the route's path."""

    ANYBODY = auto()
    MEMBER = auto()
    ADMINISTRATOR = auto()
    READ_SESSION = auto()
    WRITE_SESSION = auto()
    READ_PROJECT = auto()
    LABEL_PROJECT = auto()
    ADJUDICATE_PROJECT = auto()
    SEE_PROJECT = auto()
    MANAGE_PROJECT = auto()


ROLES = {
    Permission.READ_PROJECT: frozenset(Role),
    Permission.LABEL_PROJECT: LABELLING,
    Permission.ADJUDICATE_PROJECT: ADJUDICATING,
    Permission.SEE_PROJECT: SEEING_ALL,
    Permission.MANAGE_PROJECT: MANAGING,
}
"""Whom of a project's members a permission is for. Administrators have all of them but those to label and to
adjudicate, which are done in a name."""
IN_A_NAME = frozenset({Permission.LABEL_PROJECT, Permission.ADJUDICATE_PROJECT})


def needs(permission: Permission) -> Callable[[F], F]:
    """Declares what a route needs; stands below the router's decorator."""

    def declare(route: F) -> F:
        setattr(route, DECLARED, permission)
        return route

    return declare


def needed_by(endpoint: Callable[..., Any]) -> Permission | None:
    found: Permission | None = getattr(endpoint, DECLARED, None)
    return found


async def authorise(request: Request) -> None:
    """Of every route under /api. What a caller may not read is not there for them: 404, as for an id of nothing.

    Raises LoginNeeded, NotPermitted, SessionNotFound, ProjectNotFound, LabelsWithheld.
    """
    permission = needed_by(request.scope["endpoint"])
    if permission is Permission.ANYBODY:
        return
    identity = await _identity(request)
    if permission is None or (permission is Permission.ADMINISTRATOR and not identity.administrator):
        raise NotPermitted(f"{_caller(identity)} may not do this")
    services: ServerServices = request.app.state.services
    if permission in (Permission.READ_SESSION, Permission.WRITE_SESSION):
        await _expect_session(services, identity, request.path_params["session_id"], permission)
    elif permission in ROLES:
        await asyncio.to_thread(_expect_project, services, identity, request.path_params["project_id"], permission)


async def _expect_session(
    services: ServerServices, identity: Identity, session_id: str, permission: Permission
) -> None:
    writes = permission is Permission.WRITE_SESSION
    known = services.sessions.owners.recalled(session_id)
    if known is not None and known.project_id is None:  # Nothing has to be asked of the database.
        owner, role = known, None
    else:
        owner, role = await asyncio.to_thread(standing, services, identity, session_id)
    if not may_read(identity, owner, role):
        raise SessionNotFound(f"there is no session {session_id!r}")
    if writes and not may_write(identity, owner, role):
        raise NotPermitted(f"{_caller(identity)} may read session {session_id}, and not act in it")
    if owner.project_id and identity.annotator_id != owner.annotator_id:
        await asyncio.to_thread(look_into, services, identity, owner, session_id)
    if writes and owner.project_id and owner.annotator_id:
        await asyncio.to_thread(services.projects.leases.renew, owner.project_id, owner.annotator_id)


def standing(services: ServerServices, identity: Identity, session_id: str) -> tuple[Owner, Role | None]:
    """Whose the session is, and what the caller may do in its project, if any. Raises SessionNotFound."""
    owner = services.sessions.owners.of(session_id)
    role = services.projects.role(owner.project_id, identity.annotator_id) if owner.project_id else None
    return owner, role


def look_into(services: ServerServices, identity: Identity, owner: Owner, session_id: str) -> None:
    """Before somebody reads a session: others' labels are withheld from whoever labels too. Raises LabelsWithheld."""
    reader = identity.annotator_id
    if owner.project_id and reader and reader != owner.annotator_id:
        services.projects.blindness.look_into(owner.project_id, reader, session_id, identity.actor)


def _expect_project(services: ServerServices, identity: Identity, project_id: str, permission: Permission) -> None:
    role = services.projects.role(project_id, identity.annotator_id)
    if role is None and not identity.administrator:
        raise ProjectNotFound(f"there is no project {project_id!r}")
    administers = identity.administrator and permission not in IN_A_NAME
    if role not in ROLES[permission] and not administers:
        raise NotPermitted(f"{_caller(identity)} may not do this in this project")


def _caller(identity: Identity) -> str:
    return identity.handle or identity.actor


async def _identity(request: Request) -> Identity:
    identity: Identity | None = request.state.identity
    if identity is None:
        raise LoginNeeded("nobody is logged in here")
    return identity


Caller = Annotated[Identity, Depends(_identity)]
"""Who asks."""
