// Draws a small pool through everything that the pool does, then leaves the functions that regl compiled
// in the page, for tools/regl_programs.py to write to src/views/pool/regl-programs.js.

import { programs } from '../src/views/pool/regl-programs.js';
import { createScatter } from '../src/views/pool/scatter';

const frames = (count: number): Promise<void> =>
  new Promise((resolve) => {
    const next = (left: number) => (left ? requestAnimationFrame(() => next(left - 1)) : resolve());
    next(count);
  });

const canvas = document.getElementById('canvas') as HTMLCanvasElement;
const pointer = (type: string, x: number, y: number) =>
  canvas.dispatchEvent(new MouseEvent(type, { clientX: x, clientY: y, bubbles: true }));

async function exercise(): Promise<void> {
  const scatter = createScatter(canvas, {
    hover: () => undefined,
    click: () => undefined,
    moved: () => undefined,
  });
  scatter.resize(300, 300);
  await scatter.draw(Float32Array.of(0, 0, 0.5, 0.5, -0.5, 0.5));
  const { left, top } = canvas.getBoundingClientRect();
  pointer('mouseenter', left + 150, top + 150);
  for (const type of ['mousemove', 'mousedown', 'mouseup', 'click']) {
    pointer(type, left + 150, top + 150);
    await frames(5);
  }
  canvas.dispatchEvent(new WheelEvent('wheel', { deltaY: -100, clientX: left + 150, clientY: top + 150 }));
  await frames(10);
  scatter.resize(400, 200);
  await scatter.draw(Float32Array.of(0, 0, 0.5, 0.5));
  scatter.reset();
  await frames(60);
}

function source(): string {
  const entries = Object.entries(programs).sort(([a], [b]) => a.localeCompare(b));
  const body = entries.map(([digest, program]) => {
    const text = String(program).replace(/^function anonymous\(/, 'function (');
    return `  '${digest}': ${text},`;
  });
  return `// Written by tools/regl_programs.py; see regl.ts.\nexport const programs = {\n${body.join('\n')}\n};\n`;
}

await exercise();
const output = document.createElement('pre');
output.id = 'programs';
output.textContent = source();
document.body.append(output);
