import { describe, expect, it } from 'vitest';
import { readBound, rebound, usualKeys } from './bindings.svelte';
import { read } from './remembered.svelte';

describe('keys that a person changed', () => {
  it('are read as they were stored, and the usual ones where they cannot be', () => {
    expect(readBound(null)).toEqual(usualKeys());
    expect(readBound('{"get": "q", "unknown": "x"}')).toEqual({ ...usualKeys(), get: 'q' });
    expect(readBound('{"get": 7}')).toEqual(usualKeys());
    expect(readBound('{"get": "t"}')).toEqual(usualKeys());
    expect(readBound('not json')).toEqual(usualKeys());
  });

  it('stay one key each: the command that had a key takes the other', () => {
    expect(rebound(usualKeys(), 'get', 't')).toMatchObject({ get: 't', train: 'g' });
    expect(rebound(usualKeys(), 'get', 'q')).toEqual({ ...usualKeys(), get: 'q' });
  });
});

describe('a choice that is remembered', () => {
  it('is the usual one where another kind of value, or none that can be read, was stored', () => {
    expect(read(null, 'auto')).toBe('auto');
    expect(read('"dark"', 'auto')).toBe('dark');
    expect(read('7', 'auto')).toBe('auto');
    expect(read('{', false)).toBe(false);
  });
});
