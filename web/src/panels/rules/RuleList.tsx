import { Copy, Ellipsis, GripVertical, MoveDown, MoveUp, Pencil, Plus, Trash2 } from 'lucide-react';
import { useLayoutEffect, useRef, useState } from 'react';
import type { DragEvent, KeyboardEvent } from 'react';
import type { Area, RuleView } from '../../model/view';
import { Button } from '../../ui/Button';
import { Menu } from '../../ui/Menu';
import { ruleWords } from './conditions';
import { Sample } from './samples';

interface RuleListProps {
  readonly rules: readonly RuleView[];
  readonly mayEdit: boolean;
  readonly show: (areas: readonly Area[]) => string;
  readonly onWrite: (rule: RuleView | null) => void;
  readonly onGo: (areas: readonly Area[]) => void;
  readonly onRemove: (rule: RuleView) => void;
  readonly onDuplicate: (rule: RuleView) => void;
  /** Null moves it behind all others. */
  readonly onMove: (rule: RuleView, before: string | null) => void;
}

/** The rules of the sheet; of two that meet, the upper one counts. */
export function RuleList(props: RuleListProps) {
  const { rules, mayEdit, onWrite, onMove } = props;
  const [dragged, setDragged] = useState<string | null>(null);
  const [over, setOver] = useState<string | null>(null);
  const list = useRef<HTMLOListElement>(null);
  const moved = useRef<string | null>(null);

  // A rule that was moved by its keys keeps them.
  useLayoutEffect(() => {
    if (moved.current === null) return;
    list.current?.querySelector<HTMLElement>(`[data-rule="${moved.current}"] .rule-main`)?.focus();
    moved.current = null;
  });

  const step = (rule: RuleView, by: 1 | -1): void => {
    const at = rules.indexOf(rule);
    const to = at + by;
    if (to < 0 || to >= rules.length) return;
    moved.current = rule.id;
    onMove(rule, (by < 0 ? rules[to] : rules[to + 1])?.id ?? null);
  };
  const drop = (event: DragEvent, before: string | null): void => {
    event.preventDefault();
    const rule = rules.find((each) => each.id === dragged);
    setDragged(null);
    setOver(null);
    if (rule !== undefined && before !== rule.id) onMove(rule, before);
  };

  return (
    <div className="rules-list">
      {rules.length === 0 ? (
        <p className="nothing">
          No rule on this sheet. A rule gives cells a look by what they hold: a colour, a bar, an icon.
        </p>
      ) : (
        <ol ref={list} aria-label="Rules, the upper one counts where two meet">
          {rules.map((rule) => (
            <Item
              key={rule.id}
              rule={rule}
              at={[rules.indexOf(rule), rules.length]}
              desk={props}
              over={over === rule.id && dragged !== rule.id}
              onStep={(by) => step(rule, by)}
              drag={{
                draggable: mayEdit,
                onDragStart: (event) => {
                  setDragged(rule.id);
                  event.dataTransfer.effectAllowed = 'move';
                },
                onDragEnd: () => {
                  setDragged(null);
                  setOver(null);
                },
                onDragOver: (event) => {
                  if (dragged === null) return;
                  event.preventDefault();
                  setOver(rule.id);
                },
                onDrop: (event) => {
                  // Dropped on a lower one it goes behind it, on an upper one before it.
                  const from = rules.findIndex((each) => each.id === dragged);
                  const to = rules.indexOf(rule);
                  drop(event, from < to ? (rules[to + 1]?.id ?? null) : rule.id);
                },
              }}
            />
          ))}
        </ol>
      )}
      {mayEdit && (
        <Button size="small" onClick={() => onWrite(null)} data-testid="new-rule">
          <Plus className="s" aria-hidden="true" />
          Add a rule
        </Button>
      )}
    </div>
  );
}

interface ItemProps {
  readonly rule: RuleView;
  readonly at: readonly [index: number, count: number];
  readonly desk: RuleListProps;
  readonly over: boolean;
  readonly onStep: (by: 1 | -1) => void;
  readonly drag: {
    readonly draggable: boolean;
    readonly onDragStart: (event: DragEvent) => void;
    readonly onDragEnd: () => void;
    readonly onDragOver: (event: DragEvent) => void;
    readonly onDrop: (event: DragEvent) => void;
  };
}

function Item({ rule, at: [index, count], desk, over, onStep, drag }: ItemProps) {
  const { mayEdit } = desk;
  const words = ruleWords(rule);
  const range = rule.areas.length === 0 ? 'Its cells are gone' : desk.show(rule.areas);
  const open = (): void => (mayEdit ? desk.onWrite(rule) : desk.onGo(rule.areas));
  const keys = (event: KeyboardEvent): void => {
    if (!mayEdit) return;
    const by = event.altKey ? ({ ArrowUp: -1, ArrowDown: 1 } as const)[event.key as 'ArrowUp'] : undefined;
    if (by !== undefined) {
      event.preventDefault();
      onStep(by);
    } else if (event.key === 'Delete') {
      event.preventDefault();
      desk.onRemove(rule);
    }
  };
  return (
    <li data-rule={rule.id} data-testid="rule" className={over ? 'over' : ''} {...drag}>
      {mayEdit && <GripVertical className="grip" aria-hidden="true" />}
      <button
        type="button"
        className="rule-main"
        aria-keyshortcuts={mayEdit ? 'Alt+ArrowUp Alt+ArrowDown Delete' : undefined}
        onClick={open}
        onKeyDown={keys}
      >
        <Sample body={rule.body} />
        <span className="rule-words">
          <span className="cut">{words}</span>
          <span className="cut sm q">{range}</span>
        </span>
      </button>
      {mayEdit && (
        <>
          <Menu
            align="end"
            trigger={
              <button type="button" className="btn quiet small icon" aria-label={`More about ${words}`}>
                <Ellipsis />
              </button>
            }
            entries={[
              { id: 'rule-edit', text: 'Change…', icon: Pencil, run: open },
              { id: 'rule-copy', text: 'Duplicate', icon: Copy, run: () => desk.onDuplicate(rule) },
              {
                id: 'rule-go',
                text: 'Select its cells',
                run: () => desk.onGo(rule.areas),
                off: rule.areas.length === 0,
              },
              'line',
              { id: 'rule-up', text: 'Move up', icon: MoveUp, off: index === 0, run: () => onStep(-1) },
              {
                id: 'rule-down',
                text: 'Move down',
                icon: MoveDown,
                off: index === count - 1,
                run: () => onStep(1),
              },
            ]}
          />
          <Button
            look="quiet"
            size="small"
            icon
            aria-label={`Delete ${words}`}
            data-testid="delete-rule"
            onClick={() => desk.onRemove(rule)}
          >
            <Trash2 />
          </Button>
        </>
      )}
    </li>
  );
}
