/** Short messages at the lower edge. They leave by themselves, or when they are closed. */
import { create } from 'zustand';

export interface ToastAction {
  readonly label: string;
  readonly run: () => void;
  /** True: there is nothing left that it could do. The message goes. */
  readonly stale?: () => boolean;
}

export interface Toast {
  readonly id: number;
  readonly kind: 'plain' | 'done' | 'problem';
  readonly text: string;
  readonly action?: ToastAction;
  /** A second one. */
  readonly more?: ToastAction;
}

/** Something that takes a while. */
export interface Progress {
  readonly text: string;
  /** 0 to 1; null while nobody knows. */
  readonly share: number | null;
  /** Null when it cannot be called off any more. */
  readonly cancel: (() => void) | null;
}

interface ToastState {
  readonly toasts: readonly Toast[];
  readonly progress: Progress | null;
}

export const useToasts = create<ToastState>()(() => ({ toasts: [], progress: null }));

/** Shows how far something is, until null is shown. */
export function showProgress(progress: Progress | null): void {
  useToasts.setState({ progress });
}

let last = 0;

export function dismiss(id: number): void {
  useToasts.setState((state) => ({ toasts: state.toasts.filter((toast) => toast.id !== id) }));
}

/** Takes away messages whose button has nothing to do any more. */
export function dismissStale(): void {
  for (const { id, action } of useToasts.getState().toasts) if (action?.stale?.() === true) dismiss(id);
}

/** One's own steps, as far as a message needs them. */
interface Steps {
  readonly newest: object | null;
  undo(): unknown;
}

/** The button of a message that takes back the step it tells of; once another one has been made or undone, it is gone. */
export function undoAction(steps: Steps, undo: () => void = () => void steps.undo()): ToastAction {
  let step: object | null | undefined;
  // Some tell of a step before it has ended.
  queueMicrotask(() => (step = steps.newest));
  const stale = (): boolean => step !== undefined && step !== steps.newest;
  return {
    label: 'Undo',
    stale,
    run: () => {
      if (!stale()) undo();
    },
  };
}

/** Shows a message; the same words twice are one message. */
export function say(text: string, options: Pick<Partial<Toast>, 'kind' | 'action' | 'more'> = {}): number {
  const id = ++last;
  const toast: Toast = {
    id,
    text,
    kind: options.kind ?? 'plain',
    ...(options.action ? { action: options.action } : {}),
    ...(options.more ? { more: options.more } : {}),
  };
  useToasts.setState((state) => ({
    toasts: [...state.toasts.filter((other) => other.text !== text).slice(-2), toast],
  }));
  const stay = toast.action !== undefined || toast.kind === 'problem' ? 9000 : 4500;
  setTimeout(() => dismiss(id), stay);
  return id;
}
