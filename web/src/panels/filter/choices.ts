/** Which values of a column are chosen. Values that nobody has listed stand with the rest: they show, or they do not. */
import type { Criterion, FilterValue } from '../../net/filters';

export interface Choices {
  /** What is not among the exceptions is chosen. */
  readonly rest: boolean;
  /** Exceptions, by their text in small letters. */
  readonly others: ReadonlyMap<string, string>;
}

export const ALL: Choices = { rest: true, others: new Map() };
export const NONE: Choices = { rest: false, others: new Map() };

const folded = (text: string): string => text.toLowerCase();

/** The choices that a criterion stands for; all of them where it is about something else. */
export function choicesOf(criterion: Criterion | null): Choices {
  if (criterion === null || (criterion[0] !== 'in' && criterion[0] !== 'out')) return ALL;
  const [kind, ...texts] = criterion;
  return { rest: kind === 'out', others: new Map(texts.map((text) => [folded(text), text])) };
}

export function isChosen({ rest, others }: Choices, text: string): boolean {
  return others.has(folded(text)) !== rest;
}

export function toggled(choices: Choices, text: string): Choices {
  const others = new Map(choices.others);
  if (!others.delete(folded(text))) others.set(folded(text), text);
  return { ...choices, others };
}

/** All of them chosen, or none. */
export function chosenAll(choices: Choices, texts: readonly string[], on: boolean): Choices {
  return texts.reduce((now, text) => (isChosen(now, text) === on ? now : toggled(now, text)), choices);
}

/** What was found in a column. */
export interface Found {
  readonly values: readonly Pick<FilterValue, 'text'>[];
  /** There are more than those listed. */
  readonly more: boolean;
  /** What was searched for; empty: nothing. */
  readonly search: string;
}

/** The criterion that the choices make; null: every row shows; `nothing`: none would. */
export function chosenCriterion(
  choices: Choices,
  { values, more, search }: Found,
): Criterion | null | 'nothing' {
  const chosen = values.map(({ text }) => text).filter((text) => isChosen(choices, text));
  if (search !== '') {
    if (values.length === 0 || (chosen.length === 0 && !choices.rest)) return 'nothing';
    // More than can be listed: what was searched for says it itself.
    if (more && choices.rest && choices.others.size === 0) return ['if', 'contains', search];
    return chosen.length === 0 ? 'nothing' : ['in', ...chosen];
  }
  if (!more) {
    if (chosen.length === values.length) return null;
    return chosen.length === 0 ? 'nothing' : ['in', ...chosen];
  }
  const others = [...choices.others.values()];
  if (choices.rest) return others.length === 0 ? null : ['out', ...others];
  return others.length === 0 ? 'nothing' : ['in', ...others];
}
