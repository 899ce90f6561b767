"""How many steps a training takes, and where along its cosine the learning rate stands in each."""

from __future__ import annotations

from activate_va.training import TrainingSet

WINDOW_IMAGES = 12_800
"""The loss is averaged over the steps that see this many images, few enough to stop within an epoch of MNIST."""
LEAST_GAIN = 0.2
"""A window whose mean loss is not lower than the best before it by this share is level."""
COOLING = 0.5
"""Once level, the cosine is brought to its end within this share of the steps done so far."""


class Schedule:
    """`total` steps along one cosine, or fewer: with `stop_when_level` the cosine is cut short once the loss is level.

    `planned` is what `total` was at first.
    Only the training loss decides, at fixed steps, so that the same losses give the same schedule.
    """

    def __init__(self, total: int, batch_size: int, stop_when_level: bool) -> None:
        self.planned = self.total = total
        self._window = max(1, WINDOW_IMAGES // batch_size)
        self._looking = stop_when_level
        self._best = float("inf")
        self._sum = 0.0
        self._shift, self._denominator = 0, total

    @classmethod
    def of(cls, training_set: TrainingSet, epochs: int) -> Schedule:
        batch_size = training_set.batch_size
        return cls(epochs * -(-len(training_set) // batch_size), batch_size, training_set.stop_when_level)

    def limit(self, step: int) -> int:
        """The step to go to without a break: the next at which the loss is looked at, or the last."""
        return min(self.total, (step // self._window + 1) * self._window) if self._looking else self.total

    def position(self, step: int) -> tuple[int, int, int]:
        """`step`, and the terms of the share of the cosine: (step + second) / third."""
        return step, self._shift, self._denominator

    def note(self, step: int, loss_sum: float) -> None:
        """The losses of the steps up to `step`, since the last note, sum up to `loss_sum`."""
        self._sum += loss_sum
        if not self._looking or step % self._window:
            return
        mean, self._sum = self._sum / self._window, 0.0
        if mean > (1 - LEAST_GAIN) * self._best:
            self._finish_soon(step)
        self._best = min(self._best, mean)

    def _finish_soon(self, step: int) -> None:
        """Stretch the share so that it goes from where it is to 1 in the steps of the cooling."""
        self._looking = False
        left, cooling = self.total - step, max(1, round(COOLING * step))
        if cooling >= left:
            return
        self._denominator = round(cooling * self.total / left)
        self.total = step + cooling
        self._shift = self._denominator - self.total
