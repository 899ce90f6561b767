"""Imported datasets, managed: how large they are and what depends on them; rename one, or remove it."""

from __future__ import annotations

from typing import Annotated, ClassVar

from fastapi import APIRouter, Query, Response
from pydantic import BaseModel

from activate_va.api.datasets import info_of
from activate_va.api.dependencies import AllServices, DatasetName
from activate_va.api.errors import responses
from activate_va.api.imports import Title
from activate_va.api.permissions import Permission, needs
from activate_va.api.schemas import Body, DatasetInfo
from activate_va.assembly import ServerServices
from activate_va.errors import ActivateError
from activate_va.importing import managing

router = APIRouter(prefix="/imported", tags=["imports"])

TOLD = 5


class DatasetInUse(ActivateError):
    """Something depends on the dataset."""

    status: ClassVar[int] = 409
    hint = "remove it all the same, and these can be exported no more; their labels stay in the database"


class ImportedInfo(BaseModel):
    """A dataset that was imported: the bytes of its files, and what depends on it: titles of sessions and projects,
    also of those that the caller may not read, and of sessions that lists leave out."""

    dataset: DatasetInfo
    bytes: int
    sessions: list[str]
    projects: list[str]


class ImportedList(BaseModel):
    imported: list[ImportedInfo]


class NewTitle(Body):
    title: Title


@router.get("", responses=responses())
@needs(Permission.ADMINISTRATOR)
def list_imported(services: AllServices) -> ImportedList:
    """The datasets that were imported, by name, with their size and what depends on them."""
    names = [name for name in services.shelf.names() if services.shelf.imported(name) is not None]
    return ImportedList(imported=[_info(services, name) for name in names])


@router.patch("/{dataset}", responses=responses(404, 409))
@needs(Permission.ADMINISTRATOR)
def rename_dataset(dataset: DatasetName, body: NewTitle, services: AllServices) -> DatasetInfo:
    """Give it another title. Addresses and sessions name it as before."""
    managing.rename(services.imports.imported(dataset), body.title)
    services.shelf.look_again(dataset)
    return info_of(dataset, services.shelf)


@router.delete("/{dataset}", status_code=204, responses=responses(404, 409), response_class=Response)
@needs(Permission.ADMINISTRATOR)
def remove_dataset(
    dataset: DatasetName,
    services: AllServices,
    in_use: Annotated[bool, Query(description="whether it goes even where sessions or projects depend on it")] = False,
) -> Response:
    """Remove its files. What depends on it is named, and nothing is removed then unless `in_use` says so."""
    folder = services.imports.imported(dataset)
    sessions, projects = _dependents(services, dataset)
    if (sessions or projects) and not in_use:
        raise DatasetInUse(_told(dataset, sessions, projects))
    managing.remove(folder)
    services.shelf.look_again(dataset)
    return Response(status_code=204)


def _info(services: ServerServices, name: str) -> ImportedInfo:
    sessions, projects = _dependents(services, name)
    size = managing.size_of(services.imports.imported(name))
    return ImportedInfo(dataset=info_of(name, services.shelf), bytes=size, sessions=sessions, projects=projects)


def _dependents(services: ServerServices, name: str) -> tuple[list[str], list[str]]:
    sessions = [entry.name for entry in services.sessions.listing.entries() if entry.dataset == name]
    return sessions, [each.created.name for each in services.projects.all() if each.created.dataset == name]


def _told(dataset: str, sessions: list[str], projects: list[str]) -> str:
    named = ", ".join([*projects, *sessions][:TOLD])
    more = " …" if len(sessions) + len(projects) > TOLD else ""
    return f"{dataset} is used by {len(sessions)} sessions and {len(projects)} projects: {named}{more}"
