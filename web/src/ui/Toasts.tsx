import { Check, CircleAlert, X } from 'lucide-react';
import { Button } from './Button';
import { dismiss, type Progress, useToasts } from './toast';

function ProgressToast({ text, share, cancel }: Progress) {
  const percent = share === null ? null : Math.round(share * 100);
  return (
    <div className="toast underway" data-testid="progress">
      <div className="grow">
        <span>{text}</span>
        <div
          className={`bar${percent === null ? ' unknown' : ''}`}
          role="progressbar"
          aria-label={text}
          aria-valuemin={0}
          aria-valuemax={100}
          {...(percent === null ? {} : { 'aria-valuenow': percent })}
        >
          <i style={{ width: `${percent ?? 100}%` }} />
        </div>
      </div>
      <Button size="small" disabled={cancel === null} onClick={() => cancel?.()}>
        Cancel
      </Button>
    </div>
  );
}

export function Toasts() {
  const { toasts, progress } = useToasts();
  return (
    <div className="toasts" role="status" aria-live="polite" data-testid="toasts">
      {progress !== null && <ProgressToast {...progress} />}
      {toasts.map((toast) => (
        <div key={toast.id} className={`toast ${toast.kind}`}>
          {toast.kind === 'problem' && <CircleAlert aria-hidden="true" />}
          {toast.kind === 'done' && <Check aria-hidden="true" />}
          <span className="grow">{toast.text}</span>
          {[toast.more, toast.action].map(
            (action) =>
              action !== undefined && (
                <Button
                  key={action.label}
                  size="small"
                  onClick={() => {
                    action.run();
                    dismiss(toast.id);
                  }}
                >
                  {action.label}
                </Button>
              ),
          )}
          <Button look="quiet" size="small" icon aria-label="Close" onClick={() => dismiss(toast.id)}>
            <X className="s" />
          </Button>
        </div>
      ))}
    </div>
  );
}
