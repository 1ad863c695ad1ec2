/** The arguments of the function whose brackets the caret is in. */
import type { CallHint } from '../formula/completion';
import { argumentName, signatureParts } from '../formula/signature';
import { key, part, strong } from './parts';

export class FunctionHint {
  readonly element = part('dl-popup dl-hint');
  readonly #page: ((name: string) => string) | undefined;
  #call: CallHint | null = null;

  /** `page` gives the address of what is told about a function. */
  constructor(page: ((name: string) => string) | undefined) {
    this.#page = page;
    this.element.hidden = true;
    this.element.setAttribute('role', 'status');
    this.element.setAttribute('aria-label', 'Arguments');
    // The text keeps the keyboard while the link is pressed.
    this.element.addEventListener('mousedown', (event) => event.preventDefault());
  }

  /** The function told about, while the hint is shown. */
  get name(): string | null {
    return this.element.hidden ? null : (this.#call?.entry.name ?? null);
  }

  show(call: CallHint | null): void {
    this.element.hidden = call === null;
    // A screen reader would say again what is written again.
    if (call === null || sameCall(call, this.#call)) return;
    this.#call = call;
    this.element.replaceChildren(this.#signature(call), ...this.#arguments(call), this.#foot(call));
  }

  #signature({ entry, current, round }: CallHint): HTMLElement {
    const pieces = signatureParts(entry, round).map(({ text, argument }) =>
      argument !== null && current.includes(argument) ? strong(text) : text,
    );
    return part('dl-signature', ...pieces);
  }

  #arguments({ entry, current, round }: CallHint): HTMLElement[] {
    return current.flatMap((index) => {
      const argument = entry.args[index];
      if (argument?.about === undefined) return [];
      return [part('dl-argument', part('dl-name', argumentName(argument, round)), argument.about)];
    });
  }

  #foot({ entry }: CallHint): HTMLElement {
    const foot = part('dl-hint-foot', part('dl-about', entry.about));
    if (this.#page !== undefined) {
      const link = document.createElement('a');
      link.href = this.#page(entry.name);
      link.target = '_blank';
      link.rel = 'noopener';
      link.tabIndex = -1;
      link.textContent = 'All functions';
      foot.append(part('dl-more', link, key('F1')));
    }
    return foot;
  }
}

function sameCall(a: CallHint, b: CallHint | null): boolean {
  return a.entry === b?.entry && a.round === b.round && a.current.join() === b.current.join();
}
