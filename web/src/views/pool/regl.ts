// regl compiles each drawing command with `new Function`, which the page's Content-Security-Policy forbids.
// This build of regl looks its functions up first, by the digest of their source: regl-programs.js holds
// those that the pool needs. `npm run regl` writes that file anew after an update of regl or regl-scatterplot.

import createRegl from 'regl';
import { programs } from './regl-programs.js';

const EXTENSIONS = [
  'OES_texture_float',
  'OES_element_index_uint',
  'WEBGL_color_buffer_float',
  'EXT_float_blend',
];

/** Throws where the browser has no WebGL. */
export function reglWithoutEval(canvas: HTMLCanvasElement): createRegl.Regl {
  const gl = canvas.getContext('webgl', { antialias: true, preserveDrawingBuffer: true });
  if (!gl) throw new Error('This browser has no WebGL, which draws the sample pool.');
  const options = {
    gl,
    extensions: EXTENSIONS.filter((name) => gl.getExtension(name)),
    cachedCode: programs,
  };
  return createRegl(options);
}
