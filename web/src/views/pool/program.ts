// The one WebGL program of the pool: a disc for every point, all of one size.

const VERTEX = `#version 300 es
uniform vec2 centre;
uniform vec2 scale;
uniform float diameter;
uniform float share;
in vec2 former;
in vec2 position;
in vec4 own;
out vec4 colour;

void main() {
  colour = own;
  gl_Position = vec4((mix(former, position, share) - centre) * scale, 0.0, 1.0);
  gl_PointSize = diameter;
}`;

/** The edge of a disc fades over half a pixel of the device. */
const FRAGMENT = `#version 300 es
precision highp float;
uniform float diameter;
in vec4 colour;
out vec4 drawn;

void main() {
  float inside = diameter * (1.0 - length(2.0 * gl_PointCoord - 1.0)) + 0.5;
  drawn = vec4(colour.rgb, colour.a * clamp(inside, 0.0, 1.0));
}`;

export type Program = {
  use: () => void;
  /** where a point was, and where it goes */
  former: number;
  position: number;
  own: number;
  centre: WebGLUniformLocation | null;
  scale: WebGLUniformLocation | null;
  diameter: WebGLUniformLocation | null;
  /** of the way from `former` to `position`, in [0, 1] */
  share: WebGLUniformLocation | null;
};

/** Throws with the driver's words where it does not take the program. */
export function linkedProgram(gl: WebGL2RenderingContext): Program {
  const program = gl.createProgram();
  for (const [kind, source] of [
    [gl.VERTEX_SHADER, VERTEX],
    [gl.FRAGMENT_SHADER, FRAGMENT],
  ] as const) {
    const shader = gl.createShader(kind);
    if (!shader) throw new Error('WebGL 2 made no shader: its context is lost.');
    gl.shaderSource(shader, source);
    gl.compileShader(shader);
    gl.attachShader(program, shader);
  }
  gl.linkProgram(program);
  if (!gl.getProgramParameter(program, gl.LINK_STATUS)) {
    const shaders = gl.getAttachedShaders(program) ?? [];
    const words = [gl.getProgramInfoLog(program), ...shaders.map((shader) => gl.getShaderInfoLog(shader))];
    throw new Error(`WebGL 2 did not take the pool's shaders: ${words.filter(Boolean).join(' ')}`);
  }
  const uniform = (name: string) => gl.getUniformLocation(program, name);
  return {
    use: () => gl.useProgram(program),
    former: gl.getAttribLocation(program, 'former'),
    position: gl.getAttribLocation(program, 'position'),
    centre: uniform('centre'),
    scale: uniform('scale'),
    diameter: uniform('diameter'),
    share: uniform('share'),
    own: gl.getAttribLocation(program, 'own'),
  };
}
