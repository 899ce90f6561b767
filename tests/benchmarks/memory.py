"""Memory of a process and all that it started, each shared page counted once."""

from __future__ import annotations

import os
from pathlib import Path


def megabytes_of_tree(root: int | None = None) -> dict[str, float]:
    """Proportional set size in MB by "pid name", of `root` (this process) and its descendants."""
    parents = {pid: _parent(pid) for pid in map(int, filter(str.isdigit, os.listdir("/proc")))}
    wanted, found = {root or os.getpid()}, True
    while found:
        more = {pid for pid, parent in parents.items() if parent in wanted} - wanted
        wanted |= more
        found = bool(more)
    sizes = {f"{pid} {_name(pid)}": _proportional(pid) for pid in sorted(wanted)}
    return {name: size for name, size in sizes.items() if size is not None}


def _parent(pid: int) -> int:
    try:
        return int(Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[1])
    except OSError:  # It has ended since it was listed.
        return 0


def _name(pid: int) -> str:
    try:
        return Path(f"/proc/{pid}/comm").read_text().strip()
    except OSError:
        return ""


def _proportional(pid: int) -> float | None:
    try:
        lines = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()
    except OSError:
        return None
    return next((int(line.split()[1]) / 1024 for line in lines if line.startswith("Pss:")), None)
