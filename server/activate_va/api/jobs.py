"""Jobs that belong to no session: projections."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Path

from activate_va.api.dependencies import AllServices
from activate_va.api.errors import responses
from activate_va.api.permissions import Permission, needs
from activate_va.jobs.service import Job

router = APIRouter(prefix="/jobs", tags=["jobs"])

JobId = Annotated[str, Path(max_length=32)]


@router.get("/{job_id}", responses=responses(404))
@needs(Permission.MEMBER)
def get_job(job_id: JobId, services: AllServices) -> Job:
    """How far the job is, or how it ended."""
    return services.jobs.get(job_id)


@router.delete("/{job_id}", responses=responses(404))
@needs(Permission.MEMBER)
def cancel_job(job_id: JobId, services: AllServices) -> Job:
    """Cancel the job; one that has ended stays as it is."""
    return services.jobs.cancel(job_id)
