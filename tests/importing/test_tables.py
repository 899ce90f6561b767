"""Tables: what they hold is found by rule, and what is wrong is told by line before anything is written."""

from __future__ import annotations

import gzip
import json
import time
import zipfile
from pathlib import Path
from typing import Any, NamedTuple

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import given
from hypothesis import strategies as st

from activate_va.datasets import Dataset, open_dataset
from activate_va.datasets.base import Split
from activate_va.datasets.stored import About
from activate_va.importing.building import import_source
from activate_va.importing.delimited import likely_delimiter, read_delimited
from activate_va.importing.errors import ImportRefused, MappingWrong, RecordsWrong, UnknownFormat, UnreadableSource
from activate_va.importing.mapping import ImportMapping, guessed
from activate_va.importing.preview import previewed
from activate_va.importing.reading import read_source

ABOUT = About(name="mine", title="Mine", modality="text", classes=(), source="")


def written(folder: Path, content: str | bytes, name: str = "lines.csv") -> Path:
    path = folder / name
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return path


def imported(source: Path, folder: Path, **changes: object) -> Dataset:
    records = read_source(source, source.name)
    mapping = guessed(records).model_copy(update=changes)
    import_source(source, source.name, mapping, ABOUT, folder, lambda stage, fraction: None)
    return open_dataset(str(folder))


class Whole(NamedTuple):
    """A split all of whose parts are there."""

    items: Any
    labels: Any
    rows: Any
    ids: Any
    confidences: Any


def whole(split: Split) -> Whole:
    assert split.origin is not None
    origin = split.origin
    return Whole(split.items, split.labels, origin.source_rows, origin.external_ids, split.confidences)


def headlines(n: int) -> str:
    lines = [f'h{row},"line {row}, in quotes",{"fire" if row % 3 else "sport"}' for row in range(n)]
    return "\n".join(["id,headline,topic", *lines, ""])


def test_a_table_becomes_a_dataset_whose_samples_keep_their_ids_and_rows(tmp_path: Path) -> None:
    dataset = imported(written(tmp_path, headlines(120)), tmp_path / "mine")
    assert (dataset.name, dataset.modality, dataset.classes) == ("mine", "text", ("fire", "sport"))
    assert dataset.counts() == {"pool": 90, "validation": 10, "test": 20}
    for split in (dataset.pool, dataset.validation, dataset.test):
        parts = whole(split)
        for item, label, row, name in zip(parts.items, parts.labels, parts.rows, parts.ids, strict=True):
            assert item == f"line {row}, in quotes"
            assert name == f"h{row}"
            assert dataset.classes[label] == ("fire" if row % 3 else "sport")
    other = imported(written(tmp_path, headlines(120)), tmp_path / "other", seed=1)
    assert other.digest != dataset.digest
    assert other.counts() == dataset.counts()


def test_who_gave_a_label_is_kept_where_somebody_says_so(tmp_path: Path) -> None:
    lines = [
        f"line {row} of words,{'fire' if row % 2 else 'sport'},{('ada', 'grace', '')[row % 3]}" for row in range(60)
    ]
    lines += ["a line that nobody has labelled,,ada"]
    source = written(tmp_path, "\n".join(["text,label,annotator", *lines, ""]))
    assert guessed(read_source(source, "lines.csv")).annotator == "annotator"
    dataset = imported(source, tmp_path / "mine")
    for split in (dataset.pool, dataset.validation, dataset.test):
        assert split.origin is not None
        assert split.origin.annotators is not None
        for row, name in zip(split.origin.source_rows, split.origin.annotators, strict=True):
            assert name == ("" if row == 60 else ("ada", "grace", "")[row % 3])
    without = imported(source, tmp_path / "without", annotator=None)
    assert without.pool.origin is not None
    assert without.pool.origin.annotators is None
    assert without.digest == dataset.digest
    lines[7] = f"line,fire,{'a' * 1001}"
    long = written(tmp_path, "\n".join(["text,label,annotator", *lines, ""]), "long.csv")
    assert [problem.place for problem in previewed(read_source(long, "long.csv"), None).problems] == ["line 9"]


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_delimiters_are_found_also_where_texts_hold_others(tmp_path: Path, delimiter: str) -> None:
    lines = [delimiter.join(["text", "label"])] + [delimiter.join([f'"a, b; c | d {n}"', "x"]) for n in range(9)]
    found = read_source(written(tmp_path, "\r\n".join(lines)), "lines")
    assert (found.delimiter, len(found), found.columns["text"][3]) == (delimiter, 9, "a, b; c | d 3")


