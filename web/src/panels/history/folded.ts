/** What is said where a part of the history is folded, and where the server refuses. */
import type { Folded } from '../../net/keeping';
import { Problem } from '../../net/problem';
import { clock, dayNumber, inSentence, longDate } from '../../ui/time';

/** A checkpoint: what happened before it is no longer told. */
export interface Checkpoint {
  readonly seq: number;
  readonly at: string;
}

/** The checkpoint that a refusal names; null when it is about something else. */
export function checkpointOf({ status, code, about }: Problem): Checkpoint | null {
  if (status !== 410 || code !== 'folded') return null;
  const { seq, at } = about ?? {};
  return typeof seq === 'number' && typeof at === 'string' ? { seq, at } : null;
}

/** Why there is nothing: it was before a checkpoint. */
export function foldedWords({ at }: Pick<Checkpoint, 'at'>, now: Date): string {
  return `What happened up to ${moment(at, now)} is folded, and is no longer told.`;
}

/** Where a list ends. */
export function endWords(folded: Folded, now: Date): string {
  const on = folded.folded_at === undefined ? '' : ` ${inSentence(new Date(folded.folded_at), now)}`;
  return `Folded${on}: what happened up to ${moment(folded.at, now)} is no longer told.`;
}

function moment(at: string, now: Date): string {
  const when = new Date(at);
  const days = dayNumber(now) - dayNumber(when);
  return days === 0 ? `${clock(when)} today` : `${longDate(when, now)}, ${clock(when)}`;
}

/** Why something of the history is refused, in words. */
export function reasonOf(cause: unknown, now = new Date()): string {
  if (!(cause instanceof Problem) || cause.status === 0) return 'The server does not answer.';
  const checkpoint = checkpointOf(cause);
  return checkpoint === null ? cause.detail : foldedWords(checkpoint, now);
}
