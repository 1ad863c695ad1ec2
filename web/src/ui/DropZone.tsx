import { Check } from 'lucide-react';

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
