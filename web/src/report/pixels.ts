// The pictures of maps: grey as the server makes them, in the colours of classes here.

import { rgb } from 'd3-color';
import { classColour } from '../views/shared/colours';

/** Grey is 0 where nothing is, else the class index plus one; in place, RGBA, as ImageData holds it. */
export function coloured(data: Uint8ClampedArray): void {
  const palette = Array.from({ length: 256 }, (_, grey) => (grey === 0 ? null : rgb(classColour(grey - 1))));
  for (let at = 0; at < data.length; at += 4) {
    const colour = palette[data[at] ?? 0];
    if (colour) data.set([colour.r, colour.g, colour.b, 255], at);
    else data[at + 3] = 0;
  }
}
