/** The tokens of a formula's text. What takes it apart is fetched after the first cells, before anybody types a formula. */
import type { tokenize, tokenTypes } from '@borgar/fx';

interface Library {
  readonly tokenize: typeof tokenize;
  readonly tokenTypes: typeof tokenTypes;
}

export interface Token {
  readonly type: string;
  readonly value: string;
}

let library: Library | null = null;

/** Fetches it. Without a connection that fails; the next time it is tried again. */
export async function loadTokens(): Promise<void> {
  library ??= await import('@borgar/fx');
}

/** Null as long as it is being fetched. */
export function tokensOf(text: string): readonly Token[] | null {
  if (library === null) {
    loadTokens().catch(() => undefined);
    return null;
  }
  return library.tokenize(text, { mergeRefs: true, withLocation: false, negativeNumbers: false });
}

/** Whether a token is of one of these kinds. */
export function isToken(
  { type }: Pick<Token, 'type'>,
  ...kinds: readonly (keyof typeof tokenTypes)[]
): boolean {
  const types = library?.tokenTypes;
  return types !== undefined && kinds.some((kind) => types[kind] === type);
}
