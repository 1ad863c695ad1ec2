/** Tracing as the palette lists it. */
import { keyWords } from '../../ui/words';
import type { PaletteAct } from './Palette';
import type { TraceDesk } from './useTrace';

export function traceActs({ trace, pick, remove }: TraceDesk): readonly PaletteAct[] {
  return [
    { id: 'trace-in', text: 'Trace precedents', run: () => trace('precedents') },
    { id: 'trace-out', text: 'Trace dependents', run: () => trace('dependents') },
    { id: 'remove-arrows', text: 'Remove arrows', run: remove },
    { id: 'pick-in', text: 'Select precedents', keys: keyWords('Ctrl+['), run: () => pick('precedents') },
    { id: 'pick-out', text: 'Select dependents', keys: keyWords('Ctrl+]'), run: () => pick('dependents') },
  ];
}
