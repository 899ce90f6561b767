"""Texts that somebody might hand in as a study to find out about the host, or to bring the server down.

    python -m tests.faults.yaml_attacks

sends each to a server of its own and prints the answer, its seconds, and the server's peak memory until then. It
ends with status 1 where an answer is 500 or above, or takes longer than a second.
"""

from __future__ import annotations

import http.client
import json
import sys
import tempfile
import time
import zipfile
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np

from ..server_process import ServerProcess

SLOWEST = 1.0
PATIENCE = 60
BOMB_BYTES = 2_500_000_000
CHUNK = bytes(10_000_000)
PROLOGUE = "name: a\npolicies: [RS]\n"


class Attack(NamedTuple):
    """What is sent, and what is to be answered: the line that its detail names (None: none), error and status."""

    yaml: str
    line: int | None
    error: str = "InvalidDesign"
    status: int = 422

    def withstood(self, status: int, answer: Any) -> bool:
        """Whether that is the answer it should have, with a hint."""
        placed = self.line is None or f"study.yaml, line {self.line}: " in answer.get("detail", "")
        return (status, answer.get("error")) == (self.status, self.error) and placed and bool(answer.get("hint"))


def _bomb_of_merges() -> str:
    """Each mapping merges the one before nine times: 9^6 keys from some 300 characters."""
    bombs = ["a: &a {x: 1}"]
    for name, before in zip("bcdefg", "abcdef", strict=True):
        bombs.append(f"{name}: &{name} {{<<: [{','.join([f'*{before}'] * 9)}]}}")
    return "\n".join(bombs)


def _bomb_of_aliases() -> str:
    bombs = ["a: &a [x, x, x, x, x, x, x, x, x]"]
    for name, before in zip("bcdefghi", "abcdefgh", strict=True):
        bombs.append(f"{name}: &{name} [{','.join([f'*{before}'] * 9)}]")
    return "\n".join(bombs)


def _long_titles() -> str:
    return f"{PROLOGUE}labellers:\n- {{name: noisy, options: {{temperature: '1.{'0' * 900}'}}}}"


ATTACKS: dict[str, Attack] = {
    "a folder in a set": Attack(f"{PROLOGUE}datasets: !!set {{/etc}}", 3),
    "a folder that is not, in a set": Attack(f"{PROLOGUE}datasets: !!set {{/nowhere}}", 3),
    "a folder in base 64": Attack(f"{PROLOGUE}datasets: [!!binary L2V0Yw==]", 3),
    "a folder by its path": Attack(f"{PROLOGUE}datasets:\n- mnist\n- /etc", 5),
    "the home of nobody": Attack(f"{PROLOGUE}datasets: ['~nobody-here/x']", 3),
    "a folder in place of the list": Attack(f"{PROLOGUE}datasets: /etc", 3),
    "an archive that is a bomb, in a set": Attack(f"{PROLOGUE}datasets: !!set {{BOMB}}", 3),
    "an archive that is a bomb, by its path": Attack(f"{PROLOGUE}datasets: [BOMB]", 3),
    "a Python object": Attack(f"{PROLOGUE}title: !!python/object/apply:os.system [ls]", 3),
    "an empty integer": Attack("name: !!int ''\npolicies: [RS]", 1),
    "an empty float": Attack("name: a\nrounds: !!float ''", 2),
    "a truth that is none": Attack("name: a\nkeep: !!bool maybe", 2),
    "a time that is none": Attack("name: a\ntitle: !!timestamp soon", 2),
    "a tag of its own": Attack("name: a\ntitle: !secret x", 2),
    "a list as a key": Attack("name: a\n? [b, c]\n: d", 2),
    "a mapping as a key": Attack("name: a\n{b: c}: d", 2),
    "a bomb of merges": Attack(_bomb_of_merges(), 1),
    "a bomb of aliases": Attack(_bomb_of_aliases(), 1),
    "an alias of itself": Attack("name: a\npolicies: &a [RS, *a]", 2),
    "lists in lists": Attack("name: a\npolicies: " + "[" * 20_000, 2),
    "lists in lists, a line each": Attack("policies:\n" + "\n".join(" " * n + "-" for n in range(300)), 11),
    "very many entries": Attack(f"name: a\npolicies: [{'a,' * 24_000}]", 2),
    "very many unknown keys": Attack("\n".join(f"seed{n}: 1" for n in range(900)), 1),
    "very many unknown policies": Attack(f"name: a\npolicies: [{', '.join(f'LCR{n}' for n in range(1_800))}]", 2),
    "a number in sixties": Attack(f"name: a\nrounds: 1{':1' * 24_000}", 2),
    "a fraction in sixties": Attack(f"name: a\nrounds: 1{':1' * 300}.5", 2),
    "a number of 40,000 digits": Attack(f"name: a\nrounds: {'9' * 40_000}", 2),
    "a number of no digits": Attack("name: a\nrounds: 0x_", 2),
    "a name of 40,000 letters": Attack(f"name: {'a' * 40_000}\npolicies: [RS]", 1),
    "a text of 48,000 lines": Attack("name: |\n" + " \n" * 24_000, 1),
    "a character that is none": Attack("name: a\ntitle: \x01", 2),
    "two texts in one": Attack("name: a\n---\nname: b", 2),
    "very many sessions": Attack(
        f"{PROLOGUE}seeds: 10000\nlabellers:\n" + "\n".join(f"- {{name: noisy, called: n{n}}}" for n in range(300)), 3
    ),
    "as many seeds as there may be, twice over": Attack(f"{PROLOGUE}seeds: 10000\nclassifiers: [cnn, cnn]", 4),
    "a pattern of 1,800 turns": Attack(f"name: a\npolicies:\n- {{name: p, pattern: [{'RS,' * 1_800}]}}", 3),
    "a labeller that is infinite": Attack(f"{PROLOGUE}labellers: [{{name: noisy, options: {{noise: .inf}}}}]", 3),
    "a title made of an option": Attack(_long_titles(), 4),
    "longer than a study may be": Attack("#" * 60_000, None, "InvalidRequest"),
}


