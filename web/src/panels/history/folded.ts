/** What is said where a part of the history is folded, and where the server refuses. */
import type { Problem } from '../../net/problem';
import { inSentence } from '../../ui/time';

/** A checkpoint: what happened before it is no longer told. */
export interface Checkpoint {
  readonly seq: number;
  readonly at: string;
}

/** The checkpoint that a refusal names; null when it is about something else. */
export function checkpointOf({ status, code, body }: Problem): Checkpoint | null {
  if (status !== 410 || code !== 'folded') return null;
  const { seq, at } = body as { readonly seq?: unknown; readonly at?: unknown };
  return typeof seq === 'number' && typeof at === 'string' ? { seq, at } : null;
}

export function foldedWords({ at }: Pick<Checkpoint, 'at'>, now: Date): string {
  return `The history before the checkpoint made ${inSentence(new Date(at), now)} is folded: what happened then is no longer told.`;
}

/** Why something of the history cannot be shown: `lead` says what. */
export function refusalWords(problem: Problem, lead: string, now = new Date()): string {
  if (problem.status === 0) return `${lead} The server does not answer.`;
  const checkpoint = checkpointOf(problem);
  if (checkpoint !== null) return `${lead} ${foldedWords(checkpoint, now)}`;
  return `${lead} ${problem.detail}`;
}