@given(
    st.lists(
        st.lists(st.text(st.characters(codec="utf-8", exclude_characters="\0"), max_size=12), min_size=2, max_size=2),
        min_size=1,
        max_size=8,
    )
)
def test_what_csv_writes_is_read_back(rows: list[list[str]]) -> None:
    import csv
    import io

    stream = io.StringIO(newline="")
    csv.writer(stream).writerows([["first", "second"], *rows])
    found = read_delimited(stream.getvalue().encode(), "any", ",")
    assert [list(pair) for pair in zip(found.columns["first"], found.columns["second"], strict=True)] == rows
    assert not found.problems


@pytest.mark.parametrize(
    ("content", "encoding", "noticed"),
    [
        ("text,label\ncafé,a\n".encode(), "utf-8", False),
        ("\ufefftext,label\ncafé,a\n".encode(), "utf-8", False),
        ("text,label\ncafé,a\n".encode("utf-16"), "utf-16", False),
        ("text,label\nplain,b\ncafé,a\n".encode("cp1252"), "cp1252", True),
    ],
)
def test_encodings(tmp_path: Path, content: bytes, encoding: str, noticed: bool) -> None:
    found = read_source(written(tmp_path, content), "lines")
    assert (found.encoding, found.columns["text"][-1]) == (encoding, "café")
    assert list(found.columns) == ["text", "label"]
    assert [("Line 3 is not UTF-8" in notice) for notice in found.notices] == [True] * noticed


def test_the_bad_line_90001_is_named_and_nothing_is_imported(tmp_path: Path) -> None:
    lines = headlines(100_000).split("\n")
    lines[90_000] += ",one too many"
    source = written(tmp_path, "\n".join(lines))
    begun = time.perf_counter()
    shown = previewed(read_source(source, "big.csv"), None)
    assert [(problem.place, problem.detail) for problem in shown.problems] == [
        ("line 90001", "4 values, but 3 columns")
    ]
    assert len(shown.rows) == 20
    assert (shown.records, shown.splits) == (100_000, {"pool": 84_999, "validation": 5_000, "test": 10_000})
    with pytest.raises(RecordsWrong, match="line 90001"):
        imported(source, tmp_path / "mine")
    assert sorted(path.name for path in tmp_path.iterdir()) == ["lines.csv"]
    dataset = imported(source, tmp_path / "mine", skip_problems=True)
    assert sum(dataset.counts().values()) == 99_999
    assert time.perf_counter() - begun < 60  # Some 4 s on an idle core; other work shares this one.


def test_300_000_rows_are_imported_whole_and_with_one_bad_row_not_at_all(tmp_path: Path) -> None:
    rows = [f"{row},a{row},{'xy'[row % 2]}" for row in range(300_000)]
    source = written(tmp_path, "\n".join(["id,text,label", *rows]))
    shown = previewed(read_source(source, "many.csv"), None)
    assert (shown.records, shown.problem_count) == (300_000, 0)
    dataset = imported(source, tmp_path / "mine")
    assert dataset.counts() == shown.splits
    assert sum(dataset.counts().values()) == 300_000
    written(tmp_path, "\n".join(["id,text,label", *rows[:-1], "299998,alike,x"]))
    with pytest.raises(RecordsWrong, match="line 300001"):
        imported(source, tmp_path / "other")
    assert sorted(path.name for path in tmp_path.iterdir()) == ["lines.csv", "mine"]


def test_line_numbers_count_lines_within_quotes(tmp_path: Path) -> None:
    found = read_source(written(tmp_path, 'text,label\n"two\nlines",a\nfine,b\nbad\n"open,c\n'), "lines")
    assert [problem.place for problem in found.problems] == ["line 5", "line 6"]
    assert found.places == ["line 2", "line 4"]


def test_ids_alike_empty_texts_and_bad_values_are_told_by_line(tmp_path: Path) -> None:
    content = """id,text,label,split,confidence
a,one,x,train,1
b,two,y,train,0.5
a,three,x,train,
c,--,y,train,1
d,five,x,tomorrow,1
e,six,y,train,2
f,seven,,unlabelled,
"""
    shown = previewed(read_source(written(tmp_path, content), "lines"), None)
    told = {problem.place: problem.detail for problem in shown.problems}
    assert list(told) == ["line 4", "line 5", "line 6", "line 7"]
    assert "that of line 2" in told["line 4"]
    assert "no word" in told["line 5"]
    assert "tomorrow" in told["line 6"]
    assert "between 0 and 1" in told["line 7"]
    assert shown.unlabelled == 1


