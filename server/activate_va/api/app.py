"""The application: routes, errors, security, page."""

from __future__ import annotations

from fastapi import APIRouter, Depends, FastAPI
from starlette.middleware.gzip import DEFAULT_EXCLUDED_CONTENT_TYPES, GZipMiddleware

from activate_va import __version__
from activate_va.api import (
    accounts,
    adjudication,
    agreement,
    catalogue,
    datasets,
    guidelines,
    held_out,
    history,
    holding,
    imports,
    invitations,
    jobs,
    known_answers,
    labels,
    looking,
    managing,
    metrics,
    oidc,
    opinions,
    projects,
    reviews,
    rounds,
    sessions,
    steps,
    studies,
    tokens,
)
from activate_va.api.errors import add_error_handlers
from activate_va.api.numbering import Numbered
from activate_va.api.permissions import authorise
from activate_va.api.proxies import Forwarded, TrustedHeader
from activate_va.api.quotas import Quotas
from activate_va.api.rates import LoginRates
from activate_va.api.security import Guard
from activate_va.api.static import add_page
from activate_va.assembly import ServerServices
from activate_va.settings import Settings

PARTS = (
    accounts,
    invitations,
    oidc,
    tokens,
    labels,
    holding,
    looking,
    opinions,
    catalogue,
    datasets,
    sessions,
    steps,
    held_out,
    rounds,
    reviews,
    history,
    jobs,
    studies,
    agreement,
    imports,
    managing,
    projects,
    adjudication,
    known_answers,
    guidelines,
)

DENSE = (*DEFAULT_EXCLUDED_CONTENT_TYPES, "application/octet-stream")
"""What compression makes hardly smaller: images, models, and numbers as bytes. Text it does, at 5 ms a megabyte."""


def create_app(settings: Settings, services: ServerServices | None = None) -> FastAPI:
    """The server's application. `settings.token` is None where everybody may call.

    Without services it can be described, but answers nothing.
    """
    app = FastAPI(
        title="ActiVAte",
        version=__version__,
        summary="A person and a classifier label images together, each telling the other how sure it is.",
        docs_url=None,
        redoc_url=None,
        openapi_url="/api/openapi.json",
        generate_unique_id_function=lambda route: route.name,
    )
    app.state.services = services
    app.state.quotas = Quotas(settings)
    app.state.login_rates = LoginRates(settings.logins_per_handle, settings.logins_per_address)
    api = APIRouter(prefix="/api", dependencies=[Depends(authorise)])
    for part in PARTS:
        api.include_router(part.router)
    app.include_router(api)
    app.include_router(metrics.router, dependencies=[Depends(authorise)])
    add_page(app)
    add_error_handlers(app)
    app.add_middleware(GZipMiddleware, minimum_size=1_000, compresslevel=1, exclude_content_types=DENSE)
    app.add_middleware(
        Guard,
        token=settings.token if settings.auth else None,
        accounts=services.accounts if services else None,
        trusted=TrustedHeader(settings.trusted_header, settings.trusted_proxies) if settings.trusted_header else None,
        hosts=settings.allowed_hosts,
        max_body_bytes=settings.max_body_bytes,
        body_seconds=settings.body_seconds,
        requests_per_minute=settings.requests_per_minute,
    )
    if services is not None:
        app.state.metrics = metrics.Metrics(services)
        app.add_middleware(metrics.Watch, metrics=app.state.metrics)
    app.add_middleware(Numbered)
    app.add_middleware(Forwarded)
    return app
