// How names are shortened.

/** The names without the words that all begin with. */
export function withoutPrefix(names: readonly string[]): string[] {
  const [first = ''] = names;
  if (names.length < 2) return [...names];
  const ends = [...first.matchAll(/[ /_.:-]+/g)].map(({ index, 0: gap }) => index + gap.length);
  const shared = ends.filter((end) =>
    names.every((name) => name.length > end && name.startsWith(first.slice(0, end))),
  );
  const cut = shared.at(-1) ?? 0;
  return names.map((name) => name.slice(cut));
}
