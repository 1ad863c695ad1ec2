import { describe, expect, it } from 'vitest';
import { patientWords, saveWords, unkept } from './saveWords';

const AT = new Date(2026, 10, 22, 14, 2).getTime();

describe('saveWords', () => {
  it('says when it was saved', () => {
    expect(saveWords({ kind: 'saved', at: AT }, true)).toEqual({ kind: 'ok', text: 'Saved 14:02' });
    expect(saveWords({ kind: 'saved', at: 0 }, true).text).toBe('Saved');
    expect(saveWords({ kind: 'saved', at: AT }, false).text).toBe('Opening');
  });

  it('counts what waits, and says what is kept only when all of it is', () => {
    const words = (waiting: number, kept: number): string =>
      saveWords({ kind: 'offline', waiting, kept, since: AT }, true).text;
    expect(words(7, 7)).toBe('Offline, 7 edits kept on this device');
    expect(words(1, 1)).toBe('Offline, 1 edit kept on this device');
    expect(words(2, 1)).toBe('Offline, 2 edits waiting');
    expect(words(0, 0)).toBe('Offline');
  });

  it('tells that what was kept is on its way', () => {
    expect(saveWords({ kind: 'syncing', waiting: 3, kept: 3 }, true)).toEqual({
      kind: 'busy',
      text: 'Syncing 3 edits',
    });
    expect(saveWords({ kind: 'syncing', waiting: 0, kept: 0 }, true).text).toBe('Syncing');
    expect(saveWords({ kind: 'syncing', waiting: 3, kept: 3 }, false).text).toBe('Opening');
  });

  it('asks to stay only for what would be lost', () => {
    expect(unkept({ kind: 'offline', waiting: 3, kept: 1, since: AT })).toBe(2);
    expect(unkept({ kind: 'saving', waiting: 3, kept: 3 })).toBe(0);
    expect(unkept({ kind: 'saved', at: AT })).toBe(0);
  });

  it('never calls a refusal saved', () => {
    expect(saveWords({ kind: 'refused', code: 'too-large', detail: '' }, true).text).toBe('Not saved');
    expect(saveWords({ kind: 'refused', code: 'revoked', detail: '' }, true).text).toBe('Access ended');
  });
});

describe('patientWords', () => {
  const saving = { kind: 'saving', waiting: 1, kept: 0 } as const;
  const saved = { kind: 'ok', text: 'Saved 14:02' } as const;
  const now = saveWords(saving, true);

  it('does not flicker for edits that are stored at once', () => {
    expect(patientWords(saved, now, saving, 120)).toBe(saved);
    expect(patientWords(saved, now, saving, 400)).toBe(now);
  });

  it('is never patient about a lost connection', () => {
    const offline = { kind: 'offline', waiting: 2, kept: 2, since: AT } as const;
    const words = saveWords(offline, true);
    expect(patientWords(saved, words, offline, 0)).toBe(words);
  });
});
