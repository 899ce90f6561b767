// The colours of classes, in order: the first of them for few classes, all for forty.

/**
 * Ten hues after Okabe and Ito, moved as far apart as they go while each remains the hue that it was: in OKLab, as seen by
 * most people, by deuteranopes and by protanopes (Machado, Oliveira and Fernandes 2009), on light and on dark ground. The others
 * follow in turn, each where it is farthest from all before it.
 */
export const CLASS_COLOURS: readonly string[] = [
  '#0080f8',
  '#ff8800',
  '#608878',
  '#c85800',
  '#7860a8',
  '#50b8f0',
  '#7008a8',
  '#60c088',
  '#704828',
  '#184060',
  '#2840e8',
  '#9888b8',
  '#006868',
  '#702038',
  '#7098ff',
  '#00c040',
  '#c0a0c0',
  '#485088',
  '#e85090',
  '#a860d0',
  '#408840',
  '#a83058',
  '#9030c0',
  '#789858',
  '#985000',
  '#403080',
  '#ff9078',
  '#583800',
  '#780858',
  '#3008c8',
  '#b080e0',
  '#a05088',
  '#0060ff',
  '#b08820',
  '#a01890',
  '#9870b0',
  '#808898',
  '#8058d8',
  '#08b8a8',
  '#485848',
];
