/** Texts on others' cursors as pictures: made once with the fonts of the page, drawn wherever the cursors go. */
import type { Measure } from '../text/measure';

export interface Label {
  readonly bitmap: ImageBitmap;
  /** How wide the text runs, and how large it is. */
  readonly width: number;
  readonly size: number;
  /** Where the text begins in the picture, and how far its baseline lies below the upper edge. */
  readonly left: number;
  readonly above: number;
}

/** What a label says, and how. */
export interface LabelText {
  readonly text: string;
  readonly weight: number;
  readonly size: number;
  readonly family: string;
  readonly color: string;
}

/** Pictures kept before all are made anew. */
const MOST = 300;
/** Letters reach out of their boxes a little, whole pixels. */
const MARGIN = 4;

export class Labels {
  readonly all = new Map<string, Label>();
  /** Grows when all pictures begin anew. */
  epoch = 0;
  #measure: Measure | null = null;
  #ratio = 0;

  /** The pictures for a plan that is being made begin anew when there are too many, or when fonts or pixels are others. */
  begin(measure: Measure, ratio: number): void {
    if (measure === this.#measure && ratio === this.#ratio && this.all.size < MOST) return;
    this.#measure = measure;
    this.#ratio = ratio;
    for (const { bitmap } of this.all.values()) bitmap.close();
    this.all.clear();
    this.epoch++;
  }

  /** The key of the picture of a text. */
  key(label: LabelText): string {
    const key = `${String(label.size)} ${label.family} ${label.color} ${label.text}`;
    if (!this.all.has(key)) this.all.set(key, this.#make(label));
    return key;
  }

  #make({ text, weight, size, family, color }: LabelText): Label {
    const font = `${String(weight)} ${String(size)}px ${family}`;
    const width = this.#measure?.(text, font) ?? 0;
    const ratio = this.#ratio;
    const above = Math.ceil(size * 1.2);
    const canvas = new OffscreenCanvas(
      Math.ceil((width + 2 * MARGIN) * ratio),
      Math.ceil((above + size * 0.5) * ratio),
    );
    const context = canvas.getContext('2d');
    if (context !== null) {
      context.scale(ratio, ratio);
      context.font = font;
      context.fillStyle = color;
      context.textAlign = 'left';
      context.textBaseline = 'alphabetic';
      context.fillText(text, MARGIN, above);
    }
    return { bitmap: canvas.transferToImageBitmap(), width, size, left: MARGIN, above };
  }
}
