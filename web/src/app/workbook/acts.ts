/** Something that can be done by name: from the palette, and by its keys. */
export interface Act {
  readonly id: string;
  readonly text: string;
  readonly hint?: string | undefined;
  /** As the table of commands writes them; the first one is shown. */
  readonly keys?: readonly string[] | undefined;
  /** Why it cannot be done now. */
  readonly off?: string | null;
  readonly run: () => void;
}
