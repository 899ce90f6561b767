"""Health, and what can be chosen."""

from __future__ import annotations

from fastapi import APIRouter

from activate_va import __version__
from activate_va.api.dependencies import AllServices
from activate_va.api.errors import responses
from activate_va.api.schemas import (
    Catalogue,
    EntryInfo,
    Health,
    MeasureInfo,
    Ready,
    SelectionSchemeInfo,
    TrainingSchemeInfo,
)
from activate_va.classifiers import classifiers
from activate_va.measures import Measured, measures
from activate_va.pool import spaces
from activate_va.projections import projections
from activate_va.registry import Registry
from activate_va.selection import schemes as selection_schemes
from activate_va.sessions.config import SessionConfig
from activate_va.training import schemes as training_schemes

router = APIRouter(tags=["catalogue"])


@router.get("/health", responses=responses())
def health() -> Health:
    """Whether the server is up, and its version; needs no token."""
    return Health(version=__version__)


@router.get("/ready", responses=responses(503))
async def ready(services: AllServices) -> Ready:
    """Whether database, scheduler, workers and disk are fit for work just now; 503 says what is not.

    Needs no token, and tells nothing of anybody's work.
    """
    await services.readiness.expect_ready()
    return Ready()


@router.get("/catalogue", responses=responses())
def catalogue() -> Catalogue:
    """All that can be chosen: schemes, classifiers, projections, feature spaces, measures; and a session's defaults."""
    return Catalogue(
        selection_schemes=[
            SelectionSchemeInfo(name=s.name, title=s.title, description=s.description, needs=sorted(s.needs))
            for s in selection_schemes
        ],
        training_schemes=[
            TrainingSchemeInfo(name=s.name, title=s.title, description=s.description, uses=list(s.uses))
            for s in training_schemes
        ],
        classifiers=_entries(classifiers),
        projections=_entries(projections),
        distance_spaces=_entries(spaces),
        measures=[_measure(measure) for measure in measures],
        defaults=SessionConfig(),
    )


def _measure(measure: Measured) -> MeasureInfo:
    return MeasureInfo(**{name: getattr(measure, name) for name in MeasureInfo.model_fields})


def _entries(registry: Registry) -> list[EntryInfo]:  # type: ignore[type-arg]
    return [EntryInfo(name=e.name, title=e.title, description=e.description) for e in registry]
