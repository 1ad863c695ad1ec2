/** What could be meant by the word at the caret, and which argument of which function is being typed. */
import { tokenize, tokenTypes } from '@borgar/fx';
import type { FunctionCatalogue, FunctionEntry } from './functions';
import { rankedFunctions } from './ranking';
import { argumentPlace, type ArgumentPlace } from './signature';

export interface Completion {
  /** The stretch of text that a choice replaces. */
  readonly start: number;
  readonly end: number;
  /** The letters typed, in capitals. */
  readonly typed: string;
  readonly matches: readonly Suggestion[];
}

/** Something of the workbook that may be meant: a name, a table, a column of it, some of its rows. */
export interface OwnSuggestion {
  readonly name: string;
  readonly about: string;
  readonly category: string;
  /** What a choice writes. */
  readonly insert: string;
}

export type Suggestion = FunctionEntry | OwnSuggestion;

export interface CallHint extends ArgumentPlace {
  readonly entry: FunctionEntry;
}

const MOST = 60;
/** Functions that come before the workbook's own words at most. */
const BEFORE_OWN = 5;

/** What names and functions are made of. */
const WORD = /^[\p{Alphabetic}_\\][\p{Alphabetic}\p{N}_.?\\]*$/u;

interface Place {
  readonly type: string;
  readonly value: string;
  readonly start: number;
  readonly end: number;
}

function places(text: string): Place[] {
  let at = 0;
  return tokenize(text, { mergeRefs: true, withLocation: false, negativeNumbers: false }).map((token) => {
    const start = at;
    at += token.value.length;
    return { type: token.type, value: token.value, start, end: at };
  });
}

/**
 * Functions and words of the workbook (`own`) that the word before the caret may be meant for, the likeliest first. Null when there is no such word, when it
 * is finished, or when it names something already: a cell, a name of the workbook (`isName`), one that LET or LAMBDA gave.
 */
export function completionAt(
  text: string,
  caret: number,
  catalogue: FunctionCatalogue,
  isName: (word: string) => boolean = () => false,
  own: readonly OwnSuggestion[] = [],
): Completion | null {
  if (!text.startsWith('=')) return null;
  const all = places(text);
  const word = all.find(({ start, end }) => start < caret && end >= caret);
  if (word?.end !== caret) return null;
  // R and C alone can be no names, but may be the beginning of one.
  const types: readonly string[] = [tokenTypes.REF_NAMED, tokenTypes.FUNCTION, tokenTypes.UNKNOWN];
  if (!types.includes(word.type) || !WORD.test(word.value)) return null;
  if (text.charAt(caret) === '(') return null;
  const typed = word.value.toUpperCase();
  const again = all.some(
    (each) => each !== word && each.type === tokenTypes.REF_NAMED && each.value.toUpperCase() === typed,
  );
  if (again || isName(word.value)) return null;
  const functions = rankedFunctions(catalogue.entries, typed, MOST);
  const named = own.filter(({ name }) => name.toUpperCase().startsWith(typed));
  // The likeliest functions stay where hands expect them.
  const begin = functions.findIndex((entry) => !entry.name.startsWith(typed));
  const at = Math.min(begin < 0 ? functions.length : begin, BEFORE_OWN);
  const matches = [...functions.slice(0, at), ...named, ...functions.slice(at)];
  return matches.length === 0 ? null : { start: word.start, end: word.end, typed, matches };
}

interface Bracket {
  /** Null for brackets that only group, and for arrays in braces. */
  readonly name: string | null;
  commas: number;
  closed: boolean;
}

/** The brackets of a formula as they open and close along its text. */
class Brackets {
  readonly #open: Bracket[] = [];
  #name: string | null = null;

  get innermostCall(): Bracket | undefined {
    return this.#open.findLast((each) => each.name !== null);
  }

  take({ type, value }: Place): void {
    if (type === tokenTypes.WHITESPACE) return;
    const name = this.#name;
    this.#name = type === tokenTypes.FUNCTION ? value : null;
    if (type !== tokenTypes.OPERATOR) return;
    const top = this.#open.at(-1);
    if (value === '(' || value === '{') {
      this.#open.push({ name: value === '(' ? name : null, commas: 0, closed: false });
    } else if (value === ')' || value === '}') {
      if (top !== undefined) top.closed = true;
      this.#open.pop();
    } else if (value === ',' && top !== undefined) top.commas++;
  }
}

/** The innermost call that is open at the caret. */
export function callAt(text: string, caret: number, catalogue: FunctionCatalogue): CallHint | null {
  if (!text.startsWith('=')) return null;
  const all = places(text);
  const next = all.findIndex(({ end }) => end > caret);
  const cut = next < 0 ? all.length : next;
  const brackets = new Brackets();
  for (const each of all.slice(0, cut)) brackets.take(each);
  const call = brackets.innermostCall;
  const entry = catalogue.named(call?.name ?? '');
  if (call === undefined || entry === null) return null;
  const index = call.commas;
  // What follows the caret tells how many arguments there are.
  for (const each of all.slice(cut)) brackets.take(each);
  return { entry, ...argumentPlace(entry, index, call.commas + 1, call.closed) };
}

/** Text and caret after a choice was taken: the name with its bracket, the caret inside. */
export function complete(
  text: string,
  completion: Pick<Completion, 'start' | 'end'>,
  entry: Suggestion,
): { text: string; caret: number } {
  const rest = text.slice(completion.end);
  if ('insert' in entry) {
    const head = text.slice(0, completion.start) + entry.insert;
    // A bracket that closes already is not written twice.
    const closed = entry.insert.endsWith(']') && rest.startsWith(']');
    return { text: head + (closed ? rest.slice(1) : rest), caret: head.length };
  }
  const bracket = rest.startsWith('(') ? '' : entry.args.length === 0 ? '()' : '(';
  const head = text.slice(0, completion.start) + entry.name + bracket;
  return { text: head + rest, caret: head.length };
}
