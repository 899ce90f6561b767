"""One shape for every extension point: a dict of named entries, `register`, and entry points for third parties."""

from __future__ import annotations

from collections.abc import Iterator
from difflib import get_close_matches
from importlib.metadata import entry_points
from typing import Generic, Protocol, TypeVar

from activate_va.errors import UnknownName


class Named(Protocol):
    @property
    def name(self) -> str: ...


T = TypeVar("T", bound=Named)


class Registry(Generic[T]):
    """Entries by name, in the order they were registered.

    `kind` is the word used in messages ("selection scheme"); third parties add entries with an
    entry point in the group `group` ("activate_va.selection") that loads to an entry.
    """

    def __init__(self, kind: str, group: str) -> None:
        self.kind = kind
        self.group = group
        self._entries: dict[str, T] = {}
        self._plugins_loaded = False

    def register(self, entry: T, *, replace: bool = False) -> T:
        """Add an entry. A name that is taken is refused (ValueError), unless `replace`: notebooks run cells again."""
        if entry.name in self._entries and not replace:
            raise ValueError(f"{self.kind} {entry.name!r} is registered already")
        self._entries[entry.name] = entry
        return entry

    def __getitem__(self, name: str) -> T:
        """The entry of that name. Raises UnknownName with the nearest known names as the hint."""
        self._load_plugins()
        if name not in self._entries:
            raise UnknownName(f"{self.kind} {name!r} is not known", self._suggest(name))
        return self._entries[name]

    def __contains__(self, name: object) -> bool:
        self._load_plugins()
        return name in self._entries

    def __iter__(self) -> Iterator[T]:
        self._load_plugins()
        return iter(list(self._entries.values()))

    def names(self) -> list[str]:
        return [entry.name for entry in self]

    def _load_plugins(self) -> None:
        if self._plugins_loaded:
            return
        self._plugins_loaded = True
        for point in entry_points(group=self.group):
            self.register(point.load())

    def _suggest(self, name: str) -> str:
        near = get_close_matches(name.lower(), [known.lower() for known in self._entries], n=1)
        match = next((known for known in self._entries if near and known.lower() == near[0]), None)
        known = ", ".join(self._entries)
        return f"did you mean {match!r}? Known: {known}" if match else f"known: {known}"
