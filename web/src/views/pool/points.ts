// Draws the pool's points into a WebGL 2 context.

import { rgb } from 'd3-color';
import { UNLABELLED_COLOUR } from '../shared/colours';
import { linkedProgram } from './program';
import { diameterOf, unitOf, type Size, type View } from './view';

const OPACITY = 0.75;
const FAR = 1e9;
/** What has no place is drawn where nobody looks. */
const outOfSight = (value: number): number => (Number.isNaN(value) ? FAR : value);

export type Points = {
  /** Takes x, y of every point in place of those before, and where each comes from. */
  upload: (coordinates: Float32Array, former: Float32Array) => void;
  /** Red, green, blue and opacity of every point, in bytes; null: all in one colour. */
  colour: (bytes: Uint8Array | null) => void;
  /** `ratio`: device pixels per CSS pixel. The canvas has the size in device pixels. `share`: how much of the way from
   * their former places the points have gone. */
  draw: (view: View, size: Size, ratio: number, share: number) => void;
};

/** Everything here is lost with the context, and made anew after it is restored. */
export function createPoints(gl: WebGL2RenderingContext): Points {
  const program = linkedProgram(gl);
  let count = 0;
  program.use();
  const buffers = [program.position, program.former].map((attribute) => {
    const buffer = gl.createBuffer();
    gl.bindBuffer(gl.ARRAY_BUFFER, buffer);
    gl.enableVertexAttribArray(attribute);
    gl.vertexAttribPointer(attribute, 2, gl.FLOAT, false, 0, 0);
    return buffer;
  });
  const colours = gl.createBuffer();
  gl.bindBuffer(gl.ARRAY_BUFFER, colours);
  gl.vertexAttribPointer(program.own, 4, gl.UNSIGNED_BYTE, true, 0, 0);
  const { r, g, b } = rgb(UNLABELLED_COLOUR);
  gl.vertexAttrib4f(program.own, r / 255, g / 255, b / 255, OPACITY);
  gl.enable(gl.BLEND);
  // What is behind the canvas shows through: the page's own ground, light or dark.
  gl.blendFuncSeparate(gl.SRC_ALPHA, gl.ONE_MINUS_SRC_ALPHA, gl.ONE, gl.ONE_MINUS_SRC_ALPHA);
  gl.clearColor(0, 0, 0, 0);

  return {
    upload(coordinates, former) {
      count = coordinates.length / 2;
      [coordinates, former].forEach((places, which) => {
        gl.bindBuffer(gl.ARRAY_BUFFER, buffers[which] ?? null);
        gl.bufferData(gl.ARRAY_BUFFER, places.map(outOfSight), gl.STATIC_DRAW);
      });
    },
    colour(bytes) {
      if (!bytes || bytes.length !== 4 * count) return gl.disableVertexAttribArray(program.own);
      gl.bindBuffer(gl.ARRAY_BUFFER, colours);
      gl.bufferData(gl.ARRAY_BUFFER, bytes, gl.DYNAMIC_DRAW);
      gl.enableVertexAttribArray(program.own);
    },
    draw(view, size, ratio, share) {
      const unit = unitOf(view, size);
      gl.viewport(0, 0, gl.drawingBufferWidth, gl.drawingBufferHeight);
      gl.clear(gl.COLOR_BUFFER_BIT);
      gl.uniform2f(program.centre, view.x, view.y);
      gl.uniform2f(program.scale, (2 * unit) / size.width, (2 * unit) / size.height);
      gl.uniform1f(program.diameter, diameterOf(count, view) * ratio);
      gl.uniform1f(program.share, share);
      gl.drawArrays(gl.POINTS, 0, count);
    },
  };
}
