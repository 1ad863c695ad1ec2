/** A function with its arguments as one reads it, and which of them is being typed. */
import type { FunctionArgument, FunctionEntry } from './functions';

export interface ArgumentPlace {
  /** Indices among the entry's arguments. Several when more than one may be meant; none when there are too many. */
  readonly current: readonly number[];
  /** How often the arguments that repeat were given before: 2 in the third pair of a SUMIFS. */
  readonly round: number;
}

export interface SignaturePart {
  readonly text: string;
  /** Index among the entry's arguments, null for brackets and commas. */
  readonly argument: number | null;
}

/** The stretch of arguments that repeat: the first of them and how many they are. */
function repeating(args: readonly FunctionArgument[]): { first: number; count: number } | null {
  const first = args.findIndex((each) => each.repeats === true);
  return first < 0 ? null : { first, count: args.filter((each) => each.repeats === true).length };
}

/**
 * Which argument the one at `index` is. `given` counts all that stand in the brackets by now; `closed` tells that no more
 * will follow, which decides what the last one is where something comes after the arguments that repeat.
 */
export function argumentPlace(
  entry: FunctionEntry,
  index: number,
  given: number,
  closed: boolean,
): ArgumentPlace {
  const { args } = entry;
  const block = repeating(args);
  if (block === null || index < block.first) return { current: index < args.length ? [index] : [], round: 0 };
  const beyond = index - block.first;
  const round = Math.floor(beyond / block.count);
  const within = beyond % block.count;
  const repeated = block.first + within;
  const after = block.first + block.count;
  // What follows the repeating ones stands where another round would begin.
  if (after === args.length || within > 0 || index < given - 1) return { current: [repeated], round };
  return { current: closed ? [after] : [repeated, after], round };
}

/** `range2` in the third round is `range4`. */
export function argumentName(argument: FunctionArgument, round: number): string {
  if (argument.repeats !== true || round === 0) return argument.name;
  return argument.name.replace(/\d+$/, (digits) => String(Number(digits) + round));
}

/** `SUMIFS(sum_range, range1, criterion1, [range2], [criterion2], …)` in pieces. */
export function signatureParts(entry: FunctionEntry, round = 0): readonly SignaturePart[] {
  const parts: SignaturePart[] = [];
  const say = (text: string, argument: number | null = null): void => {
    parts.push({ text, argument });
  };
  const block = repeating(entry.args);
  say(`${entry.name}(`);
  entry.args.forEach((argument, index) => {
    if (index > 0) say(', ');
    if (index === block?.first && round > 0) say('…, ');
    if (argument.optional === true) say('[');
    say(argumentName(argument, round), index);
    if (argument.optional === true) say(']');
    if (block !== null && index === block.first + block.count - 1) say(', …');
  });
  say(')');
  return parts;
}

export function signatureText(entry: FunctionEntry): string {
  return signatureParts(entry)
    .map((part) => part.text)
    .join('');
}
