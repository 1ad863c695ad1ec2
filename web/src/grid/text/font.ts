/** Canvas font strings of formats. */
import type { CellFormat } from '../../model/view';
import type { Theme } from '../theme';

export interface CellFont {
  readonly css: string;
  /** Size in CSS pixels, zoom included. */
  readonly size: number;
  readonly lineHeight: number;
}

/** Families with the same widths, for fonts that a machine may not have. */
const SUBSTITUTES: Readonly<Record<string, string>> = {
  calibri: 'Carlito, "Segoe UI", sans-serif',
  'calibri light': 'Carlito, "Segoe UI", sans-serif',
  aptos: 'Carlito, "Segoe UI", sans-serif',
  'aptos narrow': 'Carlito, "Segoe UI", sans-serif',
  cambria: 'Caladea, Georgia, serif',
  arial: 'Arimo, "Liberation Sans", Helvetica, sans-serif',
  helvetica: 'Arial, Arimo, "Liberation Sans", sans-serif',
  'times new roman': 'Tinos, "Liberation Serif", Times, serif',
  'courier new': 'Cousine, "Liberation Mono", Courier, monospace',
};

function family(font: string | undefined, theme: Theme): string {
  if (font === undefined) return theme.fontUi;
  const clean = font.replace(/["\\;{}<>]/g, '').trim();
  if (clean === '') return theme.fontUi;
  return `"${clean}", ${SUBSTITUTES[clean.toLowerCase()] ?? theme.fontUi}`;
}

/** Fonts by format; formats are few and shared, so most look-ups end in the first map. */
export class Fonts {
  readonly #theme: Theme;
  readonly #zoom: number;
  readonly #uiFamily: string;
  readonly #byFormat = new WeakMap<CellFormat, [CellFont, CellFont]>();
  readonly #byText = new Map<string, CellFont>();

  constructor(theme: Theme, zoom: number) {
    this.#theme = theme;
    this.#zoom = zoom;
    this.#uiFamily = theme.fontUi.split(',')[0]?.replace(/["']/g, '').trim() ?? '';
  }

  of(format: CellFormat, slanted = false): CellFont {
    let pair = this.#byFormat.get(format);
    if (pair === undefined) {
      pair = [this.#make(format, false), this.#make(format, true)];
      this.#byFormat.set(format, pair);
    }
    return pair[slanted ? 1 : 0];
  }

  #make(format: CellFormat, slanted: boolean): CellFont {
    const points = format.size;
    const size =
      (points === undefined ? this.#theme.fontSize : Math.max(1, Math.min(409, points)) * (4 / 3)) *
      this.#zoom;
    const own = format.font === undefined || format.font === this.#uiFamily;
    const bold = format.bold === true ? (own ? '600 ' : '700 ') : '';
    const italic = slanted || format.italic === true ? 'italic ' : '';
    const css = `${italic}${bold}${String(Math.round(size * 100) / 100)}px ${family(format.font, this.#theme)}`;
    const known = this.#byText.get(css);
    if (known !== undefined) return known;
    const font = { css, size, lineHeight: size * (20 / 14) };
    this.#byText.set(css, font);
    return font;
  }
}
