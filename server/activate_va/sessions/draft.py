"""A state in the making: what the fold writes to, so that folding a long log copies nothing at each event."""

from __future__ import annotations

from bisect import bisect_right, insort
from collections.abc import Mapping
from dataclasses import replace

from activate_va.sessions.events import Event
from activate_va.sessions.placement import Placement
from activate_va.sessions.state import Round, SessionState
from activate_va.sessions.steps import Changes, Step, is_own


class Draft:
    """A mutable copy of a state's parts; `state` makes a state of them that shares nothing with it."""

    def __init__(self, state: SessionState) -> None:
        self._begun = state
        self.seq = state.seq
        self.config = state.config
        self.guideline = state.guideline
        self.board = state.board.copy()
        self.labels = state.labels
        self.held_out = state.held_out
        self.rounds = list(state.rounds)
        self.running = state.running
        self.interruption = state.interruption
        self.undo_steps = list(state.undo_steps)
        self.redo_steps = list(state.redo_steps)

    def state(self) -> SessionState:
        return self._begun.model_copy(
            update={
                "seq": self.seq,
                "config": self.config,
                "guideline": self.guideline,
                "board": self.board,
                "labels": self.labels,
                "held_out": self.held_out,
                "rounds": tuple(self.rounds),
                "running": self.running,
                "interruption": self.interruption,
                "undo_steps": tuple(self.undo_steps),
                "redo_steps": tuple(self.redo_steps),
            }
        )

    def take(self, event: Event, after: Changes) -> None:
        """A new step; what its actor could have redone is forgotten."""
        step = Step(event.seq, event.actor, event.client_key, event.seq, self.looking_at(after), after)
        self.change(after)
        self.undo_steps.append(step)
        if self.redo_steps:
            self.redo_steps = [undone for undone in self.redo_steps if not is_own(undone, event.actor)]

    def undo(self, event: Event, seq: int) -> None:
        """What the step leaves is what redoing brings back: a model may have placed its samples anew."""
        step = _popped(self.undo_steps, seq)
        after = self.looking_at(step.after)
        before = self._put_back(event, step, step.before)
        self.change(before)
        self.redo_steps.append(replace(step, turned_seq=event.seq, before=before, after=after))

    def redo(self, event: Event, seq: int) -> None:
        """Others may have undone what the step lay upon: undoing it again leads to what is there now."""
        step = _popped(self.redo_steps, seq)
        before = self.looking_at(step.after)
        after = self._put_back(event, step, step.after)
        self.change(after)
        insort(self.undo_steps, replace(step, turned_seq=event.seq, before=before, after=after), key=_seq)

    def looking_at(self, samples: Mapping[int, object]) -> Changes:
        return {sample_id: self.board.get(sample_id) for sample_id in samples}

    def change(self, changes: Changes) -> None:
        for sample_id, placement in changes.items():
            self.labels += _is_label(placement) - _is_label(self.board.get(sample_id))
            if placement is None:
                self.board.pop(sample_id, None)
            else:
                self.board[sample_id] = placement

    def _put_back(self, event: Event, step: Step, placements: Changes) -> Changes:
        """A label that was away when its first round would have started is a new one: no round has trained with it."""
        new = {"labelled_seq": event.seq}
        return {
            i: placement.model_copy(update=new) if placement and self._was_away(step, placement) else placement
            for i, placement in placements.items()
        }

    def _was_away(self, step: Step, label: Placement) -> bool:
        now = self.board.get(label.sample_id)
        if label.labelled_seq is None or (now is not None and now.labelled_seq == label.labelled_seq):
            return False
        first = self._first_start_since(label.labelled_seq)
        return first is not None and first > step.turned_seq

    def _first_start_since(self, seq: int) -> int | None:
        position = bisect_right(self.rounds, seq, key=_started)
        if position < len(self.rounds):
            return self.rounds[position].started_seq
        running = self.running
        return running.started_seq if running is not None and running.started_seq > seq else None


def _is_label(placement: Placement | None) -> bool:
    return placement is not None and placement.trains


def _popped(steps: list[Step], seq: int) -> Step:
    """Takes the step of that seq out; it is among the last. Raises ValueError without one."""
    for position in range(len(steps) - 1, -1, -1):
        if steps[position].seq == seq:
            return steps.pop(position)
    raise ValueError(f"the log turns event {seq}, which is no step that could be")


def _seq(step: Step) -> int:
    return step.seq


def _started(done: Round) -> int:
    return done.started_seq
