"""Which arithmetic to train in."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from activate_va.classifiers.errors import UnknownPrecision

POLICIES = {"float32": "float32", "bfloat16": "mixed_bfloat16"}
CPU_INFO = Path("/proc/cpuinfo")


def policy_for(precision: str) -> str:
    """The Keras policy for "float32", "bfloat16", or "auto": bfloat16 where the processor computes in it.

    Weights and probabilities are float32 under both; bfloat16 is of use for speed alone.
    """
    if precision == "auto":
        return POLICIES["bfloat16" if has_bfloat16() else "float32"]
    if precision not in POLICIES:
        raise UnknownPrecision(f"precision {precision!r} is not known")
    return POLICIES[precision]


@cache
def has_bfloat16() -> bool:
    """Whether the processor has AVX-512 BF16; False where there is no /proc/cpuinfo to tell."""
    try:
        return "avx512_bf16" in CPU_INFO.read_text(encoding="ascii", errors="replace").split()
    except OSError:
        return False
