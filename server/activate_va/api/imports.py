"""Bringing data in: upload a file in parts, look at what it holds, and import it."""

from __future__ import annotations

from typing import Annotated, Self

from fastapi import APIRouter, Body, Path, Query, Request
from pydantic import BaseModel, Field, model_validator

from activate_va.api.datasets import info_of
from activate_va.api.dependencies import AllServices, DatasetName
from activate_va.api.errors import responses
from activate_va.api.permissions import Caller, Permission, needs
from activate_va.api.quotas import quotas_of
from activate_va.api.schemas import Body as Strict
from activate_va.api.schemas import DatasetInfo
from activate_va.datasets.own_embeddings import NAME
from activate_va.importing.mapping import ImportMapping
from activate_va.importing.preview import ImportPreview
from activate_va.importing.service import Given
from activate_va.importing.uploads import Upload
from activate_va.jobs.service import Job
from activate_va.number import AS_NUMBER
from activate_va.text import Text

router = APIRouter(tags=["imports"])

UploadId = Annotated[Text, Path(max_length=32)]
Title = Annotated[Text, Field(min_length=1, max_length=100)]


class NewUpload(Strict):
    """`name` is what the file is called, `size` how many bytes will come."""

    name: Annotated[Text, Field(min_length=1, max_length=300)]
    size: Annotated[int, Field(ge=1, lt=2**53), AS_NUMBER]


class ImportSource(Strict):
    """An upload, or a path under one of the folders that the server imports from."""

    upload: Text | None = None
    path: Annotated[Text | None, Field(max_length=4_000)] = None

    @model_validator(mode="after")
    def _one_of_both(self) -> Self:
        if (self.upload is None) == (self.path is None):
            raise ValueError("give an upload or a path")
        return self


class Preview(ImportSource):
    """Without a mapping, one is guessed. `adds_to`: a dataset that was imported, to whose samples these are added."""

    mapping: ImportMapping | None = None
    adds_to: Annotated[Text | None, Field(max_length=200)] = None


class NewImport(ImportSource):
    """The dataset's name in addresses is made of its title. `adds_to`: a dataset that was imported; the new one has its
    samples, with the same ids, and these after them in its pool."""

    title: Title
    mapping: ImportMapping
    adds_to: Annotated[Text | None, Field(max_length=200)] = None


class NewEmbedding(ImportSource):
    """Vectors of a dataset's samples: `.npy` in the records' order or with `ids`, a text file with a line for each row;
    or Parquet, of which `column` holds the vectors and `id_column` the ids."""

    name: Annotated[Text, Field(pattern=NAME.pattern, max_length=40)]
    ids: ImportSource | None = None
    column: Annotated[Text | None, Field(max_length=1_000)] = None
    id_column: Annotated[Text | None, Field(max_length=1_000)] = None


class ImportStarted(BaseModel):
    """Follow the job; once it has finished, the dataset is served under this name."""

    dataset: str
    job: Job


class ImportLimits(BaseModel):
    """What may be imported: the largest upload and its largest part, in bytes, and the folders that paths may be in."""

    most_bytes: int
    part_bytes: int
    roots: list[str]


@router.get("/imports", responses=responses())
@needs(Permission.MEMBER)
def get_import_limits(services: AllServices) -> ImportLimits:
    """How much may be uploaded, and from where on the server's disk imports may be."""
    imports = services.imports
    return ImportLimits(
        most_bytes=imports.uploads.most_bytes, part_bytes=services.part_bytes, roots=list(map(str, imports.roots))
    )


@router.post("/uploads", status_code=201, responses=responses(409))
@needs(Permission.MEMBER)
def begin_upload(body: NewUpload, request: Request, services: AllServices, caller: Caller) -> Upload:
    """Begin to send a file. Its parts follow, each in one request."""
    quotas_of(request).expect_room_for_bytes(services, caller, body.size)
    return services.imports.uploads.begin(body.name, body.size, caller.annotator_id)


@router.put("/uploads/{upload_id}", responses=responses(404, 409))
@needs(Permission.MEMBER)
def put_upload_part(
    upload_id: UploadId,
    offset: Annotated[int, Query(ge=0, lt=2**53, description="where in the file the part begins")],
    part: Annotated[bytes, Body(media_type="application/octet-stream")],
    services: AllServices,
) -> Upload:
    """The next part of the file. One that has arrived already changes nothing, so that it may be sent again."""
    return services.imports.uploads.append(upload_id, offset, part)


@router.get("/uploads/{upload_id}", responses=responses(404))
@needs(Permission.MEMBER)
def get_upload(upload_id: UploadId, services: AllServices) -> Upload:
    """How much of the file has arrived: whoever was interrupted goes on from there."""
    return services.imports.uploads.get(upload_id)


@router.delete("/uploads/{upload_id}", status_code=204, responses=responses(404))
@needs(Permission.MEMBER)
def delete_upload(upload_id: UploadId, services: AllServices) -> None:
    """Remove the file."""
    services.imports.uploads.discard(upload_id)


@router.post("/imports/preview", responses=responses(404, 409))
@needs(Permission.MEMBER)
def preview_import(body: Preview, services: AllServices) -> ImportPreview:
    """What would be imported, and what is wrong, by line; nothing is written."""
    return services.imports.preview(body.upload, body.path, body.mapping, body.adds_to)


@router.post("/imports", status_code=202, responses=responses(404, 409))
@needs(Permission.MEMBER)
def start_import(body: NewImport, services: AllServices) -> ImportStarted:
    """Import it as a dataset: all of it, or nothing where a record cannot be, unless these are to be skipped."""
    name, job = services.imports.start(body.upload, body.path, body.mapping, body.title, body.adds_to)
    return ImportStarted(dataset=name, job=job)


@router.post("/datasets/{dataset}/embeddings", status_code=201, responses=responses(404, 409))
@needs(Permission.MEMBER)
def add_embedding(dataset: DatasetName, body: NewEmbedding, services: AllServices) -> DatasetInfo:
    """Add an embedding of your own to a dataset that was imported: a feature space, and what classifiers train on."""
    ids = None if body.ids is None else Given(body.ids.upload, body.ids.path)
    services.imports.embed(dataset, body.name, Given(body.upload, body.path), ids, body.column, body.id_column)
    return info_of(dataset, services.shelf)
