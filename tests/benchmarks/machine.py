"""What was measured on."""

from __future__ import annotations

import os
import platform
import subprocess
from importlib.metadata import version
from pathlib import Path

PACKAGES = (
    "numpy",
    "scipy",
    "scikit-learn",
    "tensorflow-cpu",
    "keras",
    "umap-learn",
    "openTSNE",
    "numba",
    "distributed",
)


def machine_facts() -> dict[str, object]:
    cpu = Path("/proc/cpuinfo").read_text(encoding="utf-8", errors="replace")
    lines = dict(
        line.split("\t:", 1) for line in cpu.split("\n\n")[0].replace("\t\t", "\t").splitlines() if "\t:" in line
    )
    flags = lines.get("flags", "").split()
    return {
        "processor": lines.get("model name", "").strip(),
        "cores": len(os.sched_getaffinity(0)),
        "avx512_bf16": "avx512_bf16" in flags,
        "amx_bf16": "amx_bf16" in flags,
        "memory_gb": round(os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30, 1),
        "system": platform.platform(),
        "python": platform.python_version(),
        "packages": {name: version(name) for name in PACKAGES},
        "commit": _commit(),
        "load_average": os.getloadavg(),
    }


def _commit() -> str:
    command = ["git", "describe", "--always", "--dirty", "--abbrev=12"]
    return subprocess.run(command, capture_output=True, text=True, check=False).stdout.strip()
