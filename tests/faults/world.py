"""What a server cannot help: a full disk, a folder that may not be written, a clock set back, a damaged database file.

Run from the repository's root, as root for the first two, which need a small disk of their own, and with a C compiler
for the third: `python -m tests.faults.world`. A row for each: what a label was answered meanwhile, whether reading went
on, whether labels were taken again by themselves once it was mended, how many acknowledged ones were lost, and how a
round ends then.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import NamedTuple

import httpx2
import pytest

from ..server_process import ServerProcess
from .served import write_digits

DISK = "64m"
HOUR = 3_600
SAMPLES = 20
CONFIG = {"classifier": "logistic_regression", "projection": "pca", "training_schemes": ["SIL"], "predict_with": "SIL"}
ARGUMENTS = ("--no-auth", "--dataset")
DATABASE = "activate-va.sqlite3"


class Outcome(NamedTuple):
    meanwhile: str
    readable: bool
    again: bool
    lost: int
    round: str


@dataclass
class Labels:
    """Somebody who labels, and keeps what was acknowledged."""

    url: str
    session_id: str = ""
    keys: dict[int, str] = field(default_factory=dict)
    turn: int = 0

    def begin(self) -> Labels:
        begun = httpx2.post(f"{self.url}api/sessions", json={"dataset": "digits", "seed": 0, "config": CONFIG})
        self.session_id = begun.json()["session_id"]
        picked = {"by": "user", "sample_ids": list(range(SAMPLES))}
        assert httpx2.post(f"{self.session}/selections", json=picked).status_code == 201
        assert {self.put() for _ in range(SAMPLES)} == {"200"}
        return self

    @property
    def session(self) -> str:
        return f"{self.url}api/sessions/{self.session_id}"

    def put(self) -> str:
        """One label; the error where it is refused."""
        self.turn += 1
        key, label = f"k{self.turn}", {"class_index": self.turn % 2, "confidence": 0.5}
        url = f"{self.session}/labels/{self.turn % SAMPLES}"
        answer = httpx2.put(url, json=label, headers={"Idempotency-Key": key}, timeout=60)
        if answer.is_success:
            self.keys[answer.json()["seq"]] = key
            return str(answer.status_code)
        return f"{answer.status_code} {answer.json()['error']}"

    def readable(self) -> bool:
        return httpx2.get(self.session).status_code == httpx2.get(f"{self.session}/export").status_code == 200

    def lost(self) -> int:
        """Acknowledged labels that the log does not have where they were; seqs have no gap."""
        events = httpx2.get(f"{self.session}/events").json()["events"]
        assert [event["seq"] for event in events] == list(range(1, len(events) + 1))
        return sum(events[seq - 1]["client_key"] != key for seq, key in self.keys.items())

    def round(self) -> str:
        """How a round ends."""
        started = httpx2.post(f"{self.session}/rounds")
        if started.status_code != 202:
            return str(started.json()["error"])
        with httpx2.stream("GET", f"{self.session}/stream?after={started.json()['seq']}", timeout=300) as stream:
            for line in stream.iter_lines():
                for kind in ("round_finished", "round_failed"):
                    if f'"kind":"{kind}"' in line:
                        return kind
        return "cut off"

    def outcome(self, meanwhile: str, readable: bool) -> Outcome:
        """Once it is mended."""
        again = self.put() == "200"
        return Outcome(meanwhile, readable, again, self.lost(), self.round())


@contextmanager
def small_disk(folder: Path) -> Iterator[Path]:
    """A disk of its own; raises CalledProcessError where none may be mounted."""
    folder.mkdir()
    subprocess.run(["mount", "-t", "tmpfs", "-o", f"size={DISK}", "tmpfs", folder], check=True, capture_output=True)
    try:
        yield folder
    finally:
        subprocess.run(["umount", "-l", folder], check=True)


def full_disk(folder: Path, digits: Path) -> Outcome:
    with small_disk(folder / "full") as disk, ServerProcess(disk, *ARGUMENTS, str(digits)) as server:
        labels = Labels(server.url).begin()
        ballast = disk / "ballast"
        _fill(ballast)
        meanwhile = _first_refusal(labels)
        readable = labels.readable()
        ballast.unlink()
        return labels.outcome(meanwhile, readable)


def read_only_folder(folder: Path, digits: Path) -> Outcome:
    """Linux turns no disk read-only whose files are open for writing; so a server is started on it, and told."""
    with small_disk(folder / "read only") as disk, ServerProcess(disk, *ARGUMENTS, str(digits)) as server:
        labels = Labels(server.url).begin()
        server.kill()
        _mount(disk, "ro")
        meanwhile = refused_start(disk, digits)
        _mount(disk, "rw")
        server.start()
        return labels.outcome(meanwhile, readable=False)


def clock_set_back(folder: Path, digits: Path) -> Outcome:
    """While it runs, by an hour; a round trains, also with workers that were started since."""
    with moved_clock(folder) as moved, ServerProcess(folder / "clock", *ARGUMENTS, str(digits)) as server:
        labels = Labels(server.url).begin()
        moved.write_text(str(-HOUR))
        before = _newest(labels)
        meanwhile, readable = labels.put(), labels.readable()
        assert before - _newest(labels) > HOUR / 2, "the clock has not been moved"
        for worker in server.tree()[1:]:
            if any("spawn_main" in word for word in worker.cmdline()):
                worker.kill()
        return labels.outcome(meanwhile, readable)


@contextmanager
def moved_clock(folder: Path) -> Iterator[Path]:
    """The file that says by how many seconds the clock of servers that are started within is moved."""
    library, moved = folder / "clock.so", folder / "moved"
    source = Path(__file__).with_name("clock.c")
    subprocess.run(["cc", "-shared", "-fPIC", "-O2", "-o", library, source, "-ldl"], check=True, capture_output=True)
    moved.write_text("0")
    with pytest.MonkeyPatch.context() as environment:
        environment.setenv("LD_PRELOAD", str(library))
        environment.setenv("CLOCK_MOVED_BY", str(moved))
        yield moved


def damaged_database(folder: Path, digits: Path) -> Outcome:
    """Found at the next start, which is refused; with the copy put back all is there."""
    data = folder / "damaged"
    server = ServerProcess(data, *ARGUMENTS, str(digits)).start()
    labels = Labels(server.url).begin()
    server.stop()
    path, copy = data / DATABASE, folder / "copy"
    shutil.copy(path, copy)
    with path.open("r+b") as stream:
        stream.seek(4_096)
        stream.write(os.urandom(8_192))
    meanwhile = refused_start(data, digits)
    shutil.copy(copy, path)
    with server:
        return labels.outcome(meanwhile, labels.readable())


def refused_start(data: Path, digits: Path) -> str:
    """What a start says, in its first words."""
    try:
        with ServerProcess(data, *ARGUMENTS, str(digits)):
            return "started"
    except RuntimeError as error:
        return next(line.strip() for line in str(error).splitlines()[1:] if line.strip())


def _newest(labels: Labels) -> float:
    """When the last event was written, by the server's clock: seconds since 1970."""
    events = httpx2.get(f"{labels.session}/events").json()["events"]
    return datetime.fromisoformat(events[-1]["at"]).timestamp()


