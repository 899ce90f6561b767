import { describe, expect, it } from 'vitest';
import { cleaned, LONGEST_NAME, nameHeader } from './naming';
import { actorOf, isOwn } from './self';

describe('a name that is given', () => {
  it.each([
    ['  ada ', 'ada'],
    ['e\u0301ve', 'éve'],
    ['e\ud800\u0301ve', 'éve'],
    ['ada\n\u2028\tgrace', 'ada grace'],
    ['\u0000', ''],
    ['', ''],
    ['x'.repeat(LONGEST_NAME + 1), 'x'.repeat(LONGEST_NAME)],
    ['😀'.repeat(LONGEST_NAME + 1), '😀'.repeat(LONGEST_NAME)],
  ])('%j is %j, and stays so', (said, name) => {
    expect(cleaned(said)).toBe(name);
    expect(cleaned(name)).toBe(name);
  });

  it('goes with a request as ASCII, and nothing does where there is none', () => {
    expect(nameHeader('Løve, 愛')).toEqual({ 'Client-Name': 'L%C3%B8ve%2C%20%E6%84%9B' });
    expect(nameHeader('')).toEqual({});
    expect(nameHeader(undefined)).toEqual({});
  });
});

describe('whose step it is', () => {
  it.each([
    ['person', 'person', true],
    ['person', 'person:ada', true],
    ['person:ada', 'person:ada', true],
    ['person:ada', 'person:grace', false],
    ['person:ada', 'person', false],
    ['person', 'annotator:1', false],
    ['annotator:1', 'annotator:1', true],
  ])('%s, turned by %s: %s', (of, actor, own) => expect(isOwn(of, actor)).toBe(own));

  it('is in events as the server names it', () =>
    expect([actorOf('ada'), actorOf('')]).toEqual(['person:ada', 'person']));
});
