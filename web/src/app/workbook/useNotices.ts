import { useEffect } from 'react';
import type { WorkbookView } from '../../model/view';
import { dismissStale, say, undoAction } from '../../ui/toast';

/** What a workbook did by itself, after something that a person did. */
const BY_ITSELF: ReadonlySet<string> = new Set(['table-grown', 'table-filled']);
/** What is no problem: cells stayed as they were, somebody may do more or less than before. */
const NEWS: ReadonlySet<string> = new Set(['role', 'does-not-fit']);

/** Says what the workbook has to say. `heard`: something about the workbook may be another outside of its document. */
export function useNotices(view: WorkbookView, heard: () => void): void {
  useEffect(() => {
    const told = new Set<string>();
    return view.subscribe('notice', () => {
      const notice = view.lastNotice;
      if (notice === null) return;
      const { code, detail } = notice;
      if (BY_ITSELF.has(code)) {
        // Who has seen it once knows it; the way back is always there.
        if (told.has(detail)) return;
        told.add(detail);
        say(detail, { action: undoAction(view.commands) });
        return;
      }
      heard();
      // What ended the connection has a banner.
      if (view.save.kind !== 'refused') say(detail, NEWS.has(code) ? {} : { kind: 'problem' });
    });
  }, [view, heard]);
  useEffect(() => {
    // Cells are told before the step that changed them has ended.
    const ends = (['cells', 'sheets'] as const).map((topic) =>
      view.subscribe(topic, () => queueMicrotask(dismissStale)),
    );
    return () => ends.forEach((end) => end());
  }, [view]);
}
