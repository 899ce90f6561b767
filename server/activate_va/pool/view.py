"""The one place that knows where each input of a scheme comes from, and why one may be missing."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial
from typing import Any, ClassVar, NamedTuple, Protocol

import numpy as np

from activate_va.errors import ActivateError
from activate_va.pool.content import PoolContent
from activate_va.pool.halves import singles
from activate_va.pool.needs import Need, Needs
from activate_va.pool.neighbours import Neighbours
from activate_va.pool.spaces import FeatureSpace, spaces


class Scheme(Protocol):
    """Who declares inputs; `n_neighbours` is how many others of each sample it wants, where it needs neighbours."""

    @property
    def name(self) -> str: ...
    @property
    def needs(self) -> Needs: ...
    @property
    def n_neighbours(self) -> int: ...


class InputMissing(ActivateError):
    """A scheme needs an input that there is not."""

    status: ClassVar[int] = 409
    hint = "leave the scheme out for now, or choose a classifier or a space for distances that gives this input"


class Source(NamedTuple):
    """An input that comes from beside the dataset.

    `give` reads or computes it; `missing` says why there is none, None: there is; `expect_ready`, where it is given,
    raises while the input takes long to come.
    """

    give: Callable[[], Any]
    missing: str | None = None
    expect_ready: Callable[[], object] | None = None


@dataclass(frozen=True, eq=False)
class Shipment:
    """A view without the dataset, to travel to a worker: the space that distances are measured in, and arrays."""

    space: str
    note: str | None
    arrays: Mapping[Need, Any]

    def unpacked(self, content: PoolContent) -> PoolView:
        """The view again, where the dataset is at hand."""
        view = PoolView(content, self.space, {need: Source(partial(self.arrays.get, need)) for need in self.arrays})
        view.note = self.note
        return view


class PoolView:
    """A dataset's pool under a configuration: named inputs out, each computed when first asked for.

    What a source gives comes before what the dataset tells: neighbours in a space of their own, as many as there are.
    `space` is the feature space in use; `note` says what it stands in for, and why, None where it does for nothing.
    Raises UnknownName.
    """

    def __init__(self, content: PoolContent, space: str, sources: Mapping[Need, Source]) -> None:
        self.content = content
        self.sources = sources
        self.space, self.note = self._usable(spaces[space])

    def missing(self, need: Need) -> str | None:
        """Why there is no such input; None where there is."""
        if need is Need.COORDINATES:
            return self.missing(self.space.input)
        source = self.sources.get(need)
        if source is None and need in _OF_CONTENT:
            return None
        return f"there are no {need} here" if source is None else source.missing

    def expect(self, scheme: Scheme) -> None:
        """Raise InputMissing where there is no such input, or what tells that one is not ready yet."""
        for need in sorted(origins(scheme.needs, self.space.name)):
            reason = self.missing(need)
            if reason is not None:
                raise InputMissing(f"{scheme.name} needs {need}, but {reason}")
            source = self.sources.get(need)
            if source is not None and source.expect_ready is not None:
                source.expect_ready()

    def inputs(self, scheme: Scheme) -> dict[str, Any]:
        """The fields of `Inputs` that the scheme needs. Raises what the sources raise."""
        found: dict[str, Any] = {need.value: self._input(need, scheme.n_neighbours) for need in scheme.needs}
        return found | {"note": self.note if Need.COORDINATES in scheme.needs else None}

    def shipment(self, scheme: Scheme) -> Shipment:
        """What the scheme needs that a worker with the dataset at hand lacks. Raises what the sources raise."""
        wanted = origins(scheme.needs, self.space.name) & self.sources.keys()
        return Shipment(
            self.space.name, self.note, {need: _whole(self.sources[need].give()) for need in sorted(wanted)}
        )

    def _input(self, need: Need, n_neighbours: int) -> Any:
        origin = _origin(need, self.space)
        if origin not in self.sources:
            return _OF_CONTENT[origin](self.content, n_neighbours)
        found = self.sources[origin].give()
        if isinstance(found, Neighbours):
            return found.nearest(n_neighbours)
        return _coordinates(found) if need is Need.COORDINATES else found

    def _usable(self, wanted: FeatureSpace) -> tuple[FeatureSpace, str | None]:
        reason = self.missing(wanted.input)
        if reason is None or wanted.fallback is None:
            return wanted, None
        space = spaces[wanted.fallback]
        return space, f"{reason}, so distances are measured {space.phrase}"


def origins(needs: Needs, space: str) -> Needs:
    """The inputs that these come from where distances are measured in that space. Raises UnknownName."""
    return frozenset(_origin(need, spaces[space]) for need in needs)


def _whole(value: Any) -> Any:
    """What is mapped from a file of this machine, as an array that another can read; so in tuples, named or not."""
    if isinstance(value, tuple):
        parts = [_whole(part) for part in value]
        return type(value)(*parts) if hasattr(value, "_fields") else tuple(parts)
    return np.asarray(value) if isinstance(value, np.memmap) else value


def _coordinates(points: Any) -> Any:
    return singles(points) if points.dtype == np.float16 else np.asarray(points, np.float32)


def _origin(need: Need, space: FeatureSpace) -> Need:
    return space.input if need is Need.COORDINATES else need


_OF_CONTENT: dict[Need, Callable[[PoolContent, int], Any]] = {
    Need.FEATURES: lambda content, _: content.rescaled,
    Need.COMPONENTS: lambda content, _: content.components,
    Need.NEIGHBOURS: lambda content, k: content.neighbours(k),
    Need.WORDS: lambda content, _: content.words,
}
