"""What is measured, in the order of the table."""

from __future__ import annotations

from measuring import Row

from rows.loop import LOOP
from rows.projections import PROJECTIONS
from rows.queries import QUERIES
from rows.training import TRAINING

ROWS: tuple[Row, ...] = (*TRAINING, *LOOP, *QUERIES, *PROJECTIONS)
