/** What could be meant by the word at the caret, and which argument of which function is being typed. */
import { tokenize, tokenTypes } from '@borgar/fx';
import { functionNamed, OFFERED, type FunctionEntry } from './functions';

export interface Completion {
  /** The stretch of text that a choice replaces. */
  readonly start: number;
  readonly end: number;
  readonly matches: readonly FunctionEntry[];
}

export interface CallHint {
  readonly entry: FunctionEntry;
  /** Index among `entry.args` of the argument at the caret. */
  readonly argument: number;
}

const MOST = 8;

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

/** Functions that begin with the word before the caret. Null when there is no such word, or it names a cell already. */
export function completionAt(text: string, caret: number): Completion | null {
  if (!text.startsWith('=')) return null;
  const word = places(text).find(({ start, end }) => start < caret && end >= caret);
  if (word?.end !== caret) return null;
  const named = word.type === tokenTypes.REF_NAMED || word.type === tokenTypes.FUNCTION;
  if (!named || !/^[A-Za-z][A-Za-z0-9.]*$/.test(word.value)) return null;
  if (text.charAt(caret) === '(') return null;
  const typed = word.value.toUpperCase();
  const matches = OFFERED.filter(({ name }) => name.startsWith(typed)).slice(0, MOST);
  return matches.length === 0 ? null : { start: word.start, end: word.end, matches };
}

/** The innermost call that is open at the caret. */
export function callAt(text: string, caret: number): CallHint | null {
  if (!text.startsWith('=')) return null;
  const open: { name: string | null; commas: number }[] = [];
  let name: string | null = null;
  for (const { type, value, end } of places(text)) {
    if (end > caret) break;
    if (type === tokenTypes.FUNCTION) name = value;
    else if (type === tokenTypes.OPERATOR) {
      const top = open.at(-1);
      if (value === '(' || value === '{') open.push({ name: value === '(' ? name : null, commas: 0 });
      else if (value === ')' || value === '}') open.pop();
      else if (value === ',' && top !== undefined) top.commas++;
      name = null;
    } else if (type !== tokenTypes.WHITESPACE) name = null;
  }
  const call = open.findLast((each) => each.name !== null);
  const entry = call === undefined || call.name === null ? null : functionNamed(call.name);
  return entry === null || call === undefined ? null : { entry, argument: argumentOf(entry, call.commas) };
}

/** `…` stands for more of the one before it. */
function argumentOf(entry: FunctionEntry, commas: number): number {
  const repeat = entry.args.indexOf('…');
  if (repeat < 0) return Math.min(commas, entry.args.length);
  return commas < repeat ? commas : repeat - 1;
}

/** Text and caret after a choice was taken: the name with its bracket, the caret inside. */
export function complete(
  text: string,
  completion: Pick<Completion, 'start' | 'end'>,
  entry: FunctionEntry,
): { text: string; caret: number } {
  const rest = text.slice(completion.end);
  const bracket = rest.startsWith('(') ? '' : entry.args.length === 0 ? '()' : '(';
  const head = text.slice(0, completion.start) + entry.name + bracket;
  return { text: head + rest, caret: head.length };
}
