/** Widths of texts, remembered. */

export type Measure = (text: string, font: string) => number;

/** Texts remembered per font before the memory of that font starts anew. */
const KEEP = 20_000;

/** Texts up to here are summed up from their letters. */
const SHORT = 64;

/**
 * Short plain texts are summed up from their letters' widths: while numbers scroll by, each of them is new, and asking the canvas
 * for every one would cost more than drawing them. Kerning is left out, which is less than a pixel in a cell.
 */
export function cachedMeasure(measure: Measure): Measure {
  const fonts = new Map<string, { letters: Float64Array; texts: Map<string, number> }>();
  let lastFont = '';
  let last: { letters: Float64Array; texts: Map<string, number> } | null = null;
  return (text, font) => {
    if (last === null || font !== lastFont) {
      last = fonts.get(font) ?? { letters: new Float64Array(128).fill(-1), texts: new Map() };
      fonts.set(font, last);
      lastFont = font;
    }
    const { letters, texts } = last;
    if (text.length <= SHORT) {
      const sum = sumOf(text, font, letters, measure);
      if (sum >= 0) return sum;
    }
    const known = texts.get(text);
    if (known !== undefined) return known;
    const width = measure(text, font);
    if (texts.size >= KEEP) texts.clear();
    texts.set(text, width);
    return width;
  };
}

/** -1 when a letter is beyond ASCII. */
function sumOf(text: string, font: string, letters: Float64Array, measure: Measure): number {
  let sum = 0;
  for (let index = 0; index < text.length; index++) {
    const code = text.charCodeAt(index);
    if (code < 32 || code > 126) return -1;
    let width = letters[code] ?? -1;
    if (width < 0) {
      width = measure(text.charAt(index), font);
      letters[code] = width;
    }
    sum += width;
  }
  return sum;
}

/** Measures on a canvas of its own, so that the painting one keeps its state. */
export function canvasMeasure(): Measure {
  const context = document.createElement('canvas').getContext('2d');
  let current = '';
  return (text, font) => {
    if (context === null) return text.length * 7;
    if (font !== current) {
      context.font = font;
      current = font;
    }
    return context.measureText(text).width;
  };
}
