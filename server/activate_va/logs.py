"""What a server writes of itself: lines for people, or one JSON object a line for programs.

Neither holds a token, a cookie, an address of the network or what a person wrote.
"""

from __future__ import annotations

import logging
import sys
from typing import TextIO

import structlog
from structlog.typing import Processor


def write_json(stream: TextIO | None = None) -> None:
    """From now on each record of the process is an object of `timestamp`, `level`, `logger` and `event`, and within a
    request its `request_id`; written to `stream`, the standard error where it is None."""
    before: list[Processor] = [
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.add_logger_name,
        structlog.stdlib.add_log_level,
        structlog.stdlib.ExtraAdder(),
        structlog.processors.TimeStamper(fmt="iso", utc=True),
    ]
    after: list[Processor] = [
        structlog.stdlib.ProcessorFormatter.remove_processors_meta,
        structlog.processors.format_exc_info,
        structlog.processors.JSONRenderer(),
    ]
    handler = logging.StreamHandler(stream or sys.stderr)
    handler.setFormatter(structlog.stdlib.ProcessorFormatter(foreign_pre_chain=before, processors=after))
    logging.basicConfig(handlers=[handler], level=logging.WARNING, force=True)
    logging.getLogger("activate_va").setLevel(logging.INFO)
