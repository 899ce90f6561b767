// A state in the making, as sessions/draft.py: what the fold writes to, so that folding a long log copies nothing at
// each event.

import { isOwn } from './self';
import {
  trains,
  type Changes,
  type Placement,
  type SessionEvent,
  type SessionState,
  type Step,
} from './types';

export class Draft {
  seq: number;
  config: SessionState['config'];
  guideline: SessionState['guideline'];
  board: Map<number, Placement>;
  labels: number;
  heldOut: readonly number[];
  rounds: SessionState['rounds'][number][];
  running: SessionState['running'];
  interruption: SessionState['interruption'];
  #begun: SessionState;
  #undoSteps: Step[];
  #redoSteps: Step[];

  constructor(state: SessionState) {
    this.#begun = state;
    this.seq = state.seq;
    this.config = state.config;
    this.guideline = state.guideline;
    this.board = new Map(state.board);
    this.labels = state.labels;
    this.heldOut = state.held_out;
    this.rounds = [...state.rounds];
    this.running = state.running;
    this.interruption = state.interruption;
    this.#undoSteps = [...state.undo_steps];
    this.#redoSteps = [...state.redo_steps];
  }

  /** The state; the draft is not to be used afterwards. */
  state(): SessionState {
    const { seq, config, guideline, board, labels, rounds, running, interruption } = this;
    return {
      ...this.#begun,
      ...{ seq, config, guideline, board, labels, rounds, running, interruption },
      held_out: this.heldOut,
      undo_steps: this.#undoSteps,
      redo_steps: this.#redoSteps,
    };
  }

  /** The sample's placement. Throws where it is not on the board. */
  on(sampleId: number): Placement {
    const placement = this.board.get(sampleId);
    if (!placement) throw new Error(`sample ${sampleId} is not on the board`);
    return placement;
  }

  /** A new step; what its actor could have redone is forgotten. */
  take({ seq, actor, client_key }: SessionEvent, after: Changes): void {
    const before = this.#lookingAt(after);
    this.#change(after);
    this.#undoSteps.push({ seq, actor, key: client_key ?? null, turned_seq: seq, before, after });
    if (this.#redoSteps.length > 0)
      this.#redoSteps = this.#redoSteps.filter((undone) => !isOwn(undone.actor, actor));
  }

  /** A placement that is no step of anybody's. */
  bring(placement: Placement): void {
    this.#change(new Map([[placement.sample_id, placement]]));
  }

  /** What the step leaves is what redoing brings back: a model may have placed its samples anew. */
  undo(event: SessionEvent, seq: number): void {
    const step = popped(this.#undoSteps, seq);
    const after = this.#lookingAt(step.after);
    const before = this.#putBack(event, step, step.before);
    this.#change(before);
    this.#redoSteps.push({ ...step, turned_seq: event.seq, before, after });
  }

  /** Others may have undone what the step lay upon: undoing it again leads to what is there now. */
  redo(event: SessionEvent, seq: number): void {
    const step = popped(this.#redoSteps, seq);
    const before = this.#lookingAt(step.after);
    const after = this.#putBack(event, step, step.after);
    this.#change(after);
    const below = this.#undoSteps.findLastIndex((other) => other.seq < seq);
    this.#undoSteps.splice(below + 1, 0, { ...step, turned_seq: event.seq, before, after });
  }

  #lookingAt(samples: Changes): Changes {
    return new Map([...samples.keys()].map((id) => [id, this.board.get(id) ?? null]));
  }

  #change(changes: Changes): void {
    for (const [id, placement] of changes) {
      this.labels += counted(placement) - counted(this.board.get(id));
      if (placement) this.board.set(id, placement);
      else this.board.delete(id);
    }
  }

  /** A label that was away when its first round would have started is a new one: no round has trained with it. */
  #putBack(event: SessionEvent, step: Step, placements: Changes): Changes {
    const renewed = (placement: Placement | null) =>
      placement && this.#wasAway(step, placement) ? { ...placement, labelled_seq: event.seq } : placement;
    return new Map([...placements].map(([id, placement]) => [id, renewed(placement)]));
  }

  #wasAway(step: Step, { sample_id, labelled_seq: since }: Placement): boolean {
    if (since === null || this.board.get(sample_id)?.labelled_seq === since) return false;
    const first = this.#firstStartSince(since);
    return first !== null && first > step.turned_seq;
  }

  #firstStartSince(seq: number): number | null {
    const last = this.rounds.findLastIndex(({ started_seq }) => started_seq <= seq);
    const first = this.rounds[last + 1] ?? this.running;
    return first && first.started_seq > seq ? first.started_seq : null;
  }
}

const counted = (placement: Placement | null | undefined): number => (placement && trains(placement) ? 1 : 0);

/** Takes the step of that seq out; it is among the last. Throws without one. */
function popped(steps: Step[], seq: number): Step {
  const [step] = steps.splice(
    steps.findLastIndex((other) => other.seq === seq),
    1,
  );
  if (step?.seq !== seq) throw new Error(`the log turns event ${seq}, which is no step that could be`);
  return step;
}
