"""Answers whose JSON is written where the request is worked on, once, and not checked against their own model again."""

from __future__ import annotations

from fastapi import Response
from pydantic import BaseModel

JSON = "application/json"


def as_json(value: BaseModel, status: int = 200) -> Response:
    """For routes that name the model as `response_model`, which describes it in OpenAPI."""
    return Response(value.model_dump_json(), status, media_type=JSON)
