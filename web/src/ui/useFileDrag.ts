import { useEffect, useState } from 'react';

/** How many files are being dragged over the window: 0 while none are. */
export function useFileDrag(onDrop: (files: readonly File[]) => void, enabled: boolean): number {
  const [dragged, setDragged] = useState(0);
  useEffect(() => {
    if (!enabled) return;
    // enter and leave come for every element on the way; the depth tells when the window itself is left.
    let depth = 0;
    const carriesFiles = (event: DragEvent): boolean => event.dataTransfer?.types.includes('Files') === true;
    const enter = (event: DragEvent): void => {
      if (!carriesFiles(event)) return;
      depth++;
      const items = [...(event.dataTransfer?.items ?? [])].filter((item) => item.kind === 'file');
      setDragged(Math.max(1, items.length));
    };
    const over = (event: DragEvent): void => {
      if (!carriesFiles(event)) return;
      event.preventDefault();
      if (event.dataTransfer !== null) event.dataTransfer.dropEffect = 'copy';
    };
    const leave = (): void => {
      depth = Math.max(0, depth - 1);
      if (depth === 0) setDragged(0);
    };
    const drop = (event: DragEvent): void => {
      depth = 0;
      setDragged(0);
      if (!carriesFiles(event)) return;
      event.preventDefault();
      const files = [...(event.dataTransfer?.files ?? [])];
      if (files.length > 0) onDrop(files);
    };
    window.addEventListener('dragenter', enter);
    window.addEventListener('dragover', over);
    window.addEventListener('dragleave', leave);
    window.addEventListener('drop', drop);
    return () => {
      window.removeEventListener('dragenter', enter);
      window.removeEventListener('dragover', over);
      window.removeEventListener('dragleave', leave);
      window.removeEventListener('drop', drop);
      setDragged(0);
    };
  }, [onDrop, enabled]);
  return dragged;
}
