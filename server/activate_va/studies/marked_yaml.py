"""Plain YAML that remembers on which line each value stands, so that errors can say so.

A study may be handed in by anybody who may call the server, so that what is read is bounded before it is built:
characters, values, levels, and the length of one value. There are no tags, which name types, and an alias counts as
all the values that it stands for.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import yaml

Location = tuple[str | int, ...]

MOST_CHARACTERS = 50_000
MOST_VALUES = 3_000
"""Keys count too. Enough for a thousand seeds written out, beside all else; read in a quarter of a second."""
MOST_LEVELS = 10
"""The options of a labeller, the deepest there is in a study, stand at the fifth."""
LONGEST_VALUE = 1_000
"""In characters: ten times the longest title of a preset, and too few for a number that takes long to compute."""

TAG = "tag:yaml.org,2002:"
RESOLVED = tuple(TAG + name for name in ("null", "bool", "int", "float"))


class YamlProblem(Exception):
    """What is wrong with a text, and the line (from 1) where it is."""

    def __init__(self, problem: str, line: int) -> None:
        super().__init__(problem)
        self.problem = problem if len(problem) <= LONGEST_VALUE else f"{problem[:LONGEST_VALUE]}…"
        self.line = line


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
    """The value that a text describes; of mappings, keys are texts. An empty text is an empty mapping.

    Raises YamlProblem for what is no YAML, uses tags, is too large in any way, or gives a key twice.
    """
    if len(text) > MOST_CHARACTERS:
        line = text.count("\n", 0, MOST_CHARACTERS) + 1
        raise YamlProblem(f"{len(text):,} characters, more than the {MOST_CHARACTERS:,} that are read", line)
    try:
        return _Reader(text).read()
    except yaml.reader.ReaderError as error:
        line = text.count("\n", 0, error.position) + 1
        raise YamlProblem(f"the character U+{ord(text[error.position]):04X} is not allowed", line) from error
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        raise YamlProblem(error.problem or "this is no YAML", mark.line + 1 if mark else 1) from error


class _Reader(yaml.SafeLoader):  # type: ignore[misc] # PyYAML has no types
    """Composes nodes with PyYAML, within bounds, and makes values of them itself: PyYAML's own loading knows none."""

    yaml_implicit_resolvers = {  # noqa: RUF012 - as in the class that is derived from
        first: [(tag, pattern) for tag, pattern in known if tag in RESOLVED]
        for first, known in yaml.SafeLoader.yaml_implicit_resolvers.items()
    }

    def __init__(self, text: str) -> None:
        super().__init__(text)
        self.levels = self.composed = self.made = 0
        self.lines: dict[Location, int] = {}

    def read(self) -> MarkedYaml:
        node = self.get_single_node()
        return MarkedYaml({} if node is None else self._value(node, ()), self.lines)

    def fetch_flow_collection_start(self, token_class: type[yaml.Token]) -> None:
        """The scanner runs ahead of what is composed, and takes the longer for each level the more there are."""
        _refuse_too_much(0, self.flow_level, self.line + 1)
        super().fetch_flow_collection_start(token_class)

    def compose_node(self, parent: yaml.Node | None, index: int) -> yaml.Node | None:
        event = self.peek_event()
        line = event.start_mark.line + 1
        self.composed += 1
        self.levels += 1
        _refuse_too_much(self.composed, self.levels, line)
        _refuse_tag(getattr(event, "tag", None), line)
        _refuse_long(getattr(event, "value", ""), line)
        node = super().compose_node(parent, index)
        self.levels -= 1
        return node

    def _value(self, node: yaml.Node, location: Location) -> Any:
        """Counts what an alias stands for each time; one that leads back to itself goes too deep."""
        line = node.start_mark.line + 1
        self.made += 1
        _refuse_too_much(self.made, len(location) + 1, line)
        self.lines.setdefault(location, line)
        if isinstance(node, yaml.SequenceNode):
            return [self._value(item, (*location, index)) for index, item in enumerate(node.value)]
        if isinstance(node, yaml.MappingNode):
            return self._mapping(node, location)
        return self._scalar(node, line)

    def _mapping(self, node: yaml.MappingNode, location: Location) -> dict[str, Any]:
        made: dict[str, Any] = {}
        for key, item in node.value:
            line = key.start_mark.line + 1
            if not isinstance(key, yaml.ScalarNode):
                raise YamlProblem("a key is a word, not a list or mapping", line)
            if key.value in made:
                raise YamlProblem(f"{key.value} is given twice", line)
            self.made += 1
            self.lines[(*location, key.value)] = line
            made[key.value] = self._value(item, (*location, key.value))
        return made

    def _scalar(self, node: yaml.Node, line: int) -> Any:
        if node.tag not in RESOLVED:
            return node.value
        try:
            return self.construct_object(node)
        except (ValueError, OverflowError) as error:
            raise YamlProblem(f"{node.value!r} is no number", line) from error


def _refuse_too_much(values: int, levels: int, line: int) -> None:
    if values > MOST_VALUES:
        raise YamlProblem(f"more than the {MOST_VALUES:,} values that are read, those of aliases included", line)
    if levels > MOST_LEVELS:
        raise YamlProblem(f"more than {MOST_LEVELS} levels of lists and mappings in one another", line)


def _refuse_tag(tag: str | None, line: int) -> None:
    if tag is not None:
        raise YamlProblem(f"the tag {tag.replace(TAG, '!!', 1)} is not allowed: a study is plain YAML", line)


def _refuse_long(value: str, line: int) -> None:
    if len(value) > LONGEST_VALUE:
        raise YamlProblem(f"a value of {len(value):,} characters; {LONGEST_VALUE:,} are read", line)