def _mount(disk: Path, how: str) -> None:
    subprocess.run(["mount", "-o", f"remount,{how}", disk], check=True, capture_output=True)


def _fill(path: Path) -> None:
    """Until nothing more goes in."""
    with path.open("wb", buffering=0) as stream:
        for size in (1_000_000, 4_096, 1):
            try:
                while stream.write(bytes(size)):
                    pass
            except OSError:
                continue


def _first_refusal(labels: Labels) -> str:
    """A few labels may still find room in what the write-ahead log has."""
    for _ in range(5_000):
        if (answer := labels.put()) != "200":
            return answer
    return "all were taken"


WORLDS: dict[str, Callable[[Path, Path], Outcome]] = {
    "full disk": full_disk,
    "read-only folder": read_only_folder,
    "clock set back": clock_set_back,
    "damaged database": damaged_database,
}


def main() -> None:
    print(f"{'':18} {'read':>5} {'again':>6} {'lost':>5} {'round':>15}  meanwhile")
    with tempfile.TemporaryDirectory() as folder:
        digits = write_digits(Path(folder))
        for name, suffer in WORLDS.items():
            o = suffer(Path(folder), digits)
            print(f"{name:18} {o.readable!s:>5} {o.again!s:>6} {o.lost:5} {o.round:>15}  {o.meanwhile}", flush=True)


if __name__ == "__main__":
    main()
