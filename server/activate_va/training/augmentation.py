"""How far an augmented image may stray from its original."""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict, Field


class AugmentationOptions(BaseModel):
    """Ranges of the random transformations, each drawn evenly for every image; 0 leaves one out.

    width_shift, height_shift: up to this share of the width or height, either way (0 to 0.5).
    rotation: degrees, either way (0 to 180). scale: factor from 1 - scale to 1 + scale (0 to 0.5).
    shear: degrees, either way (0 to 45). What moves in from outside repeats the nearest edge.
    The default is the paper's: shifts alone.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    width_shift: float = Field(default=0.1, ge=0, le=0.5)
    height_shift: float = Field(default=0.1, ge=0, le=0.5)
    rotation: float = Field(default=0.0, ge=0, le=180)
    scale: float = Field(default=0.0, ge=0, le=0.5)
    shear: float = Field(default=0.0, ge=0, le=45)

    @property
    def is_identity(self) -> bool:
        return not any(self.model_dump().values())
