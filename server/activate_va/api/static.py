"""The built front end: one page, and assets whose names change with their content."""

from __future__ import annotations

from pathlib import Path

from fastapi import FastAPI
from fastapi.responses import FileResponse
from starlette.datastructures import Headers
from starlette.exceptions import HTTPException
from starlette.middleware.gzip import GZipMiddleware
from starlette.responses import Response
from starlette.staticfiles import StaticFiles
from starlette.types import Scope

from activate_va.errors import ActivateError

STATIC = Path(__file__).parent.parent / "static"
PAGES = ("/", "/studies", "/import", "/projects", "/account", "/invitation")
"""The addresses of the page, which shows something else at each."""
UNCACHED = {"cache-control": "no-cache"}
"""Headers of the page, which names the files of its version."""


class PageNotBuilt(ActivateError):
    status = 503
    hint = "scripts/serve builds it; or: npm --prefix web ci && npm --prefix web run build"


class Files(StaticFiles):
    """Of what is not there a browser gets the page, which says so; others an error."""

    async def get_response(self, path: str, scope: Scope) -> Response:
        try:
            return await super().get_response(path, scope)
        except HTTPException as missing:
            page = Path(str(self.directory)) / "index.html"
            looked_at = "text/html" in Headers(scope=scope).get("accept", "") and not scope["path"].startswith("/api")
            if missing.status_code != 404 or not looked_at or not page.exists():
                raise
            return FileResponse(page, 404, UNCACHED)


def add_page(app: FastAPI, folder: Path = STATIC) -> None:
    """Serve the page at PAGES; other paths are files."""

    def page() -> FileResponse:
        if not (folder / "index.html").exists():
            raise PageNotBuilt(f"there is no front end in {folder.name}/")
        return FileResponse(folder / "index.html", headers=UNCACHED)

    for path in PAGES:
        app.add_api_route(path, page, methods=["GET"], include_in_schema=False)

    if folder.is_dir():
        app.mount("/", GZipMiddleware(Files(directory=folder)), name="static")
