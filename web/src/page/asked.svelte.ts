// What somebody has asked to see beside the board: pictures in the tray, what an answer rests on, and what models say
// of the validation split.

import { untrack } from 'svelte';
import { explainsBy } from '../session/explains';
import { mixedSpec } from '../session/mixing';
import { confusionSpec } from '../session/specs';
import type { Model } from '../session/tray';
import type { SessionState } from '../session/types';
import type { ClassSpec, ConfusionSpec, SampleSpec, SchemeSpec, Selection } from '../views/contract';
import { remembered } from '../views/shared/remembered.svelte';
import { resultBefore, shownScheme } from '../views/shared/results';
import type { Start } from './boot';
import { MixingLoader } from './mixing.svelte';
import { predictor } from './predictions.svelte';
import { TrayLoader } from './tray.svelte';
import { ValidationLoader } from './validation.svelte';
import { WhyLoader } from './why.svelte';

export class Asked {
  readonly tray: TrayLoader;
  readonly why: WhyLoader;
  readonly validation: ValidationLoader;
  readonly mixing: MixingLoader;
  /** `test` or `validation`: what the confusion matrix counts */
  readonly split = remembered<string>('confusion-split', 'test');

  /** somebody looks at what has changed from round to round */
  comparing = $state(false);

  /** `texts`: samples are such, of which words explain an answer. */
  constructor(sessionId: string, texts: boolean) {
    this.tray = new TrayLoader(sessionId);
    this.why = new WhyLoader(sessionId, texts);
    this.validation = new ValidationLoader(sessionId);
    this.mixing = new MixingLoader(sessionId);
  }

  /** What there is to see of matrices, as far as the server has answered. */
  confusion(
    state: SessionState,
    schemes: SchemeSpec[],
    classes: ClassSpec[],
    { mixture }: Selection,
  ): ConfusionSpec {
    const mixed = mixedSpec(this.mixing.known, mixture, classes.length);
    return confusionSpec(state, schemes, classes, (model) => this.validation.of(model), mixed);
  }

  /** By what the newest model says what an answer rests on, and what it has said. */
  explained(state: SessionState, { catalogue, session }: Start): Pick<SampleSpec, 'explains' | 'why'> {
    const explains = explainsBy(state, predictor(state), catalogue, session.dataset);
    return { explains, why: this.why.known };
  }

  /** To be called while a component is made: asks whenever something else is wanted. */
  follow(selection: () => Selection, newest: () => Model | null, confusion: () => ConfusionSpec): void {
    const tray = $derived(selection().tray);
    const why = $derived(selection().why);
    $effect(() => void this.tray.show(tray, untrack(newest)));
    $effect(() => void this.why.show(why));
    $effect(() => {
      const wanted = this.split.value === 'validation' || this.comparing;
      if (wanted) this.validation.expect(compared(confusion(), selection()));
    });
  }
}

/** The model whose matrix is shown, and its scheme's before that; none of a round that still trains. */
function compared(spec: ConfusionSpec, selection: Selection): Model[] {
  const shown = shownScheme(spec, selection);
  if (!shown) return [];
  const { name: scheme, round } = shown;
  const before = resultBefore(spec.rounds, shown)?.round;
  const finished = (number: number) => spec.rounds.some((one) => one.round === number && !one.running);
  return [round, ...(before === undefined ? [] : [before])]
    .filter(finished)
    .map((number) => ({ round: number, scheme }));
}
