// Marks on the board that the legend of statuses does not explain.

/** On a prediction that a newer model has moved to another class. */
export const CHANGED_MARK = '⇄';

/** For the list that `?` shows. */
export const MARK_LIST: readonly (readonly [string, string])[] = [
  [CHANGED_MARK, 'the newest model moved this card here from another class'],
  ['○', 'hollow mark: nobody stated this confidence, it is the default'],
  [
    '–',
    'at the edge of a column: where the machine had put a card that stands elsewhere now; point at the card to see which',
  ],
];
