import { expect, test } from 'vitest';
import { vectors } from '../testing/vectors';
import { readTyped } from './input';

test('typed text is understood as on the server', () => {
  for (const [text, content, format] of vectors<[string, unknown, string | null]>('input')) {
    const typed = readTyped(text);
    const stored =
      typed.kind === 'formula'
        ? ['=', typed.text]
        : typeof typed.value === 'object' && typed.value !== null
          ? ['#', typed.value.error]
          : typed.value;
    const formula = Array.isArray(content) && content[0] === '=';
    const expected: unknown = formula ? ['=', typed.kind === 'formula' ? typed.text : null] : content;
    expect({ text, stored, format: typed.kind === 'value' ? typed.format : null }).toEqual({
      text,
      stored: expected,
      format,
    });
  }
});
