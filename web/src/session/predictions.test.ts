import { describe, expect, it } from 'vitest';
import { unpacked } from './predictions';

describe('predictions in bytes', () => {
  it('are class indices, then confidences', () => {
    const found = unpacked(Uint8Array.of(7, 0, 1, 1, 255, 3).buffer);
    expect([...found.classes]).toEqual([7, 257]);
    expect([...found.confidences]).toEqual([255, 3]);
    expect(() => unpacked(new ArrayBuffer(4))).toThrow('4 bytes');
  });
});
