"""Datasets: what is in them, pictures of samples, and where samples stand in a projection."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import asdict
from typing import Annotated, Any

from fastapi import APIRouter, Header, Path, Query, Response
from fastapi.responses import JSONResponse

from activate_va.api.dependencies import AllServices, DatasetName, SampleIdPath
from activate_va.api.errors import responses
from activate_va.api.permissions import Permission, needs
from activate_va.api.schemas import ClassInfo, Counts, DatasetInfo, DatasetList, JobAnswer, SpaceInfo, Sprites
from activate_va.datasets.errors import NoImage
from activate_va.datasets.held_out import Reference
from activate_va.datasets.media import ShownSplit, original, sample_card, sprite_layout, sprite_sheet
from activate_va.datasets.shelf import DatasetShelf
from activate_va.jobs.service import Job
from activate_va.kinds import Card
from activate_va.options import key_of, parsed_options
from activate_va.pool import Need, spaces
from activate_va.projections import projections
from activate_va.selection import schemes as selection_schemes
from activate_va.services import Services

router = APIRouter(prefix="/datasets", tags=["datasets"])

FOR_EVER = "private, max-age=31536000, immutable"
ASK_AGAIN = "private, no-cache"
VERSION_LENGTH = 12
UNCHANGED: dict[int | str, dict[str, Any]] = {304: {"description": "as the ETag says, the client has it already"}}
PNG: dict[int | str, dict[str, Any]] = {200: {"content": {"image/png": {}}}, **UNCHANGED}
CARD: dict[int | str, dict[str, Any]] = {
    200: {"content": {"image/png": {}, "text/plain": {"schema": {"type": "string"}}}},
    **UNCHANGED,
}
ORIGINAL: dict[int | str, dict[str, Any]] = {
    200: {
        "content": {"image/png": {}, "image/jpeg": {}, "image/gif": {}, "text/plain": {"schema": {"type": "string"}}}
    },
    **UNCHANGED,
}
COORDINATES: dict[int | str, dict[str, Any]] = {
    200: {"content": {"application/octet-stream": {}}, "description": "float32, little-endian, n x 2"},
    202: {"model": JobAnswer, "description": "being computed: follow the job, then ask again"},
    **UNCHANGED,
}
SPACE: dict[int | str, dict[str, Any]] = {
    202: {"model": JobAnswer, "description": "being computed: follow the job, then ask again"}
}
SelectingBy = Annotated[
    str | None,
    Query(max_length=100, description="a selection scheme: the space is ready once that has what it needs of it"),
]
Version = Annotated[
    str | None,
    Query(
        max_length=64,
        description=f"the first {VERSION_LENGTH} characters of the dataset's digest, for a picture to keep for good",
    ),
]
IfNoneMatch = Annotated[str | None, Header()]
ProjectionOptions = Annotated[
    str,
    Query(
        max_length=1000,
        description='of the projection, as JSON: {"min_dist": 0.3}; what is left out is at its default',
    ),
]

OwnName = Annotated[
    str | None,
    Query(max_length=40, description="the embedding that came with the dataset, to lay out in place of its samples"),
]


@router.get("", responses=responses())
@needs(Permission.MEMBER)
def list_datasets(services: AllServices) -> DatasetList:
    """The datasets that this server offers."""
    return DatasetList(datasets=[info_of(name, services.shelf) for name in services.shelf.names()])


@router.get("/{dataset}", responses=responses(404))
@needs(Permission.MEMBER)
def get_dataset(dataset: DatasetName, services: AllServices) -> DatasetInfo:
    """Classes, counts per split, and shape."""
    return info_of(dataset, services.shelf)


@router.get("/{dataset}/samples/{sample_id}/image", responses={**responses(404), **PNG}, response_class=Response)
@needs(Permission.MEMBER)
def get_image(
    dataset: DatasetName,
    sample_id: SampleIdPath,
    services: AllServices,
    v: Version = None,
    if_none_match: IfNoneMatch = None,
) -> Response:
    """A pool sample as PNG, at its own size; 404 where samples are no images."""
    opened = services.shelf.open(dataset)
    card = sample_card(opened, sample_id)
    if opened.shape is None:
        raise NoImage(f"samples of {dataset} are of kind {opened.modality}")
    return _picture(card, opened.digest, v, if_none_match)


@router.get("/{dataset}/samples/{sample_id}/card", responses={**responses(404), **CARD}, response_class=Response)
@needs(Permission.MEMBER)
def get_card(
    dataset: DatasetName,
    sample_id: SampleIdPath,
    services: AllServices,
    v: Version = None,
    split: ShownSplit = "pool",
    if_none_match: IfNoneMatch = None,
) -> Response:
    """What shows a sample to a person, of whatever kind: an image as PNG, a text as plain text."""
    opened = services.shelf.open(dataset)
    return _picture(sample_card(opened, sample_id, split), opened.digest, v, if_none_match)


@router.get(
    "/{dataset}/samples/{sample_id}/original", responses={**responses(404), **ORIGINAL}, response_class=Response
)
@needs(Permission.MEMBER)
def get_original(
    dataset: DatasetName,
    sample_id: SampleIdPath,
    services: AllServices,
    v: Version = None,
    split: ShownSplit = "pool",
    if_none_match: IfNoneMatch = None,
) -> Response:
    """An image as it came, at its full size, where that has been kept; else what `card` gives."""
    opened = services.shelf.open(dataset)
    return _picture(original(opened, sample_id, split), opened.digest, v, if_none_match)


@router.get("/{dataset}/sprites/{page}", responses={**responses(404), **PNG}, response_class=Response)
@needs(Permission.MEMBER)
def get_sprites(
    dataset: DatasetName,
    page: Annotated[int, Path(ge=0, lt=2**31)],
    services: AllServices,
    v: Version = None,
    if_none_match: IfNoneMatch = None,
) -> Response:
    """A sheet of thumbnails as PNG; the dataset's `sprites` say where each sample stands."""
    opened = services.shelf.open(dataset)
    return _picture(Card(sprite_sheet(opened, page), "image/png"), opened.digest, v, if_none_match)


