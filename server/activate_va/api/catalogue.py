"""Health, and what can be chosen."""

from __future__ import annotations

from typing import Any

from fastapi import APIRouter

from activate_va import __version__
from activate_va.api.dependencies import AllServices
from activate_va.api.errors import responses
from activate_va.api.permissions import Permission, needs
from activate_va.api.schemas import (
    Catalogue,
    ClassifierInfo,
    DistanceSpaceInfo,
    Health,
    OptionInfo,
    Ready,
    SchemeInfo,
    SettableInfo,
    TrainingSchemeInfo,
)
from activate_va.classifiers import classifiers
from activate_va.kinds import kinds
from activate_va.measures import MeasureInfo, measures
from activate_va.options import Options, key_of
from activate_va.pool import FeatureSpace, spaces
from activate_va.projections import projections
from activate_va.registry import Registry
from activate_va.representations import representations
from activate_va.selection import SelectionScheme
from activate_va.selection import schemes as selection_schemes
from activate_va.sessions.config import SessionConfig
from activate_va.sessions.recommended import FEW_LABELS, FEW_LABELS_UPRIGHT
from activate_va.training import TrainingScheme
from activate_va.training import schemes as training_schemes

router = APIRouter(tags=["catalogue"])


@router.get("/health", responses=responses())
@needs(Permission.ANYBODY)
def health() -> Health:
    """Whether the server is up, and its version; needs no token."""
    return Health(version=__version__)


@router.get("/ready", responses=responses(503))
@needs(Permission.ANYBODY)
async def ready(services: AllServices) -> Ready:
    """Whether database, scheduler, workers and disk are fit for work just now; 503 says what is not.

    Needs no token, and tells nothing of anybody's work.
    """
    await services.readiness.expect_ready()
    return Ready()


@router.get("/catalogue", responses=responses())
@needs(Permission.MEMBER)
def catalogue() -> Catalogue:
    """All that can be chosen: schemes, classifiers, projections, feature spaces, measures; and a session's defaults."""
    return Catalogue(
        selection_schemes=[SchemeInfo(**_scheme(selection_schemes, s)) for s in selection_schemes],
        training_schemes=[
            TrainingSchemeInfo(uses=list(s.uses), infers=s.covers_pool, **_scheme(training_schemes, s))
            for s in training_schemes
        ],
        kinds=[SettableInfo(**_settable(kinds, kind)) for kind in kinds],
        classifiers=[
            ClassifierInfo(
                kinds=sorted(c.kinds),
                takes_embeddings=c.takes_embeddings,
                says_words=c.says_words,
                **_settable(classifiers, c),
            )
            for c in classifiers
        ],
        projections=[SettableInfo(**_settable(projections, projection)) for projection in projections],
        distance_spaces=[
            DistanceSpaceInfo(name=s.name, title=s.title, description=s.description, kinds=_kinds_in(s)) for s in spaces
        ],
        measures=[MeasureInfo.of(measure) for measure in measures],
        defaults=SessionConfig(),
        few_labels=FEW_LABELS,
        few_labels_upright=FEW_LABELS_UPRIGHT,
    )


def _scheme(registry: Registry[Any], scheme: SelectionScheme | TrainingScheme) -> dict[str, Any]:
    return {"needs": sorted(scheme.needs), **_settable(registry, scheme)}


def _settable(registry: Registry[Any], entry: Any) -> dict[str, Any]:
    return {
        "name": entry.name,
        "title": entry.title,
        "description": entry.description,
        "key": key_of(registry, entry.name),
        "options": _options(entry.options),
    }


def _kinds_in(space: FeatureSpace) -> list[str]:
    known = {kind.name for kind in kinds}
    return sorted(known & representations[space.representation].kinds if space.representation else known)


def _options(options: type[Options]) -> list[OptionInfo]:
    properties = options.model_json_schema()["properties"] if options.model_fields else {}
    return [
        OptionInfo(
            name=name,
            description=schema.get("description", name),
            type=schema["type"],
            default=schema["default"],
            minimum=schema.get("minimum", schema.get("exclusiveMinimum")),
            maximum=schema.get("maximum", schema.get("exclusiveMaximum")),
            choices=schema.get("enum", []),
        )
        for name, schema in properties.items()
    ]
