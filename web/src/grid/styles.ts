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
.dl-field-input { resize: none; outline: none; background: transparent; color: transparent; caret-color: var(--ink); width: 0; min-width: 100%; height: 100%; overflow: hidden; user-select: text; -webkit-user-select: text; }
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
.dl-bar .dl-field-input::placeholder { color: var(--ink-3); opacity: 1; }
.dl-ghost { font-family: var(--font-code); }
.dl-fill-tip { position: absolute; left: 0; top: 0; padding: 2px 7px; border: 1px solid var(--line); border-radius: var(--r-2); background: var(--raised); color: var(--ink); box-shadow: var(--shadow-1); font: var(--text-sm)/18px var(--font-ui); font-variant-numeric: tabular-nums lining-nums; white-space: pre; max-width: 240px; overflow: hidden; text-overflow: ellipsis; pointer-events: none; }
.dl-fill-tip[hidden] { display: none; }
.dl-tags { position: absolute; left: 0; top: 0; width: 0; height: 0; }
.dl-tag { position: absolute; left: 0; top: 0; height: 20px; box-sizing: border-box; padding: 0; border: 1px solid var(--ref-1); border-radius: var(--r-2); background: var(--raised); color: var(--ref-1); font: 500 var(--text-xs)/18px var(--font-ui); white-space: nowrap; text-align: center; cursor: pointer; }
.dl-tag:hover { background: var(--hover-raised); }
.dl-tag:focus-visible { outline: 2px solid var(--focus); outline-offset: 2px; }
.dl-tag:disabled { cursor: default; border-color: var(--line-2); color: var(--ink-2); background: var(--raised); }
.dl-charts, .dl-chart-pane { position: absolute; inset: 0; pointer-events: none; }
.dl-chart { position: absolute; left: 0; top: 0; box-sizing: border-box; pointer-events: auto; background: var(--surface); outline: 1px solid var(--line); outline-offset: -1px; border-radius: var(--r-1); cursor: default; contain: layout size style; }
.dl-chart-out { display: none; }
.dl-chart-picture { position: absolute; left: 0; top: 0; transform-origin: 0 0; }
.dl-chart-chosen, .dl-chart:focus-visible { outline: var(--g-select) solid var(--sun-line); }
.dl-chart-dragged { opacity: 0.85; box-shadow: var(--shadow-2); cursor: grabbing; }
.dl-chart-empty > .dl-chart-picture { opacity: 0.25; }
.dl-chart-empty::after { content: attr(data-says); position: absolute; inset: auto 12px 12px; text-align: center; font: var(--text-sm)/var(--lh-sm) var(--font-ui); color: var(--ink-2); pointer-events: none; }
.dl-chart-edge { position: absolute; display: none; width: 9px; height: 9px; margin: -5px; box-sizing: border-box; background: var(--surface); border: 2px solid var(--sun-line); }
.dl-chart-edge::after { content: ''; position: absolute; inset: -6px; }
.dl-chart-chosen > .dl-chart-edge { display: block; }
.dl-locked .dl-chart-edge { display: none; }
.dl-chart-nw { left: 1px; top: 1px; cursor: nwse-resize; } .dl-chart-n { left: 50%; top: 1px; cursor: ns-resize; } .dl-chart-ne { left: 100%; top: 1px; cursor: nesw-resize; }
.dl-chart-e { left: 100%; top: 50%; cursor: ew-resize; } .dl-chart-se { left: 100%; top: 100%; cursor: nwse-resize; } .dl-chart-s { left: 50%; top: 100%; cursor: ns-resize; }
.dl-chart-sw { left: 1px; top: 100%; cursor: nesw-resize; } .dl-chart-w { left: 1px; top: 50%; cursor: ew-resize; }
.dl-popup { position: absolute; left: 0; top: 0; z-index: 2; background: var(--raised); color: var(--ink); border-radius: var(--r-3); box-shadow: var(--shadow-2); font: var(--text-sm)/var(--lh-sm) var(--font-ui); overflow: hidden; width: max-content; max-width: min(500px, calc(100% - 8px)); box-sizing: border-box; }
.dl-popup[hidden] { display: none; }
.dl-popup b { font-weight: 700; }
.dl-popup kbd { font: var(--text-xs)/16px var(--font-ui); border: 1px solid var(--line); border-radius: 3px; padding: 0 4px; background: var(--surface); color: var(--ink-2); }
.dl-suggestions { width: 500px; container-type: inline-size; }
.dl-rows { padding: 4px; overflow-y: auto; scrollbar-width: thin; }
.dl-suggestion { display: grid; grid-template-columns: 138px minmax(0, 1fr) max-content; column-gap: 8px; align-items: baseline; padding: 6px 8px; border-radius: var(--r-2); cursor: default; scroll-margin: 4px; }
.dl-suggestion[aria-selected='true'], .dl-suggestion:hover { background: var(--hover-raised); }
.dl-name, .dl-signature { font-family: var(--font-code); }
.dl-name { overflow: hidden; text-overflow: ellipsis; white-space: nowrap; font-size: 12.5px; font-weight: 500; }
.dl-about { color: var(--ink-2); overflow: hidden; text-overflow: ellipsis; white-space: nowrap; }
.dl-category { color: var(--ink-3); font-size: var(--text-xs); }
.dl-suggestion[aria-selected='true'] .dl-category, .dl-suggestion:hover .dl-category { color: var(--ink-2); }
@container (max-width: 420px) { .dl-suggestion { grid-template-columns: 124px minmax(0, 1fr); } .dl-category { display: none; } }
.dl-foot { padding: 8px 12px 10px; border-top: 1px solid var(--line); background: var(--ground); }
.dl-foot .dl-about, .dl-hint .dl-about { white-space: normal; }
.dl-signature { font-size: 12.5px; overflow-wrap: anywhere; }
.dl-keys { color: var(--ink-2); margin-top: 4px; display: flex; align-items: center; gap: 4px; white-space: pre; }
.dl-hint { padding: 8px 12px 9px; min-width: min(340px, calc(100% - 8px)); }
.dl-hint .dl-signature b { color: var(--sun-ink); box-shadow: inset 0 -2px 0 var(--sun-line); }
.dl-argument { margin-top: 2px; }
.dl-argument > .dl-name { display: inline; margin-right: 8px; }
.dl-hint-foot { display: flex; align-items: baseline; justify-content: space-between; gap: 16px; margin-top: 2px; }
.dl-more { display: flex; align-items: baseline; gap: 6px; flex: none; }
.dl-more a { color: var(--ink-2); text-decoration: underline; text-decoration-color: var(--sun-line); text-underline-offset: 3px; }
.dl-more a:hover { color: var(--ink); }
.dl-choices { padding: 4px; max-width: min(400px, calc(100% - 8px)); overflow-y: auto; scrollbar-width: thin; z-index: 3; }
.dl-choice { padding: 4px 10px; min-height: 20px; border-radius: var(--r-2); cursor: default; overflow: hidden; text-overflow: ellipsis; white-space: nowrap; font-size: var(--text-md); scroll-margin: 4px; }
.dl-choice:hover, .dl-choice[aria-selected='true'] { background: var(--hover-raised); }
@media (pointer: coarse) { .dl-choice { padding: 12px 14px; } }
.dl-words { padding: 8px 12px; max-width: min(320px, calc(100% - 8px)); white-space: pre-wrap; overflow-wrap: anywhere; overflow-y: auto; pointer-events: none; color: var(--ink-2); }
.dl-refusal { color: var(--ink); box-shadow: var(--shadow-2), inset 3px 0 0 var(--danger); padding-left: 14px; z-index: 3; }
@media (forced-colors: active) { .dl-choice[aria-selected='true'] { outline: 2px solid Highlight; outline-offset: -2px; } .dl-popup { border: 1px solid CanvasText; } .dl-suggestion[aria-selected='true'] { outline: 2px solid Highlight; outline-offset: -2px; } }
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
