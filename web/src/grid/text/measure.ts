/** Widths of texts, remembered. */

export type Measure = (text: string, font: string) => number;

/** Texts remembered per font before the memory of that font starts anew. */
const KEEP = 20_000;

export function cachedMeasure(measure: Measure): Measure {
  const fonts = new Map<string, Map<string, number>>();
  return (text, font) => {
    let widths = fonts.get(font);
    if (widths === undefined) {
      widths = new Map();
      fonts.set(font, widths);
    }
    const known = widths.get(text);
    if (known !== undefined) return known;
    if (widths.size >= KEEP) widths.clear();
    const width = measure(text, font);
    widths.set(text, width);
    return width;
  };
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