@router.get(
    "/{dataset}/projections/{method}", responses={**responses(404, 422), **COORDINATES}, response_class=Response
)
@needs(Permission.MEMBER)
def get_projection(
    dataset: DatasetName,
    method: Annotated[str, Path(max_length=100)],
    services: AllServices,
    options: ProjectionOptions = "{}",
    own: OwnName = None,
    if_none_match: IfNoneMatch = None,
) -> Response:
    """2-D coordinates of every pool sample; computed as a job where they are not known yet."""
    chosen = {key_of(projections, method): parsed_options(options)}
    known = services.projector.find(dataset, method, chosen, own)
    if known is None:
        return being_computed(services.projector.compute(dataset, method, chosen, own))
    found = known.coordinates
    return _tagged(
        known.key, ASK_AGAIN, if_none_match, "application/octet-stream", lambda: found.astype("<f4").tobytes()
    )


def being_computed(job: Job) -> JSONResponse:
    """What to follow, and to ask again after."""
    return JSONResponse(JobAnswer(job=job).model_dump(mode="json"), 202)


@router.get("/{dataset}/spaces/{space}", responses={**responses(404, 422), **SPACE}, response_model=SpaceInfo)
@needs(Permission.MEMBER)
def get_space(
    dataset: DatasetName,
    space: Annotated[str, Path(max_length=100)],
    services: AllServices,
    selection: SelectingBy = None,
) -> SpaceInfo | JSONResponse:
    """Whether distances can be measured in the space, and a selection scheme has what it needs of it; what has to be
    learnt first is begun as a job."""
    services.shelf.open(dataset)
    return space_of(dataset, space, services, selection)


def space_of(reference: Reference, space: str, services: Services, selection: str | None) -> SpaceInfo | JSONResponse:
    """The space, or the job that computes what it lacks."""
    method = spaces[space].representation
    needs = selection_schemes[selection].needs if selection else frozenset[Need]()
    job = None if method is None else services.representer.missing(reference, method, needs)
    return SpaceInfo(name=space) if job is None else being_computed(job)


def _picture(card: Card, digest: str, version: str | None, if_none_match: str | None) -> Response:
    """Another dataset may come to bear the name, so that only an address with the digest stands for one picture."""
    caching = FOR_EVER if version == digest[:VERSION_LENGTH] else ASK_AGAIN
    return _tagged(digest, caching, if_none_match, card.media_type, lambda: card.content)


def _tagged(
    tag: str, caching: str, if_none_match: str | None, media_type: str, content: Callable[[], bytes]
) -> Response:
    """The content under its tag; 304 without it for a client that has that tag already."""
    headers = {"etag": f'"{tag}"', "cache-control": caching}
    if if_none_match == headers["etag"]:
        return Response(status_code=304, headers=headers)
    return Response(content(), 200, headers, media_type)


def info_of(name: str, shelf: DatasetShelf) -> DatasetInfo:
    """What a list of datasets says of this one."""
    dataset = shelf.open(name)
    layout = sprite_layout(dataset)
    return DatasetInfo(
        name=name,
        title=dataset.title,
        modality=dataset.modality,
        classes=[ClassInfo(index=i, name=label) for i, label in enumerate(dataset.classes)],
        counts=Counts(**dataset.counts()),
        labelled=dataset.labelled,
        shape=dataset.shape,
        digest=dataset.digest,
        imported=shelf.imported(name) is not None,
        originals=dataset.pool.originals is not None,
        own_embeddings=sorted(dataset.pool.own),
        grew_from=list(shelf.grew_from(name)),
        sprites=Sprites(**asdict(layout)) if layout else None,
    )
