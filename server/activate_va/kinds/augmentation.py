"""How far an augmented image may stray from its original."""

from __future__ import annotations

from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

from activate_va.number import AS_NUMBER


class AugmentationOptions(BaseModel):
    """Ranges of the random transformations, each drawn evenly for every image; 0 leaves one out.

    width_shift, height_shift: up to this share of the width or height, either way (0 to 0.5).
    rotation: degrees, either way (0 to 180). scale: factor from 1 - scale to 1 + scale (0 to 0.5).
    shear: degrees, either way (0 to 45). elastic: points of a lattice of 4 x 4 move by up to this share of width and
    height (0 to 0.5), and what is between them smoothly with them. What moves in from outside repeats the nearest edge.
    The default is the paper's: shifts alone.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    width_shift: Annotated[float, AS_NUMBER] = Field(default=0.1, ge=0, le=0.5)
    height_shift: Annotated[float, AS_NUMBER] = Field(default=0.1, ge=0, le=0.5)
    rotation: Annotated[float, AS_NUMBER] = Field(default=0.0, ge=0, le=180)
    scale: Annotated[float, AS_NUMBER] = Field(default=0.0, ge=0, le=0.5)
    shear: Annotated[float, AS_NUMBER] = Field(default=0.0, ge=0, le=45)
    elastic: Annotated[float, AS_NUMBER] = Field(default=0.0, ge=0, le=0.5)

    @property
    def is_identity(self) -> bool:
        return not any(self.model_dump().values())


class Views(AugmentationOptions):
    """How far two views of one image may differ that are to be taken for the same.

    contrast: each is multiplied by a factor from 1 - contrast to 1 + contrast (0 to 1). gamma: then raised to a power
    from 1/e^gamma to e^gamma (0 to 3). shade: then multiplied by a factor that changes smoothly from place to place,
    between 1/e^shade and e^shade (0 to 3).
    """

    contrast: Annotated[float, AS_NUMBER] = Field(default=0.4, ge=0, le=1)
    gamma: Annotated[float, AS_NUMBER] = Field(default=0.5, ge=0, le=3)
    shade: Annotated[float, AS_NUMBER] = Field(default=0.0, ge=0, le=3)
