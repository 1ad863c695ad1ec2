import { Check, ChevronRight, Minus } from 'lucide-react';
import { useId, useState } from 'react';
import type { KeyboardEvent } from 'react';
import { shownLines, type DateTree } from './dateTree';
import { LINE, useLines } from './useLines';
import { valueText } from './ValueList';

/** With more days than that the years are closed at first. */
const FEW_DAYS = 12;

interface DateTreeListProps {
  readonly tree: DateTree;
  /** All of it stands open: something was searched for. */
  readonly unfolded: boolean;
  readonly chosen: (text: string) => boolean;
  readonly onChoose: (texts: readonly string[], on: boolean) => void;
}

/** Dates by year, month and day with boxes to tick. Arrow keys move, open and close; Space ticks. */
export function DateTreeList({ tree, unfolded, chosen, onChoose }: DateTreeListProps) {
  const id = useId();
  // Those that are not as they were at first.
  const [turned, setTurned] = useState<ReadonlySet<string>>(new Set());
  const openFirst = unfolded || tree.days <= FEW_DAYS;
  const open = (branch: string): boolean => turned.has(branch) !== openFirst;
  const lines = shownLines(tree.branches, open);
  const { box, height, here, first, end, go, onScroll, target } = useLines(lines.length);
  const turn = (branch: string): void => {
    const next = new Set(turned);
    if (!next.delete(branch)) next.add(branch);
    setTurned(next);
  };
  const ticked = (texts: readonly string[]): boolean | 'mixed' => {
    const on = texts.filter(chosen).length;
    return on === texts.length ? true : on > 0 && 'mixed';
  };
  const choose = (texts: readonly string[]): void => onChoose(texts, ticked(texts) !== true);
  const key = (event: KeyboardEvent): void => {
    const line = lines[here];
    const to = target(event.key);
    if (to !== undefined) go(to);
    else if (line === undefined) return;
    else if (event.key === ' ') choose(line.branch.texts);
    else if (event.key === 'ArrowRight' && line.branch.branches.length > 0) {
      if (open(line.branch.id)) go(here + 1);
      else turn(line.branch.id);
    } else if (event.key === 'ArrowLeft') {
      if (line.branch.branches.length > 0 && open(line.branch.id)) turn(line.branch.id);
      else if (line.parent >= 0) go(line.parent);
    } else return;
    event.preventDefault();
  };
  return (
    <div
      className="values"
      ref={box}
      role="tree"
      aria-multiselectable="true"
      aria-label="Values"
      tabIndex={0}
      style={{ height }}
      aria-activedescendant={lines.length === 0 ? undefined : `${id}-${here}`}
      data-testid="filter-tree"
      onScroll={onScroll}
      onKeyDown={key}
    >
      <div style={{ height: lines.length * LINE }} role="presentation">
        {lines.slice(first, end).map(({ branch, place, of }, n) => {
          const index = first + n;
          const on = ticked(branch.texts);
          const folds = branch.branches.length > 0;
          return (
            <div
              key={branch.id}
              id={`${id}-${index}`}
              role="treeitem"
              aria-level={branch.level}
              aria-setsize={of}
              aria-posinset={place}
              aria-checked={on}
              aria-expanded={folds ? open(branch.id) : undefined}
              className={`value level-${branch.level}${index === here ? ' here' : ''}`}
              style={{ top: index * LINE }}
              data-testid="filter-branch"
              data-id={branch.id}
              onClick={() => {
                go(index);
                choose(branch.texts);
              }}
            >
              <span
                className="fold"
                aria-hidden="true"
                data-testid="filter-fold"
                onClick={(event) => {
                  event.stopPropagation();
                  go(index);
                  if (folds) turn(branch.id);
                }}
              >
                {folds && <ChevronRight />}
              </span>
              <span className={`tick${on === false ? '' : ' on'}`} aria-hidden="true">
                {on === true && <Check />}
                {on === 'mixed' && <Minus />}
              </span>
              <span className={`cut${branch.value?.kind === 'empty' ? ' q' : ''}`}>
                {branch.value === null ? branch.name : valueText(branch.value)}
              </span>
              <span className="count">{branch.count.toLocaleString('en-US')}</span>
            </div>
          );
        })}
      </div>
    </div>
  );
}
