import { describe, expect, it } from 'vitest';
import { unopened } from './unopened';

describe('a session that could not be opened', () => {
  it('tells a person what to press where the server tells programs what to ask', () => {
    const detail = 'There is no session 12.';
    const told = unopened({ error: 'SessionNotFound', detail, hint: 'GET /api/sessions lists them all' });
    expect(told).toMatchObject({ title: 'There is no such session', detail });
    expect(told.hint).toContain('Press “Open the newest session”');
    expect(told.hint).not.toContain('/api');
  });

  it('says of other failures what the server says', () => {
    const said = { detail: 'The disk is full.', hint: 'Free some space.' };
    const title = 'The page could not be loaded';
    expect(unopened({ error: 'StorageFull', ...said })).toEqual({ title, ...said });
    expect(unopened({ error: 'LabelsWithheld', ...said }).title).toBe('Not before you have labelled');
  });
});
