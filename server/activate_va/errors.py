"""The one family of errors: each carries what HTTP, the command line and a person need."""

from __future__ import annotations

from typing import ClassVar


class ActivateError(Exception):
    """An error that is somebody's to mend; `detail` says what and where, `hint` says how.

    Subclasses set `status`, the HTTP status it becomes; their name is the error code
    that clients see (`{"error": "CountExceedsPool", "detail": …, "hint": …}`).
    """

    status: ClassVar[int] = 422
    hint: str = ""
    retry_after: int | None = None
    """Seconds after which the same may be asked again, where that is known."""

    def __init__(self, detail: str, hint: str | None = None) -> None:
        super().__init__(detail)
        self.detail = detail
        if hint is not None:
            self.hint = hint

    @property
    def code(self) -> str:
        return type(self).__name__

    def __reduce__(self) -> tuple[type[ActivateError], tuple[str, str]]:
        """Survive the trip between processes with the hint intact."""
        return type(self), (self.detail, self.hint)


class UnknownName(ActivateError):
    """A name that no registry entry answers to; the hint names the nearest ones."""

    status = 422
