/** Styles of the few elements the grid has. Adopted once per document; all colours are the page's variables. */

const STYLES = `
.dl-grid { position: relative; overflow: hidden; background: var(--ground); contain: strict; user-select: none; -webkit-user-select: none; }
.dl-grid > canvas { position: absolute; left: 0; top: 0; pointer-events: none; }
.dl-scroller { position: absolute; inset: 0; overflow: scroll; outline: none; overscroll-behavior: none; scrollbar-color: var(--grid-freeze) var(--ground); }
.dl-sizer { position: absolute; left: 0; top: 0; width: 1px; height: 1px; pointer-events: none; }
.dl-clip { position: absolute; overflow: hidden; pointer-events: none; }
.dl-field { position: relative; display: grid; min-width: 0; }
.dl-field-paint, .dl-field-input { grid-area: 1 / 1; margin: 0; padding: 0; border: 0; font: inherit; letter-spacing: inherit; line-height: inherit; text-align: inherit; white-space: pre-wrap; overflow-wrap: anywhere; tab-size: 4; font-variant-numeric: tabular-nums lining-nums; }
.dl-field-paint { color: var(--ink); pointer-events: none; min-height: 1lh; }
.dl-field-input { resize: none; outline: none; background: transparent; color: transparent; caret-color: var(--ink); width: 100%; height: 100%; overflow: hidden; user-select: text; -webkit-user-select: text; }
.dl-field-input::selection { background: color-mix(in srgb, var(--sun) 45%, transparent); color: transparent; }
.dl-composing > .dl-field-input { color: var(--ink); }
.dl-composing > .dl-field-paint { visibility: hidden; }
.dl-function { font-weight: 500; }
.dl-error { color: var(--danger); }
.dl-ref-1 { color: var(--ref-1); } .dl-ref-2 { color: var(--ref-2); } .dl-ref-3 { color: var(--ref-3); }
.dl-ref-4 { color: var(--ref-4); } .dl-ref-5 { color: var(--ref-5); } .dl-ref-6 { color: var(--ref-6); }
.dl-editor { position: absolute; pointer-events: none; box-sizing: border-box; }
.dl-editor > .dl-field { position: absolute; left: 0; top: 0; opacity: 0; width: 1px; height: 100%; overflow: hidden; }
.dl-editing { pointer-events: auto; background: var(--surface); border: var(--g-select) solid var(--sun-line); box-shadow: var(--shadow-2); width: max-content; cursor: text; }
.dl-editing > .dl-field { position: relative; opacity: 1; width: auto; height: auto; min-height: 100%; overflow: visible; }
.dl-editing > .dl-field > .dl-field-paint { padding-right: 12px; }
.dl-formula { font-family: var(--font-code); }
.dl-bar { position: relative; overflow-x: hidden; overflow-y: auto; cursor: text; font: var(--text-md)/20px var(--font-ui); }
.dl-bar.dl-formula { font-family: var(--font-code); }
.dl-popup { position: absolute; left: 0; top: 0; z-index: 2; background: var(--raised); color: var(--ink); border-radius: var(--r-3); box-shadow: var(--shadow-2); font: var(--text-sm)/var(--lh-sm) var(--font-ui); overflow: hidden; max-width: min(420px, calc(100% - 8px)); box-sizing: border-box; }
.dl-popup[hidden] { display: none; }
.dl-suggestions { width: 404px; padding-top: 4px; }
.dl-suggestion { display: grid; grid-template-columns: 118px 1fr; align-items: baseline; margin: 0 4px; padding: 5px 8px; border-radius: var(--r-2); cursor: default; }
.dl-suggestion[aria-selected='true'] { background: var(--hover-raised); }
.dl-suggestion:hover { background: var(--hover-raised); }
.dl-name, .dl-signature { font-family: var(--font-code); }
.dl-name { font-weight: 500; overflow: hidden; text-overflow: ellipsis; }
.dl-about { color: var(--ink-2); overflow: hidden; text-overflow: ellipsis; white-space: nowrap; }
.dl-foot { margin-top: 4px; padding: 8px 12px; border-top: 1px solid var(--line); background: var(--ground); }
.dl-keys { color: var(--ink-2); margin-top: 4px; display: flex; align-items: center; gap: 4px; }
.dl-keys kbd { font: var(--text-xs)/16px var(--font-ui); border: 1px solid var(--line); border-radius: 3px; padding: 0 4px; background: var(--surface); }
.dl-hint { padding: 8px 12px; }
.dl-hint .dl-about { white-space: normal; }
.dl-signature b { color: var(--sun-ink); text-decoration: underline; text-underline-offset: 3px; }
.dl-mirror, .dl-live { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap; border: 0; }
.dl-mirror { left: 0; top: 0; }
`;

let sheet: CSSStyleSheet | null = null;

export function adoptStyles(): void {
  if (sheet !== null) return;
  sheet = new CSSStyleSheet();
  sheet.replaceSync(STYLES);
  document.adoptedStyleSheets = [...document.adoptedStyleSheets, sheet];
}
