/** Breaking text into lines. */
import type { Measure } from './measure';

/** Lines that a text takes in a width; breaks after spaces and hyphens, and inside words that are too long. */
export function wrapText(text: string, width: number, font: string, measure: Measure, limit = 500): string[] {
  const lines: string[] = [];
  for (const paragraph of text.split('\n')) {
    if (lines.length >= limit) break;
    wrapParagraph(paragraph, width, font, measure, limit, lines);
  }
  return lines;
}

function wrapParagraph(
  paragraph: string,
  width: number,
  font: string,
  measure: Measure,
  limit: number,
  lines: string[],
): void {
  if (measure(paragraph, font) <= width) {
    lines.push(paragraph);
    return;
  }
  let line = '';
  for (const word of paragraph.match(/[^\s-]*(?:-+|\s+|$)/g) ?? []) {
    if (word === '') continue;
    if (measure((line + word).trimEnd(), font) <= width) {
      line += word;
      continue;
    }
    if (line !== '') lines.push(line.trimEnd());
    if (lines.length >= limit) return;
    line = word;
    while (measure(line.trimEnd(), font) > width && line.trimEnd().length > 1) {
      const fits = fitting(line, width, font, measure);
      lines.push(line.slice(0, fits));
      if (lines.length >= limit) return;
      line = line.slice(fits);
    }
  }
  if (line.trimEnd() !== '' || lines.length === 0) lines.push(line.trimEnd());
}

/** Characters of a text that fit a width, one at least; never half of a surrogate pair. */
export function fitting(text: string, width: number, font: string, measure: Measure): number {
  let low = 1;
  let high = text.length;
  while (low < high) {
    const middle = Math.ceil((low + high) / 2);
    if (measure(text.slice(0, middle), font) <= width) low = middle;
    else high = middle - 1;
  }
  const code = text.charCodeAt(low - 1);
  if (code >= 0xd800 && code <= 0xdbff && low < text.length) return low + 1;
  return low;
}
