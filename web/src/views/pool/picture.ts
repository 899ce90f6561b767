// The map as a picture for a file.

import { saveAddress } from '../shared/save';

const TITLE = 15;

/** Saves the points with the marks above them, under a title, on the page's own paper. */
export function saveMap(points: HTMLCanvasElement, marks: HTMLCanvasElement, title: string): void {
  const canvas = document.createElement('canvas');
  const ratio = points.width / (marks.clientWidth || points.width);
  const top = Math.round(1.8 * TITLE * ratio);
  [canvas.width, canvas.height] = [points.width, points.height + top];
  const pen = canvas.getContext('2d');
  if (!pen) return;
  const style = getComputedStyle(marks);
  pen.fillStyle = getComputedStyle(marks.closest('section') ?? marks).backgroundColor;
  pen.fillRect(0, 0, canvas.width, canvas.height);
  pen.fillStyle = style.color;
  pen.font = `600 ${TITLE * ratio}px ${style.fontFamily}`;
  pen.fillText(title, 10 * ratio, 1.2 * TITLE * ratio);
  pen.drawImage(points, 0, top);
  pen.drawImage(marks, 0, top, points.width, points.height);
  saveAddress(`map, ${title}.png`, canvas.toDataURL('image/png'));
}
