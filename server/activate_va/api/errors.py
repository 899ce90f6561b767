"""Every error leaves in one shape: `{"error": …, "detail": …, "hint": …}`."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from http import HTTPStatus
from typing import Any

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from starlette.exceptions import HTTPException

from activate_va.api.policy import POLICY
from activate_va.api.schemas import ErrorBody
from activate_va.errors import ActivateError

logger = logging.getLogger(__name__)


def error_response(status: int, error: str, detail: str, hint: str) -> JSONResponse:
    """Words of a request that are quoted in it may hold what UTF-8 cannot; that is spelled out."""
    body = ErrorBody(error=error, detail=_spelled_out(detail), hint=_spelled_out(hint))
    return JSONResponse(body.model_dump(), status)


def response_to(error: ActivateError) -> JSONResponse:
    response = error_response(error.status, error.code, error.detail, error.hint)
    if error.retry_after is not None:
        response.headers["retry-after"] = str(error.retry_after)
    return response


def _spelled_out(text: str) -> str:
    return text.encode("utf-8", "backslashreplace").decode("utf-8")


def responses(*statuses: int) -> dict[int | str, dict[str, Any]]:
    """The error responses of a route, for OpenAPI; what any route may answer comes with it."""
    described = sorted({400, 401, 403, 408, 413, 422, 429, 500, 503, 507, *statuses})
    return {status: {"model": ErrorBody, "description": HTTPStatus(status).phrase} for status in described}


def stream_responses(*statuses: int) -> dict[int | str, dict[str, Any]]:
    """As `responses`, for a route that streams: its errors are JSON all the same."""
    content = {"application/json": {"schema": {"$ref": f"#/components/schemas/{ErrorBody.__name__}"}}}
    return {
        status: {"description": answer["description"], "content": content}
        for status, answer in responses(*statuses).items()
    }


def add_error_handlers(app: FastAPI) -> None:
    app.add_exception_handler(ActivateError, _on_activate_error)
    app.add_exception_handler(RequestValidationError, _on_invalid_request)
    app.add_exception_handler(HTTPException, _on_http_exception)
    app.add_exception_handler(Exception, _on_defect)


async def _on_activate_error(request: Request, error: Exception) -> JSONResponse:
    if not isinstance(error, ActivateError):
        raise error
    return response_to(error)


async def _on_invalid_request(request: Request, error: Exception) -> JSONResponse:
    if not isinstance(error, RequestValidationError):
        raise error
    detail = "; ".join(f"{_place(problem['loc'])}: {problem['msg']}{_value(problem)}" for problem in error.errors())
    return error_response(422, "InvalidRequest", detail, "/api/openapi.json says what this call takes")


def _place(location: Sequence[int | str]) -> str:
    return ".".join(str(part) for part in location[1:]) or str(location[0])


def _value(problem: dict[str, Any]) -> str:
    value = problem.get("input")
    return f" (got {value!r})" if isinstance(value, int | float | str) and len(str(value)) <= 80 else ""


async def _on_http_exception(request: Request, error: Exception) -> JSONResponse:
    if not isinstance(error, HTTPException):
        raise error
    name = HTTPStatus(error.status_code).phrase.replace(" ", "")
    detail = f"{request.method} {request.url.path}: {error.detail}"
    response = error_response(error.status_code, name, detail, "/api/openapi.json describes the calls there are")
    response.headers.update(error.headers or {})
    return response


async def _on_defect(request: Request, error: Exception) -> JSONResponse:
    logger.error("%s %s failed", request.method, request.url.path, exc_info=error)
    hint = "this is a defect of ours: the server's output has the traceback. Nothing that was saved is lost"
    response = error_response(500, "UnexpectedFailure", f"{type(error).__name__} in {request.url.path}", hint)
    # Sent from outside the guard, and followed by the exception itself, at which uvicorn drops the connection.
    response.headers.update({**POLICY, "connection": "close"})
    return response