def test_labels_and_confidences_may_be_missing_in_part(tmp_path: Path) -> None:
    lines = [json.dumps({"text": f"line {n}", "label": n % 2 if n % 3 else -1, "confidence": 0.25}) for n in range(60)]
    dataset = imported(written(tmp_path, "\n".join(lines), "half.jsonl"), tmp_path / "mine")
    assert dataset.classes == ("0", "1")
    assert int((whole(dataset.pool).labels == -1).sum()) == 20
    assert len(dataset.test.labelled()) == len(dataset.test) > 0
    assert whole(dataset.pool).confidences.tolist() == [0.25] * len(dataset.pool)


def test_given_splits_stand_and_what_is_missing_is_drawn(tmp_path: Path) -> None:
    lines = ["text,label,split"] + [f"line {n},{'ab'[n % 2]},{'test' if n < 20 else 'train'}" for n in range(140)]
    dataset = imported(written(tmp_path, "\n".join(lines)), tmp_path / "mine")
    assert dataset.counts() == {"pool": 110, "validation": 10, "test": 20}
    assert sorted(whole(dataset.test).rows.tolist()) == list(range(20))


def test_label_studios_tasks(tmp_path: Path) -> None:
    def task(text: str, *choices: str, cancelled: bool = False) -> dict[str, Any]:
        result = [{"type": "choices", "value": {"choices": list(choices)}}]
        return {"data": {"text": text}, "annotations": [{"was_cancelled": cancelled, "result": result}]}

    tasks: list[Any] = [task(f"line {n} of two", "ab"[n % 2]) for n in range(6)]
    tasks += [task("said no more", "a", cancelled=True), {"data": {"text": "not asked yet"}}, task("both", "a", "b"), 7]
    records = read_source(written(tmp_path, json.dumps(tasks), "tasks.json"), "tasks.json")
    assert (records.format, records.columns["label"]) == ("Label Studio", [*"ababab", None, None])
    assert [(problem.place, problem.detail) for problem in records.problems] == [
        ("record 9", "several classes: a, b"),
        ("record 10", "no task: it has no data"),
    ]
    plain = json.dumps([{"text": "one of two", "label": 1}, {"text": "two of two", "label": 0}])
    assert read_source(written(tmp_path, plain, "plain.json"), "plain.json").columns["label"] == [1, 0]
    with pytest.raises(UnreadableSource, match="no JSON"):
        read_source(written(tmp_path, '[{"text": "cut o', "cut.json"), "cut.json")


def test_parquet_with_the_class_names_of_hugging_face(tmp_path: Path) -> None:
    features = {"label": {"names": ["calm", "alarm"], "_type": "ClassLabel"}}
    table = pa.table({"text": [f"line {n}" for n in range(40)], "label": [n % 2 for n in range(40)]})
    about = json.dumps({"info": {"features": features}})
    pq.write_table(table.replace_schema_metadata({"huggingface": about}), tmp_path / "train.parquet")
    dataset = imported(tmp_path / "train.parquet", tmp_path / "mine")
    assert dataset.classes == ("calm", "alarm")


def test_a_table_in_a_zip_or_gzipped_is_that_table(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "lines.zip", "w") as archive:
        archive.writestr("deep/lines.csv", headlines(5))
        archive.writestr("__MACOSX/lines.csv", "rubbish")
    plain = read_source(written(tmp_path, headlines(5)), "lines").columns
    assert read_source(tmp_path / "lines.zip", "lines.zip").columns == plain
    assert read_source(written(tmp_path, gzip.compress(headlines(5).encode()), "l.gz"), "l.gz").columns == plain


def test_what_cannot_be_a_dataset_says_why(tmp_path: Path) -> None:
    records = read_source(written(tmp_path, "text\nall alone\n"), "lines")
    assert "name the classes" in (previewed(records, None).failure or "")
    assert previewed(records, ImportMapping(text="text", classes=("a", "b"))).failure is None
    with pytest.raises(MappingWrong, match="'nothing'"):
        ImportMapping(text="nothing").expect_fitting(records)
    for content, error in (
        (b"\x89PNG....", UnknownFormat),
        (b"ab\0\0\0", UnknownFormat),
        (b"", UnreadableSource),
        (b"PAR1 and no more", UnreadableSource),
        (b"PK\x03\x04 and no more", UnreadableSource),
        (b"\x1f\x8b and no more", UnreadableSource),
    ):
        with pytest.raises(error):
            read_source(written(tmp_path, content, "odd"), "odd")


def test_one_column_alone_is_a_table_too() -> None:
    assert likely_delimiter("headline\nfirst, with a comma\nsecond\n") == ","
    assert issubclass(UnknownFormat, ImportRefused)
