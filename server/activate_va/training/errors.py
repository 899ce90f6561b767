"""Label sets that nothing can be trained on."""

from __future__ import annotations

from typing import ClassVar

from activate_va.errors import ActivateError


class NoLabels(ActivateError):
    """There is no label yet."""

    status: ClassVar[int] = 409
    hint = "label some samples of two classes or more, then train"


class OneClassOnly(ActivateError):
    """All labels are of one class, so there is nothing to tell apart."""

    status: ClassVar[int] = 409
    hint = "label a sample of another class, then train"


class AllConfidencesZero(ActivateError):
    """CBA shares its copies out in proportion to confidence, and there is none to go by."""

    status: ClassVar[int] = 409
    hint = "raise the confidence of a label, or train without CBA"
