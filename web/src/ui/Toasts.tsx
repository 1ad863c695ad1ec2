import { Check, CircleAlert, X } from 'lucide-react';
import { Button } from './Button';
import { dismiss, useToasts } from './toast';

export function Toasts() {
  const toasts = useToasts((state) => state.toasts);
  return (
    <div className="toasts" role="status" aria-live="polite" data-testid="toasts">
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
