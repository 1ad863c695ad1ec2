import { useEffect } from 'react';
import type { WorkbookView } from '../../model/view';
import { showProgress } from '../../ui/toast';

/** Shows what takes a while in this workbook, and lets it be called off. */
export function useTask(view: WorkbookView): void {
  useEffect(() => {
    const show = (): void => {
      const { task } = view;
      showProgress(task === null ? null : { text: task.label, share: task.share, cancel: task.cancel });
    };
    show();
    const end = view.subscribe('task', show);
    return () => {
      end();
      showProgress(null);
    };
  }, [view]);
}
