"""Every connection is an open file, and systems allow a process few unless it asks for more."""

from __future__ import annotations

import logging
import resource

logger = logging.getLogger(__name__)

BACKLOG = 2048
"""Connections that wait to be accepted; as many may be accepted at a time."""
RESERVE = 500
"""Files for the database, the workers, and what is read and written."""


def room_for(connections: int) -> int:
    """Let this process have that many connections open, or as many as the system allows, and say so.

    The limit is raised to what is needed and no further: some systems refuse "unlimited", and children
    that close every possible file take long where there may be a thousand million.
    """
    needed = connections + BACKLOG + RESERVE
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    if soft == resource.RLIM_INFINITY or soft >= needed:
        return connections
    allowed = needed if hard == resource.RLIM_INFINITY else min(needed, hard)
    resource.setrlimit(resource.RLIMIT_NOFILE, (allowed, hard))
    return connections if allowed == needed else _fewer(connections, allowed)


def _fewer(connections: int, allowed: int) -> int:
    fitting = min(connections, allowed // 2)
    logger.warning(
        "the system allows %d open files: %d connections fit, not %d (`ulimit -Hn`, ACTIVATE_VA_MAX_CONNECTIONS)",
        allowed,
        fitting,
        connections,
    )
    return fitting
