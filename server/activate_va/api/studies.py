"""Studies: what there is, start, watch and cancel one, and what it found."""

from __future__ import annotations

from collections.abc import AsyncIterator
from typing import Annotated, Any, Literal

from fastapi import APIRouter, Depends, Path, Request, Response
from fastapi.responses import FileResponse
from fastapi.sse import EventSourceResponse, ServerSentEvent

from activate_va.analysis.summary import StudySummary, summarise
from activate_va.api.dependencies import AllServices, RequestKey
from activate_va.api.errors import responses, stream_responses
from activate_va.api.listening import listening
from activate_va.api.permissions import Permission, needs
from activate_va.api.schemas import NewStudy, StudyList, StudyPreset
from activate_va.assembly import ServerServices
from activate_va.errors import ActivateError
from activate_va.studies.design import StudyDesign
from activate_va.studies.errors import DesignNotGiven, NothingFinished
from activate_va.studies.report import StudyReport, policy, report_of, write_report
from activate_va.studies.report.tables import Tables
from activate_va.studies.service import Study, study_channel
from activate_va.studies.source import parse_design, preset_text, presets

router = APIRouter(prefix="/studies", tags=["studies"])

StudyName = Annotated[str, Path(max_length=100)]
YOURS = "study.yaml"
PARQUET = "application/vnd.apache.parquet"
TABLE: dict[int | str, dict[str, Any]] = {200: {"content": {PARQUET: {}}, "description": "a Parquet file"}}
REPORT: dict[int | str, dict[str, Any]] = {
    200: {"content": {"text/html": {}}, "description": "a page that stands alone"}
}


@router.get("", responses=responses())
@needs(Permission.MEMBER)
def list_studies(services: AllServices) -> StudyList:
    """The studies of the server's data directory by name, and the presets."""
    return StudyList(studies=services.studies.all(), presets=[_preset(name, services) for name in presets()])


@router.post("", status_code=202, responses=responses(404, 409))
@needs(Permission.ADMINISTRATOR)
def start_study(body: NewStudy, services: AllServices, key: RequestKey) -> Study:
    """Run a study, or what is left of it: what it finished before is not run again. One runs at a time.

    Datasets go by the names under which the server offers them.
    """
    return services.studies.start(_design(body, services), key)


@router.get("/{study}", responses=responses(404))
@needs(Permission.MEMBER)
def get_study(study: StudyName, services: AllServices) -> Study:
    """How far the study is, or how it ended."""
    return services.studies.get(study)


@router.post("/{study}/runs", status_code=202, responses=responses(404, 409))
@needs(Permission.ADMINISTRATOR)
def resume_study(study: StudyName, services: AllServices, key: RequestKey) -> Study:
    """Run what is left of a study that was interrupted."""
    return services.studies.resume(study, key)


@router.delete("/{study}/runs/current", responses=responses(404, 409))
@needs(Permission.ADMINISTRATOR)
def cancel_study(study: StudyName, services: AllServices) -> Study:
    """Stop the study; the sessions that have ended are kept, and it can be run on from there."""
    return services.studies.cancel(study)


@router.get("/{study}/summary", responses=responses(404, 409))
@needs(Permission.MEMBER)
def get_summary(study: StudyName, services: AllServices) -> StudySummary:
    """What the study found so far: tables, learning curves with the session behind each, tests, confidences, and the
    paper's numbers beside ours."""
    rounds, times, labels = (services.studies.rows(study, table) for table in ("rounds", "times", "labels"))
    return summarise(rounds, times, labels, services.studies.folder(study).manifest()["design"].get("epochs"))


@router.get("/{study}/tables/{table}", responses={**responses(404, 409), **TABLE}, response_class=FileResponse)
@needs(Permission.MEMBER)
def get_table(study: StudyName, table: Literal["rounds", "labels", "times"], services: AllServices) -> FileResponse:
    """A table as a Parquet file, written whenever a run of the study ends."""
    path = services.studies.folder(study).path / f"{table}.parquet"
    if not path.exists():
        raise NothingFinished(f"no run of the study {study!r} has ended")
    return FileResponse(path, media_type=PARQUET, filename=f"{study}-{path.name}")


@router.get("/{study}/report", responses={**responses(404, 409), **REPORT}, response_class=Response)
@needs(Permission.MEMBER)
def get_report(study: StudyName, services: AllServices) -> Response:
    """The report, one HTML page, of what had ended when a run of the study last did."""
    page = write_report(services.studies.folder(study).path).read_bytes()
    return Response(page, media_type="text/html", headers={"content-security-policy": policy()})


@router.get("/{study}/report.json", responses=responses(404, 409))
@needs(Permission.MEMBER)
def get_report_data(study: StudyName, services: AllServices) -> StudyReport:
    """What the report is drawn from: the summary, what was run, and what the names in it mean."""
    return report_of(Tables.of(services.studies.folder(study).path))


@router.get(
    "/{study}/stream",
    response_class=EventSourceResponse,
    responses=stream_responses(404),
    dependencies=[Depends(get_study)],
)
@needs(Permission.MEMBER)
async def stream_study(request: Request, study: StudyName, services: AllServices) -> AsyncIterator[ServerSentEvent]:
    """The study at each change, as `progress`, until it no longer runs."""
    async with listening(request, study_channel(study)) as messages:
        known = services.studies.get(study)
        yield ServerSentEvent(event="progress", data=known)
        if known.progress is None:
            return
        async for message in messages:
            yield ServerSentEvent(event="progress", data=message.value)
            if isinstance(message.value, Study) and message.value.progress is None:
                return


def _design(body: NewStudy, services: ServerServices) -> StudyDesign:
    if (body.preset is None) == (body.yaml is None):
        raise DesignNotGiven("a study is either a preset or a text in YAML")
    called = YOURS if body.preset is None else f"{body.preset}.yaml"
    text = body.yaml if body.preset is None else preset_text(body.preset)
    return parse_design(text or "", called, body.seeds, _served(services))


def _served(services: ServerServices) -> dict[str, str]:
    return {name: services.shelf.path(name) for name in services.shelf.names()}


def _preset(name: str, services: ServerServices) -> StudyPreset:
    text = preset_text(name)
    try:
        design = parse_design(text, f"{name}.yaml", served=_served(services))
    except ActivateError as error:
        return StudyPreset(name=name, yaml=text, problem=f"{error.detail}; {error.hint}")
    seeds = len(design.seeds)
    return StudyPreset(
        name=name,
        title=design.title,
        sessions=design.sessions // seeds,
        rounds=design.rounds,
        labels=sum(design.batches),
        seeds=seeds,
        yaml=text,
    )
