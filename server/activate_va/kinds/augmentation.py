"""How far an augmented image may stray from its original."""

from __future__ import annotations

from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

from activate_va.number import AS_NUMBER


class AugmentationOptions(BaseModel):
    """Ranges of the random transformations, each drawn evenly for every image; 0 leaves one out.

    width_shift, height_shift: up to this share of the width or height, either way (0 to 0.5).
    rotation: degrees, either way (0 to 180). scale: factor from 1 - scale to 1 + scale (0 to 0.5).
    shear: degrees, either way (0 to 45). What moves in from outside repeats the nearest edge.
    The default is the paper's: shifts alone.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    width_shift: Annotated[float, AS_NUMBER] = Field(default=0.1, ge=0, le=0.5)
    height_shift: Annotated[float, AS_NUMBER] = Field(default=0.1, ge=0, le=0.5)
    rotation: Annotated[float, AS_NUMBER] = Field(default=0.0, ge=0, le=180)
    scale: Annotated[float, AS_NUMBER] = Field(default=0.0, ge=0, le=0.5)
    shear: Annotated[float, AS_NUMBER] = Field(default=0.0, ge=0, le=45)

    @property
    def is_identity(self) -> bool:
        return not any(self.model_dump().values())
