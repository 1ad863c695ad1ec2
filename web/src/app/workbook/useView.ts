import { useCallback, useEffect, useState, useSyncExternalStore } from 'react';
import type { Presence, SheetView, WorkbookView } from '../../model/view';
import type { AvatarPerson } from '../../ui/Avatar';
import { OFFLINE_PATIENCE, PATIENCE, patientWords, saveWords } from './saveWords';
import type { SaveWords } from './saveWords';

type Topic = Parameters<WorkbookView['subscribe']>[0];

/** A number that grows whenever the view reports news of these kinds, so that what is read from it is fresh. */
export function useNews(view: WorkbookView, ...topics: readonly Topic[]): number {
  const key = topics.join(' ');
  const subscribe = useCallback(
    (listener: () => void) => {
      const ends = (key.split(' ') as Topic[]).map((topic) => view.subscribe(topic, listener));
      return () => ends.forEach((end) => end());
    },
    [view, key],
  );
  return useSyncExternalStore(subscribe, () => topics.reduce((sum, topic) => sum + view.news(topic), 0));
}

/** Cells have rested for so long, milliseconds: those that scrolling brings do not hold it up. */
const REST = 120;
/** Where they never do, what follows them is still fresh after so long, milliseconds. */
const PATIENT = 600;

/** Grows a moment after cells changed, for what may follow them instead of holding them up. */
export function useLateCells(view: WorkbookView): number {
  const [count, setCount] = useState(0);
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | null = null;
    let first = 0;
    const tell = (): void => {
      timer = null;
      setCount((n) => n + 1);
    };
    const end = view.subscribe('cells', () => {
      const now = performance.now();
      if (timer === null) first = now;
      else clearTimeout(timer);
      timer = setTimeout(tell, Math.max(0, Math.min(REST, first + PATIENT - now)));
    });
    return () => {
      end();
      if (timer !== null) clearTimeout(timer);
    };
  }, [view]);
  return count;
}

/** Renders again when one's own name or role is another. */
export function useMyself(view: WorkbookView): void {
  const subscribe = useCallback((listener: () => void) => view.subscribe('people', listener), [view]);
  useSyncExternalStore(subscribe, () => `${view.role} ${view.me?.id ?? ''} ${view.me?.name ?? ''}`);
}

/**
 * Renders again when somebody comes, goes, or changes sheet or role; where cursors are within a sheet is the grid's
 * concern, many times a second.
 */
export function useWho(view: WorkbookView): void {
  const subscribe = useCallback((listener: () => void) => view.subscribe('people', listener), [view]);
  useSyncExternalStore(
    subscribe,
    () => `${view.role} ${view.me?.id ?? ''} ${view.me?.name ?? ''}\n${whoOf(view.people)}`,
  );
}

/** Several parts of the page ask for the same. */
const who = new WeakMap<readonly Presence[], string>();

function whoOf(people: readonly Presence[]): string {
  let text = who.get(people);
  if (text === undefined) {
    text = people
      .map(({ client, person, sheet }) => `${client} ${person.id} ${person.name} ${sheet ?? ''}`)
      .join('\n');
    who.set(people, text);
  }
  return text;
}

const PULSE = 400;

/** A number that grows a little after the workbook may have changed, not more than a few times a second. */
export function usePulse(view: WorkbookView, enabled: boolean): number {
  const [count, setCount] = useState(0);
  useEffect(() => {
    if (!enabled) return;
    let timer: ReturnType<typeof setTimeout> | null = null;
    const beat = (): void => {
      timer = null;
      setCount((n) => n + 1);
    };
    const heard = (): void => {
      timer ??= setTimeout(beat, PULSE);
    };
    const ends = (['cells', 'sheets', 'save'] as const).map((topic) => view.subscribe(topic, heard));
    return () => {
      if (timer !== null) clearTimeout(timer);
      for (const end of ends) end();
    };
  }, [view, enabled]);
  return count;
}

/** True once the document has arrived. */
export function useReady(view: WorkbookView): boolean {
  return useSyncExternalStore(
    (listener) => {
      const ends = (['sheets', 'save', 'notice'] as const).map((topic) => view.subscribe(topic, listener));
      return () => ends.forEach((end) => end());
    },
    () => view.ready,
  );
}

/** What the state beside the name says, without flicker. */
export function useSaveWords(view: WorkbookView): SaveWords {
  useNews(view, 'save', 'sheets');
  const [shown, setShown] = useState<SaveWords | null>(null);
  const [overdue, setOverdue] = useState(false);
  const save = view.save;
  const busy = save.kind === 'saving';
  useEffect(() => {
    if (!busy) return;
    const timer = setTimeout(() => setOverdue(true), PATIENCE);
    return () => {
      clearTimeout(timer);
      setOverdue(false);
    };
  }, [busy]);
  const words = patientWords(shown, saveWords(save, view.ready), save, overdue ? PATIENCE : 0);
  if (shown?.text !== words.text || shown.kind !== words.kind) setShown(words);
  return words;
}

/** True when the connection has been away for longer than a blink. */
export function useLongOffline(view: WorkbookView): boolean {
  useNews(view, 'save');
  const offline = view.save.kind === 'offline';
  const [long, setLong] = useState(false);
  useEffect(() => {
    if (!offline) return;
    const timer = setTimeout(() => setLong(true), OFFLINE_PATIENCE);
    return () => {
      clearTimeout(timer);
      setLong(false);
    };
  }, [offline]);
  return offline && long;
}

/** Everybody once, oneself first. */
export function peopleOf(people: readonly Presence[], me: AvatarPerson | null): readonly AvatarPerson[] {
  const all = new Map<string, AvatarPerson>();
  if (me !== null) all.set(me.id, me);
  for (const presence of people) {
    if (!all.has(presence.person.id)) all.set(presence.person.id, presence.person);
  }
  return [...all.values()];
}

/** Who is on a sheet, oneself left out. */
export function peopleOn(
  people: readonly Presence[],
  sheet: SheetView,
  me: string | null,
): readonly AvatarPerson[] {
  const here = people.filter((presence) => presence.sheet === sheet.id && presence.person.id !== me);
  return peopleOf(here, null);
}
