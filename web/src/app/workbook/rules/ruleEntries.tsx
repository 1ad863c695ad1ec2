/** Conditional formats as entries of a menu: the gallery, the panel, clearing. */
import { Eraser, Highlighter } from 'lucide-react';
import { lazy, Suspense } from 'react';
import type { MenuEntry } from '../../../ui/menuEntries';
import type { ToolDesk } from '../toolEntries';
import { entryOf } from '../toolEntries';

const RuleGallery = lazy(() => import('./RuleGallery').then((part) => ({ default: part.RuleGallery })));

export function ruleEntries(desk: ToolDesk): readonly MenuEntry[] {
  const { enabled } = desk.grid.commandState('rules.quick');
  return [
    { id: 'rules-caption', caption: 'Conditional formatting' },
    entryOf('rules.open', desk, Highlighter),
    entryOf('rules.clear', desk, Eraser),
    ...(enabled
      ? [
          {
            id: 'rules-gallery',
            custom: () => (
              <Suspense fallback={<div style={{ height: 480 }} />}>
                <RuleGallery onPick={(id) => desk.run('rules.quick', id)} />
              </Suspense>
            ),
          },
        ]
      : []),
  ];
}
