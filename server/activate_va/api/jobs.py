"""Jobs that belong to no session: projections."""

from __future__ import annotations

from collections.abc import AsyncIterator
from typing import Annotated

from fastapi import APIRouter, Depends, Path
from fastapi.sse import EventSourceResponse, ServerSentEvent

from activate_va.api.dependencies import AllServices
from activate_va.api.errors import responses, stream_responses
from activate_va.jobs.publisher import job_channel
from activate_va.jobs.service import Job

router = APIRouter(prefix="/jobs", tags=["jobs"])

JobId = Annotated[str, Path(max_length=32)]


@router.get("/{job_id}", responses=responses(404))
def get_job(job_id: JobId, services: AllServices) -> Job:
    """How far the job is, or how it ended."""
    return services.jobs.get(job_id)


@router.delete("/{job_id}", responses=responses(404))
def cancel_job(job_id: JobId, services: AllServices) -> Job:
    """Cancel the job; one that has ended stays as it is."""
    return services.jobs.cancel(job_id)


@router.get(
    "/{job_id}/stream",
    response_class=EventSourceResponse,
    responses=stream_responses(404),
    dependencies=[Depends(get_job)],
)
async def stream_job(job_id: JobId, services: AllServices) -> AsyncIterator[ServerSentEvent]:
    """The job at each change, as `progress`, until it has ended."""
    async with services.publisher.subscribe(job_channel(job_id)) as messages:
        job = services.jobs.get(job_id)
        yield ServerSentEvent(event="progress", data=job)
        if job.ended:
            return
        async for message in messages:
            yield ServerSentEvent(event="progress", data=message.value)
            if isinstance(message.value, Job) and message.value.ended:
                return
