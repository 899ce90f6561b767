import { describe, expect, it } from 'vitest';
import { latest } from './latest';

describe('latest', () => {
  it('drops the answer of an overtaken task, and its error', async () => {
    const run = latest();
    let release = (): void => undefined;
    const slow = run(() => new Promise<string>((resolve) => (release = () => resolve('old'))));
    const failing = run(() => Promise.reject(new Error('old')));
    const quick = run(async () => 'new');
    release();
    expect(await slow).toBeNull();
    expect(await failing).toBeNull();
    expect(await quick).toEqual({ value: 'new' });
  });

  it('throws the error of the newest task', async () => {
    await expect(latest()(() => Promise.reject(new Error('broken')))).rejects.toThrow('broken');
  });
});
