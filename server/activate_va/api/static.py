"""The built front end: one page, and assets whose names change with their content."""

from __future__ import annotations

from pathlib import Path

from fastapi import FastAPI
from fastapi.responses import FileResponse
from starlette.middleware.gzip import GZipMiddleware
from starlette.staticfiles import StaticFiles

from activate_va.errors import ActivateError

STATIC = Path(__file__).parent.parent / "static"
PAGES = ("/", "/studies", "/import", "/projects", "/account", "/invitation")
"""The addresses of the page, which shows something else at each."""


class PageNotBuilt(ActivateError):
    status = 503
    hint = "scripts/serve builds it; or: npm --prefix web ci && npm --prefix web run build"


def add_page(app: FastAPI, folder: Path = STATIC) -> None:
    """Serve the page at PAGES; other paths are files."""

    def page() -> FileResponse:
        if not (folder / "index.html").exists():
            raise PageNotBuilt(f"there is no front end in {folder.name}/")
        return FileResponse(folder / "index.html", headers={"cache-control": "no-cache"})

    for path in PAGES:
        app.add_api_route(path, page, methods=["GET"], include_in_schema=False)

    if folder.is_dir():
        app.mount("/", GZipMiddleware(StaticFiles(directory=folder)), name="static")
