"""What can be wrong with a measure."""

from __future__ import annotations

from activate_va.errors import ActivateError


class MeasureBroken(ActivateError):
    """A measure gave something else than finite numbers under its own names."""

    status = 500
    hint = "mend the measure, or take its package out and train again"
