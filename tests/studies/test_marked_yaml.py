"""What a study's file may be written in: plain YAML, of a size that is read at once."""

from __future__ import annotations

from typing import Any

import pytest

from activate_va.studies.marked_yaml import (
    LONGEST_VALUE,
    MOST_CHARACTERS,
    MOST_LEVELS,
    MOST_VALUES,
    YamlProblem,
    read,
)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("", {}),
        ("# nothing\n", {}),
        ("a: 1\nb: 2.5\nc: true\nd: null\ne: ~\nf:\n", {"a": 1, "b": 2.5, "c": True, "d": None, "e": None, "f": None}),
        ("a: 10_000\nb: 1e-3\nc: '1'\n", {"a": 10_000, "b": "1e-3", "c": "1"}),
        ("a: |\n  two\n  lines\nb: >-\n  one\n  line\n", {"a": "two\nlines\n", "b": "one line"}),
        ("made: 2020-01-01\nequals: =\n", {"made": "2020-01-01", "equals": "="}),
        ("a: &few [RS, DS]\nb: *few\n", {"a": ["RS", "DS"], "b": ["RS", "DS"]}),
        ("1: a\ntrue: b\n", {"1": "a", "true": "b"}),
        ("a: 'écriture ✓'\n", {"a": "écriture ✓"}),
    ],
)
def test_plain_yaml_is_read(text: str, value: Any) -> None:
    assert read(text).value == value


def test_parts_know_their_lines() -> None:
    marked = read("a:\n- b\n- c: 1\n  d: 2\ne: *f\n".replace("*f", "x"))
    assert [marked.line_of(place) for place in (("a",), ("a", 1, "d"), ("e",), ("none",))] == [1, 4, 5, 1]
    assert marked.line_of(("a", 1, "d", "deeper")) == 4


@pytest.mark.parametrize(
    ("text", "line", "words"),
    [
        ("a: 1\nb: !!int '2'\n", 2, "tag !!int"),
        ("a: !<tag:nobody,2020:x> 2\n", 1, "tag:nobody"),
        ("a: 1\n!!str b: 2\n", 2, "tag !!str"),
        ("a: ! b\n", 1, "tag !"),
        ("a: *b\n", 1, "undefined alias"),
        ("a: 1\na: 2\n", 2, "given twice"),
        ("a:\n  b: 1\n  b: 2\n", 3, "given twice"),
        ("<<: &a {b: 1}\n<<: *a\n", 2, "given twice"),
        ("a: 1\n'\x00'\n", 2, r"U\+0000"),
        ("a: 1:1:1.5" + "\nb: " + "1:" * 250 + "1.5\n", 2, "no number"),
    ],
)
def test_other_yaml_is_refused_with_its_line(text: str, line: int, words: str) -> None:
    with pytest.raises(YamlProblem, match=words) as refused:
        read(text)
    assert refused.value.line == line


@pytest.mark.timeout(60)
def test_what_is_read_is_bounded() -> None:
    most = MOST_VALUES - 3  # the mapping, its key, and the list
    assert len(read(f"a: [{'b,' * most}]").value["a"]) == most
    aliases = f"a: &a [{'b,' * 98}]\nc: [{'*a,' * (MOST_VALUES // 100)}]"
    for text in (f"a: [{'b,' * (most + 1)}]", aliases):
        with pytest.raises(YamlProblem, match="values"):
            read(text)
    deepest = "[" * (MOST_LEVELS - 1)
    assert read(f"a: {deepest[:-1]}b{deepest[:-1].replace('[', ']')}").lines
    with pytest.raises(YamlProblem, match="levels"):
        read(f"a: {deepest}b{deepest.replace('[', ']')}")
    assert read(f"a: {'b' * LONGEST_VALUE}").value["a"]
    with pytest.raises(YamlProblem, match="1,001 characters"):
        read(f"a: {'b' * (LONGEST_VALUE + 1)}")
    assert read("#" * MOST_CHARACTERS).value == {}
    with pytest.raises(YamlProblem, match="characters, more than") as refused:
        read("#" * 10 + "\n" + "#" * MOST_CHARACTERS)
    assert refused.value.line == 2
