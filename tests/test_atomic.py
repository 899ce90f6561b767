"""A file that is written while something fails stays as it was."""

from __future__ import annotations

from pathlib import Path
from typing import BinaryIO

import pytest

from activate_va.atomic import write_atomically


def test_what_fails_on_the_way_leaves_no_trace(tmp_path: Path) -> None:
    path = tmp_path / "new" / "table.bin"
    write_atomically(path, lambda stream: stream.write(b"whole"))

    def fail_midway(stream: BinaryIO) -> None:
        stream.write(b"ha")
        raise OSError("disk full")

    with pytest.raises(OSError, match="disk full"):
        write_atomically(path, fail_midway)
    assert path.read_bytes() == b"whole"
    assert list(path.parent.iterdir()) == [path]
