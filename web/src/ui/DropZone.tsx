import { Check } from 'lucide-react';
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

/** Over the whole main area while files are dragged. A browser tells their number now, their names after the drop. */
export function DropZone({ files }: { files: number }) {
  return (
    <div className="dropzone" data-testid="dropzone">
      <div style={{ maxWidth: 440 }}>
        <svg
          className="glyph"
          width="44"
          height="48"
          viewBox="0 0 44 48"
          fill="none"
          stroke="currentColor"
          strokeWidth="1.5"
        >
          <path d="M28 4 27.4 2 2 5.6 7.6 42M36 8l6-1-5.600 36" strokeLinejoin="round" />
          <path d="M9 10.500h27v35H9zM9 19.200h27M9 28h27M9 36.700h27M18 10.500v35M27 10.500v35M16 10V6l22 2.400-.2 2" />
        </svg>
        <h2 className="big">
          {files === 1 ? 'Drop the file to import it' : `Drop ${files} files to import`}
        </h2>
        <p className="lead">
          {files === 1 ? 'It becomes a workbook' : 'They become workbooks'} that only you can open, until you
          share {files === 1 ? 'it. The file' : 'them. The files'} on your computer{' '}
          {files === 1 ? 'stays as it is' : 'stay as they are'}.
        </p>
        <ul>
          <li>
            <Check className="s" aria-hidden="true" />
            You get a report of anything that was not carried over.
          </li>
          <li>
            <Check className="s" aria-hidden="true" />
            Macros are never run.
          </li>
        </ul>
      </div>
    </div>
  );
}