def bomb(path: Path) -> Path:
    """An archive of a few MB that says it holds images of `BOMB_BYTES`, and does."""
    side = 50
    header = {"descr": "|u1", "fortran_order": False, "shape": (BOMB_BYTES // side**2, side, side)}
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        with archive.open("x_train.npy", "w", force_zip64=True) as member:
            np.lib.format.write_array_header_1_0(member, header)
            for _ in range(BOMB_BYTES // len(CHUNK)):
                member.write(CHUNK)
        for name in ("y_train", "x_test", "y_test"):
            with archive.open(f"{name}.npy", "w") as member:
                np.save(member, np.zeros(2, np.uint8))
    return path


def _sent(port: int, attack: Attack, archive: Path) -> tuple[int, Any, float]:
    body = json.dumps({"yaml": attack.yaml.replace("BOMB", str(archive))})
    with closing(http.client.HTTPConnection("127.0.0.1", port, timeout=PATIENCE)) as connection:
        start = time.perf_counter()
        connection.request("POST", "/api/studies", body, {"content-type": "application/json"})
        try:
            response = connection.getresponse()
            status, answer = response.status, json.loads(response.read())
        except TimeoutError:
            status, answer = 0, {"error": "no answer"}
    return status, answer, time.perf_counter() - start


def _peak_mib(process_id: int) -> int:
    """The most memory the process has held so far."""
    status = Path(f"/proc/{process_id}/status").read_text()
    return int(next(line.split()[1] for line in status.splitlines() if line.startswith("VmHWM"))) // 1024


def _results(server: ServerProcess, archive: Path) -> Iterator[bool]:
    """The first answer of all, which loads what studies need, is not counted."""
    _sent(server.port, Attack("name: a", 1), archive)
    print(f"{'attack':44}{'status':>7}{'seconds':>9}{'peak MiB':>10}  error: detail")
    for name, attack in ATTACKS.items():
        status, answer, seconds = _sent(server.port, attack, archive)
        said = f"{answer.get('error')}: {answer.get('detail')}"
        print(f"{name:44}{status:>7}{seconds:>9.3f}{_peak_mib(server.process.pid):>10}  {said[:100]}", flush=True)
        yield attack.withstood(status, answer) and seconds < SLOWEST


def main() -> int:
    with tempfile.TemporaryDirectory() as folder:
        archive = bomb(Path(folder) / "bomb.npz")
        print(f"bomb.npz: {archive.stat().st_size:,} bytes of {BOMB_BYTES:,}")
        server = ServerProcess(Path(folder) / "data", "--no-auth").start()
        withstood = list(_results(server, archive))
        server.kill()
    print(f"{sum(withstood)} of {len(withstood)} answered as they should be, within {SLOWEST:g} s")
    return 0 if all(withstood) else 1


if __name__ == "__main__":
    sys.exit(main())
