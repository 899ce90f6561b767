"""Predictions that a project withholds from whoever labels."""

from __future__ import annotations

from activate_va.assembly import ServerServices


def withheld_in(services: ServerServices, session_id: str) -> frozenset[int]:
    """Of which samples this session says nothing of what its models predict. Raises SessionNotFound."""
    return services.projects.withheld_in(services.sessions.owners.of(session_id))
