// Pages held against the rules of axe, in every theme.
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';

const AXE = await readFile(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const LOOKS = [
  { name: 'light', colorScheme: 'light', contrast: 'no-preference' },
  { name: 'dark', colorScheme: 'dark', contrast: 'no-preference' },
  { name: 'light, more contrast', colorScheme: 'light', contrast: 'more' },
  { name: 'dark, more contrast', colorScheme: 'dark', contrast: 'more' },
  { name: 'forced colours', colorScheme: 'dark', contrast: 'no-preference', forcedColors: 'active' },
];

/** Looks for violations on the page as it stands, in every look. */
async function clean(found, what, on) {
  for (const { name, ...media } of LOOKS) {
    await on.emulateMedia({ forcedColors: 'none', reducedMotion: 'reduce', ...media });
    if (!(await on.evaluate(() => 'axe' in globalThis))) await on.evaluate(AXE);
    const { violations } = await on.evaluate((forced) => {
      // Where the person's own colours are forced they are not ours to judge; what opens above a page is no part of its regions.
      const above = document.querySelector('[role="menu"], [role="dialog"]') !== null;
      const rules = { 'color-contrast': { enabled: !forced }, region: { enabled: !above } };
      // Arrow keys in the text move through the lists below it.
      globalThis.axe.configure({ rules: [{ id: 'scrollable-region-focusable', selector: '*:not(.dl-rows, .dl-choices)' }] });
      // The guards pass the keyboard on at once.
      return globalThis.axe.run({ exclude: ['[data-base-ui-focus-guard]'] }, { resultTypes: ['violations'], rules });
    }, media.forcedColors === 'active');
    for (const { id, help, nodes } of violations) {
      for (const { target, failureSummary } of nodes.slice(0, 4)) found.push(`${what}, ${name}: ${id} (${help})\n  ${target.join(' ')}\n  ${failureSummary.replaceAll('\n', '\n  ')}`);
    }
  }
  await on.emulateMedia({ forcedColors: 'none', reducedMotion: 'reduce', colorScheme: 'light', contrast: 'no-preference' });
}

/** Looks at pages; everything that axe has found stands in `found`, to be told at the end: one finding does not hide the next. */
export function auditor() {
  const found = [];
  return { found, clean: (what, on) => clean(found, what, on) };
}
