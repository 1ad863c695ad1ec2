/** Places on other sheets that a traced cell reads or is read by: small buttons that go there. */
import type { TraceTag } from './draw/tracePlan';
import type { TracePlace } from './handle';

export class TraceTags {
  readonly element = document.createElement('div');
  #tags: readonly TraceTag[] = [];

  constructor(private readonly go: (place: TracePlace) => void) {
    this.element.className = 'dl-tags';
    this.element.dataset.testid = 'trace-tags';
    this.element.addEventListener('click', (event) => {
      const { target } = event;
      const at = target instanceof HTMLElement ? Number(target.dataset.tag ?? -1) : -1;
      const place = this.#tags[at]?.place ?? null;
      if (place !== null) this.go(place);
    });
  }

  show(tags: readonly TraceTag[]): void {
    if (tags.length === 0 && this.#tags.length === 0) return;
    this.#tags = tags;
    const { element } = this;
    while (element.children.length > tags.length) element.lastElementChild?.remove();
    tags.forEach((tag, n) => {
      let shown = element.children[n];
      if (!(shown instanceof HTMLButtonElement)) {
        shown = document.createElement('button');
        shown.setAttribute('type', 'button');
        shown.className = 'dl-tag';
        element.append(shown);
      }
      const button = shown as HTMLButtonElement;
      button.dataset.tag = String(n);
      button.disabled = tag.place === null;
      if (button.textContent !== tag.text) {
        button.textContent = tag.text;
        if (tag.place === null) button.removeAttribute('aria-label');
        else button.setAttribute('aria-label', `Go to ${tag.text}`);
      }
      button.style.width = `${String(tag.width)}px`;
      button.style.transform = `translate(${String(tag.x)}px, ${String(tag.y)}px)`;
    });
  }
}
