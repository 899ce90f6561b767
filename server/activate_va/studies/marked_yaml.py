"""YAML that remembers on which line each value stands, so that errors can say so."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import yaml

Location = tuple[str | int, ...]


@dataclass(frozen=True)
class MarkedYaml:
    """A value, and the line (from 1) of each of its parts by location: keys and list indices from the top."""

    value: Any
    lines: dict[Location, int]

    def line_of(self, location: Sequence[str | int]) -> int:
        """The line of the innermost part on the way to `location` that the text holds; 1 where it holds none."""
        for length in range(len(location), 0, -1):
            if (line := self.lines.get(tuple(location[:length]))) is not None:
                return line
        return 1


def read(text: str) -> MarkedYaml:
    """Raises yaml.YAMLError, whose `problem_mark` has the line, and for a key that is given twice."""
    node = yaml.compose(text, yaml.SafeLoader)
    if node is None:
        return MarkedYaml({}, {})
    return MarkedYaml(yaml.safe_load(text), dict(_lines(node, (), set())))


def _lines(node: yaml.Node, location: Location, visited: set[int]) -> Iterator[tuple[Location, int]]:
    """Each node once: an alias leads back to one that was seen, and aliases of aliases to ever so many."""
    yield location, node.start_mark.line + 1
    if id(node) in visited:
        return
    visited.add(id(node))
    if isinstance(node, yaml.SequenceNode):
        for index, item in enumerate(node.value):
            yield from _lines(item, (*location, index), visited)
    elif isinstance(node, yaml.MappingNode):
        yield from _lines_of_mapping(node, location, visited)


def _lines_of_mapping(node: yaml.MappingNode, location: Location, visited: set[int]) -> Iterator[tuple[Location, int]]:
    seen = set()
    for key, item in node.value:
        if key.value in seen:
            raise yaml.constructor.ConstructorError(None, None, f"{key.value} is given twice", key.start_mark)
        seen.add(key.value)
        yield from _lines(item, (*location, key.value), visited)
        yield (*location, key.value), key.start_mark.line + 1
