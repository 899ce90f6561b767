/** Does the work before the next picture on the screen. Returns how to leave it undone. */
export function onNextFrame(work: () => void): () => void {
  const frame = requestAnimationFrame(work);
  return () => cancelAnimationFrame(frame);
}
