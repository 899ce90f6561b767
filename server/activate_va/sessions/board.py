"""The board: placements by sample id, of which a copy costs what has changed and not what is there."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, MutableMapping
from typing import Any

from pydantic import GetCoreSchemaHandler
from pydantic_core import CoreSchema, core_schema

from activate_va.sessions.placement import Placement


class Board(MutableMapping[int, Placement]):
    """In the order in which samples came, as a dict.

    Copies share `_base`, in which nothing changes while it is shared; each has the `_changes` of its own beside it.
    Where these are more than the square root of the base, they are worked into one anew, so that one change after
    another costs that root on average, and many to one board next to nothing.
    """

    __slots__ = ("_base", "_changes", "_shared")

    def __init__(self, placements: Mapping[int, Placement] | None = None) -> None:
        self._base: dict[int, Placement] = dict(placements or {})
        self._changes: dict[int, Placement] = {}
        self._shared = False

    def copy(self) -> Board:
        """One that changes without this one; this one does not change any more."""
        self._shared = True
        other = Board.__new__(Board)
        other._base, other._changes, other._shared = self._base, dict(self._changes), True
        return other

    def whole(self) -> dict[int, Placement]:
        """All placements, which the caller may change."""
        return self._base | self._changes

    def __getitem__(self, sample_id: int) -> Placement:
        return self._changes[sample_id] if sample_id in self._changes else self._base[sample_id]

    def __contains__(self, sample_id: object) -> bool:
        return sample_id in self._changes or sample_id in self._base

    def __setitem__(self, sample_id: int, placement: Placement) -> None:
        if not self._shared:
            self._base[sample_id] = placement
            return
        self._changes[sample_id] = placement
        if len(self._changes) ** 2 > len(self._base):
            self._own()

    def __delitem__(self, sample_id: int) -> None:
        self._own()
        del self._base[sample_id]

    def __iter__(self) -> Iterator[int]:
        yield from self._base
        yield from (sample_id for sample_id in self._changes if sample_id not in self._base)

    def __len__(self) -> int:
        return len(self._base) + sum(sample_id not in self._base for sample_id in self._changes)

    def __repr__(self) -> str:
        return f"Board({self.whole()!r})"

    def _own(self) -> None:
        if self._shared:
            self._base, self._changes, self._shared = self.whole(), {}, False

    @classmethod
    def __get_pydantic_core_schema__(cls, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        placements = handler.generate_schema(dict[int, Placement])
        written = core_schema.plain_serializer_function_ser_schema(cls.whole, return_schema=placements)
        return core_schema.no_info_after_validator_function(cls, placements, serialization=written)
