"""Invitations, and the people that there are."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated

from fastapi import APIRouter, Path, Request, Response
from pydantic import BaseModel, Field

from activate_va.accounts.annotators import Annotator
from activate_va.api.accounts import AccountInfo, Handle, Password, expect_accounts, logged_in
from activate_va.api.dependencies import AllServices
from activate_va.api.errors import responses
from activate_va.api.permissions import Permission, needs
from activate_va.api.rates import count_login
from activate_va.api.schemas import Body
from activate_va.text import Text

router = APIRouter(tags=["accounts"])

Secret = Annotated[Text, Field(min_length=1, max_length=200)]
PAGE = "/invitation"


class NewInvitation(Body):
    handle: Handle
    administrator: bool = False


class InvitationLink(BaseModel):
    """`path` is to be put behind the server's address, and sent to whom it is for; it is shown this once."""

    handle: str
    path: str
    expires_at: datetime


class ShownInvitation(Body):
    invitation: Secret


class InvitationInfo(BaseModel):
    """`known`: the person has an account, and will set a new password."""

    handle: str
    known: bool


class Acceptance(ShownInvitation):
    password: Password


class AnnotatorList(BaseModel):
    annotators: list[Annotator]


@router.post("/invitations", status_code=201, responses=responses(409))
@needs(Permission.ADMINISTRATOR)
def invite(body: NewInvitation, services: AllServices) -> InvitationLink:
    """A link for somebody new; or for somebody known, who sets another password by it."""
    made = expect_accounts(services).invitations.invite(body.handle, body.administrator)
    return InvitationLink(handle=made.handle, path=path_of(made.secret), expires_at=made.expires_at)


@router.post("/invitations/preview", responses=responses(404, 409))
@needs(Permission.ANYBODY)
def preview_invitation(body: ShownInvitation, request: Request, services: AllServices) -> InvitationInfo:
    """Whom an invitation is for."""
    count_login(request)
    return InvitationInfo(**expect_accounts(services).invitations.look(body.invitation)._asdict())


@router.post("/invitations/acceptances", status_code=201, response_model=AccountInfo, responses=responses(404, 409))
@needs(Permission.ANYBODY)
def accept_invitation(body: Acceptance, request: Request, services: AllServices) -> Response:
    """Set a password by an invitation, which is used up by it, and log in."""
    count_login(request)
    return logged_in(request, expect_accounts(services).invitations.accept(body.invitation, body.password))


@router.get("/annotators", responses=responses(409))
@needs(Permission.ADMINISTRATOR)
def list_annotators(services: AllServices) -> AnnotatorList:
    """The people with accounts, by handle; those who are kept out among them."""
    return AnnotatorList(annotators=expect_accounts(services).annotators.all())


@router.delete("/annotators/{annotator_id}", responses=responses(404, 409))
@needs(Permission.ADMINISTRATOR)
def revoke_annotator(annotator_id: Annotated[Text, Path(max_length=32)], services: AllServices) -> Annotator:
    """Keep somebody out from now on. Their sessions stay; an invitation lets them in again."""
    return expect_accounts(services).annotators.revoke(annotator_id)


def path_of(secret: str) -> str:
    """Behind `#`, which browsers keep to themselves: it stands in no server's log."""
    return f"{PAGE}#{secret}"
