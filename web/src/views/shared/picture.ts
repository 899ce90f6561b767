// Charts as files: SVG that stands alone, on white paper and in the light colours, and PNG of it.

import { saveAddress, saveText } from './save';

/** `mark`: an outline around 0, 0 in place of a square. */
export type LegendEntry = { says: string; colour: string; mark?: string };

/** `scale`: pixels for each unit of a drawing that has a view box of its own. */
export type Heading = { title: string; legend?: readonly LegendEntry[]; scale?: number };

/** In pixels. */
const LINE = 18;
const LETTER = 6.3;
const PATCH = 18;
const GAP = 12;
/** Pixels of a PNG for each of the picture's own. */
const SCALE = 2;
const FONT = 'system-ui, sans-serif';
/** What style sheets say of a drawing; a file has none. */
const STYLES = [
  'fill',
  'fill-opacity',
  'stroke',
  'stroke-width',
  'stroke-dasharray',
  'stroke-linecap',
  'stroke-linejoin',
  'opacity',
  'font-size',
  'font-weight',
  'text-anchor',
  'paint-order',
];

export const escaped = (text: string): string =>
  text.replace(
    /[&<>"]/g,
    (letter) => ({ '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' })[letter] ?? '',
  );

/** Where each entry of a legend stands: pixels from the left, and its line from 0. */
export function placed(entries: readonly LegendEntry[], width: number): { x: number; line: number }[] {
  let [x, line] = [GAP, 0];
  return entries.map(({ says }) => {
    const needs = PATCH + says.length * LETTER + GAP;
    if (x > GAP && x + needs > width) [x, line] = [GAP, line + 1];
    const at = { x, line };
    x += needs;
    return at;
  });
}

/** A whole file from a drawing `width` by `height`, under its title and what its colours mean. */
export function framed(
  drawing: string,
  { width, height }: { width: number; height: number },
  { title, legend = [] }: Heading,
): string {
  const places = placed(legend, width);
  const lines = 1 + (legend.length > 0 ? (places.at(-1)?.line ?? 0) + 1 : 0);
  const top = lines * LINE + 6;
  const entries = legend.map(({ says, colour, mark }, index) => {
    const { x, line } = places[index] ?? { x: 0, line: 0 };
    const y = (line + 2) * LINE;
    const path = mark ?? 'M-5-5h10v10h-10z';
    return (
      `<path d="${path}" transform="translate(${x + 6} ${y - 4})" fill="${colour}"/>` +
      `<text x="${x + PATCH}" y="${y}" font-size="11" fill="#535d6d">${escaped(says)}</text>`
    );
  });
  const size = `width="${width}" height="${height + top}" viewBox="0 ${-top} ${width} ${height + top}"`;
  return (
    `<svg xmlns="http://www.w3.org/2000/svg" ${size} font-family="${FONT}">` +
    `<rect y="${-top}" width="${width}" height="${height + top}" fill="#ffffff"/>` +
    `<g transform="translate(0 ${-top})"><text x="${GAP}" y="${LINE}" font-size="13" font-weight="600" fill="#1b2230">` +
    `${escaped(title)}</text>${entries.join('')}</g>${drawing}</svg>\n`
  );
}

/** What the page shows in this element as a file of its own. What is marked `data-screen` is for the pointer alone. */
export function standalone(svg: SVGSVGElement, heading: Heading): string {
  const { x, y, width, height } = svg.viewBox.baseVal ?? {};
  const { scale = 1 } = heading;
  const boxed = width && height;
  const size = boxed
    ? { width: scale * width, height: scale * height }
    : { width: svg.clientWidth, height: svg.clientHeight };
  const copy = svg.cloneNode(true) as SVGSVGElement;
  copy.querySelectorAll('[data-screen]').forEach((part) => part.remove());
  const paper = document.createElement('div');
  paper.style.cssText = 'position:absolute;left:-9999px';
  paper.append(copy);
  svg.parentElement?.append(paper);
  const parts = [...copy.querySelectorAll<SVGElement>('*')];
  const styles = inLight(() => parts.map(styleOf));
  parts.forEach((part, index) => write(part, styles[index] ?? []));
  const drawing = new XMLSerializer().serializeToString(copy);
  paper.remove();
  const inner = drawing.replace(/^<svg[^>]*>/, '').replace(/<\/svg>$/, '');
  const moved = boxed ? `<g transform="scale(${scale}) translate(${-x} ${-y})">${inner}</g>` : inner;
  return framed(moved, size, heading);
}

/** What `light-dark()` becomes when the page is built: variables of the root. */
const LIGHT = { 'color-scheme': 'light', '--lightningcss-light': 'initial', '--lightningcss-dark': ' ' };

/** With the page in its light colours meanwhile, which nobody sees. */
function inLight<T>(look: () => T): T {
  const { style } = document.documentElement;
  for (const [name, value] of Object.entries(LIGHT)) style.setProperty(name, value);
  const found = look();
  for (const name of Object.keys(LIGHT)) style.removeProperty(name);
  return found;
}

/** What a part looks like, before anything of it is changed: a computed style follows every change. */
function styleOf(part: SVGElement): [string, string][] {
  const computed = getComputedStyle(part);
  return STYLES.map((name) => [name, computed.getPropertyValue(name)]);
}

function write(part: SVGElement, style: readonly [string, string][]): void {
  for (const { name } of [...part.attributes]) {
    if (/^(class|style|role|tabindex|href|xlink:href|aria-|data-)/.test(name)) part.removeAttribute(name);
  }
  if (part.tagName !== 'title') style.forEach(([name, value]) => part.setAttribute(name, value));
}

export const saveSvg = (name: string, svg: string): void => saveText(`${name}.svg`, svg, 'image/svg+xml');

/** Rejects where the browser cannot draw the picture. */
export async function savePng(name: string, svg: string): Promise<void> {
  const image = new Image();
  image.src = `data:image/svg+xml;charset=utf-8,${encodeURIComponent(svg)}`;
  await image.decode();
  const canvas = document.createElement('canvas');
  canvas.width = image.naturalWidth * SCALE;
  canvas.height = image.naturalHeight * SCALE;
  canvas.getContext('2d')?.drawImage(image, 0, 0, canvas.width, canvas.height);
  saveAddress(`${name}.png`, canvas.toDataURL('image/png'));
}
