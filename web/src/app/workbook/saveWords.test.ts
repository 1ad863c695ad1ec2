import { describe, expect, it } from 'vitest';
import { patientWords, saveWords } from './saveWords';

const AT = new Date(2026, 10, 22, 14, 2).getTime();

describe('saveWords', () => {
  it('says when it was saved', () => {
    expect(saveWords({ kind: 'saved', at: AT }, true)).toEqual({ kind: 'ok', text: 'Saved 14:02' });
    expect(saveWords({ kind: 'saved', at: 0 }, true).text).toBe('Saved');
    expect(saveWords({ kind: 'saved', at: AT }, false).text).toBe('Opening');
  });

  it('counts what waits', () => {
    expect(saveWords({ kind: 'offline', waiting: 7, since: AT }, true).text).toBe(
      'Not connected, 7 edits waiting',
    );
    expect(saveWords({ kind: 'offline', waiting: 1, since: AT }, true).text).toBe(
      'Not connected, 1 edit waiting',
    );
    expect(saveWords({ kind: 'offline', waiting: 0, since: AT }, true).text).toBe('Not connected');
  });

  it('never calls a refusal saved', () => {
    expect(saveWords({ kind: 'refused', code: 'too-large', detail: '' }, true).text).toBe('Not saved');
    expect(saveWords({ kind: 'refused', code: 'revoked', detail: '' }, true).text).toBe('Access ended');
  });
});

describe('patientWords', () => {
  const saving = { kind: 'saving', waiting: 1 } as const;
  const saved = { kind: 'ok', text: 'Saved 14:02' } as const;
  const now = saveWords(saving, true);

  it('does not flicker for edits that are stored at once', () => {
    expect(patientWords(saved, now, saving, 120)).toBe(saved);
    expect(patientWords(saved, now, saving, 400)).toBe(now);
  });

  it('is never patient about a lost connection', () => {
    const offline = { kind: 'offline', waiting: 2, since: AT } as const;
    const words = saveWords(offline, true);
    expect(patientWords(saved, words, offline, 0)).toBe(words);
  });
});
