"""Datasets: what is in them, pictures of samples, and where samples stand in a projection."""

from __future__ import annotations

from dataclasses import asdict
from typing import Annotated, Any

from fastapi import APIRouter, Header, Path, Response
from fastapi.responses import JSONResponse

from activate_va.api.dependencies import AllServices, DatasetName, SampleIdPath
from activate_va.api.errors import responses
from activate_va.api.schemas import ClassInfo, Counts, DatasetInfo, DatasetList, JobAnswer, Sprites
from activate_va.datasets import Dataset
from activate_va.datasets.media import sample_png, sprite_layout, sprite_sheet

router = APIRouter(prefix="/datasets", tags=["datasets"])

FOR_EVER = "private, max-age=31536000, immutable"
PNG: dict[int | str, dict[str, Any]] = {200: {"content": {"image/png": {}}}}
COORDINATES: dict[int | str, dict[str, Any]] = {
    200: {"content": {"application/octet-stream": {}}, "description": "float32, little-endian, n x 2"},
    202: {"model": JobAnswer, "description": "being computed: follow the job, then ask again"},
    304: {"description": "as the ETag says, the client has it already"},
}


@router.get("", responses=responses())
def list_datasets(services: AllServices) -> DatasetList:
    """The datasets that this server offers."""
    return DatasetList(datasets=[_info(name, services.shelf.open(name)) for name in services.shelf.names()])


@router.get("/{dataset}", responses=responses(404))
def get_dataset(dataset: DatasetName, services: AllServices) -> DatasetInfo:
    """Classes, counts per split, and shape."""
    return _info(dataset, services.shelf.open(dataset))


@router.get("/{dataset}/samples/{sample_id}/image", responses={**responses(404), **PNG}, response_class=Response)
def get_image(dataset: DatasetName, sample_id: SampleIdPath, services: AllServices) -> Response:
    """A pool sample as PNG, at its own size."""
    return _png(sample_png(services.shelf.open(dataset), sample_id))


@router.get("/{dataset}/sprites/{page}", responses={**responses(404), **PNG}, response_class=Response)
def get_sprites(dataset: DatasetName, page: Annotated[int, Path(ge=0, lt=2**31)], services: AllServices) -> Response:
    """A sheet of thumbnails as PNG; the dataset's `sprites` say where each sample stands."""
    return _png(sprite_sheet(services.shelf.open(dataset), page))


@router.get("/{dataset}/projections/{method}", responses={**responses(404), **COORDINATES}, response_class=Response)
def get_projection(
    dataset: DatasetName,
    method: Annotated[str, Path(max_length=100)],
    services: AllServices,
    if_none_match: Annotated[str | None, Header()] = None,
) -> Response:
    """2-D coordinates of every pool sample; computed as a job where they are not known yet."""
    known = services.projector.find(dataset, method)
    if known is None:
        job = services.projector.compute(dataset, method)
        return JSONResponse(JobAnswer(job=job).model_dump(mode="json"), 202)
    headers = {"etag": f'"{known.key}"', "cache-control": "private, no-cache"}
    if if_none_match == headers["etag"]:
        return Response(status_code=304, headers=headers)
    return Response(known.coordinates.astype("<f4").tobytes(), 200, headers, "application/octet-stream")


def _png(content: bytes) -> Response:
    return Response(content, media_type="image/png", headers={"cache-control": FOR_EVER})


def _info(name: str, dataset: Dataset) -> DatasetInfo:
    return DatasetInfo(
        name=name,
        title=dataset.title,
        modality=dataset.modality,
        classes=[ClassInfo(index=i, name=label) for i, label in enumerate(dataset.classes)],
        counts=Counts(**dataset.counts()),
        shape=dataset.shape,
        sprites=Sprites(**asdict(sprite_layout(dataset))),
    )
