/** Elements of what hangs on the text being edited. */

export function part(className: string, ...children: (Node | string)[]): HTMLElement {
  const element = document.createElement('div');
  element.className = className;
  element.append(...children);
  return element;
}

export function key(text: string): HTMLElement {
  const element = document.createElement('kbd');
  element.textContent = text;
  return element;
}

export function strong(text: string): HTMLElement {
  const element = document.createElement('b');
  element.textContent = text;
  return element;
}
