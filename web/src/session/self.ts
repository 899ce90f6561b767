// Who acts in this page, in the log's words.

export const PERSON = 'person';
const NAMED = `${PERSON}:`;

/** `name`: what they gave, '' where they gave none; undefined where people have accounts, which name them. */
export const self: { actor: string; name?: string } = { actor: PERSON };

/** As events name somebody without an account, by the name they gave, or ''. */
export const actorOf = (name: string): string => (name ? NAMED + name : PERSON);

/** Whether the actor may turn a step of that one, as sessions/steps.py decides it: what was done without a name belongs to
 * whoever has given one since. */
export const isOwn = (of: string, actor: string): boolean =>
  of === actor || (of === PERSON && actor.startsWith(NAMED));
