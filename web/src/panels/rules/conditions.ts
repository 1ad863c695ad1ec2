/** The conditions that a rule of one colour offers, and a rule in words. */
import type { Condition, RuleBody } from '../../model/rule';
import { ICON_NAMES } from '../../model/rule-presets';
import type { RuleDraft } from '../../model/view';

export interface Choice {
  readonly id: string;
  readonly text: string;
  readonly condition: Condition;
}

const TEN = { count: 10, percent: false } as const;

/** In the order in which people look for them; the words go on with what is compared with. */
export const CONDITIONS: readonly Choice[] = [
  { id: 'empty', text: 'Cell is empty', condition: { kind: 'is', op: 'empty' } },
  { id: 'filled', text: 'Cell is not empty', condition: { kind: 'is', op: 'filled' } },
  { id: 'contains', text: 'Text contains', condition: { kind: 'text', op: 'contains' } },
  { id: 'lacks', text: 'Text does not contain', condition: { kind: 'text', op: 'lacks' } },
  { id: 'begins', text: 'Text begins with', condition: { kind: 'text', op: 'begins' } },
  { id: 'ends', text: 'Text ends with', condition: { kind: 'text', op: 'ends' } },
  { id: 'today', text: 'Date is today', condition: { kind: 'date', op: 'today' } },
  { id: 'tomorrow', text: 'Date is tomorrow', condition: { kind: 'date', op: 'tomorrow' } },
  { id: 'yesterday', text: 'Date is yesterday', condition: { kind: 'date', op: 'yesterday' } },
  { id: 'last7', text: 'Date is in the last 7 days', condition: { kind: 'date', op: 'last7' } },
  { id: 'lastweek', text: 'Date is last week', condition: { kind: 'date', op: 'lastweek' } },
  { id: 'thisweek', text: 'Date is this week', condition: { kind: 'date', op: 'thisweek' } },
  { id: 'nextweek', text: 'Date is next week', condition: { kind: 'date', op: 'nextweek' } },
  { id: 'lastmonth', text: 'Date is last month', condition: { kind: 'date', op: 'lastmonth' } },
  { id: 'thismonth', text: 'Date is this month', condition: { kind: 'date', op: 'thismonth' } },
  { id: 'nextmonth', text: 'Date is next month', condition: { kind: 'date', op: 'nextmonth' } },
  { id: 'greater', text: 'Value is greater than', condition: { kind: 'cell', op: '>' } },
  { id: 'atleast', text: 'Value is at least', condition: { kind: 'cell', op: '>=' } },
  { id: 'less', text: 'Value is less than', condition: { kind: 'cell', op: '<' } },
  { id: 'atmost', text: 'Value is at most', condition: { kind: 'cell', op: '<=' } },
  { id: 'equal', text: 'Value is equal to', condition: { kind: 'cell', op: '=' } },
  { id: 'unequal', text: 'Value is not equal to', condition: { kind: 'cell', op: '<>' } },
  { id: 'between', text: 'Value is between', condition: { kind: 'cell', op: 'between' } },
  { id: 'outside', text: 'Value is not between', condition: { kind: 'cell', op: 'outside' } },
  { id: 'top', text: 'Among the largest', condition: { kind: 'rank', op: 'top', ...TEN } },
  { id: 'bottom', text: 'Among the smallest', condition: { kind: 'rank', op: 'bottom', ...TEN } },
  { id: 'above', text: 'Above average', condition: { kind: 'average', op: 'above' } },
  { id: 'notbelow', text: 'Average or above', condition: { kind: 'average', op: 'atleast' } },
  { id: 'below', text: 'Below average', condition: { kind: 'average', op: 'below' } },
  { id: 'notabove', text: 'Average or below', condition: { kind: 'average', op: 'atmost' } },
  { id: 'duplicate', text: 'Stands more than once', condition: { kind: 'repeat', op: 'duplicate' } },
  { id: 'unique', text: 'Stands only once', condition: { kind: 'repeat', op: 'unique' } },
  { id: 'error', text: 'Cell shows an error', condition: { kind: 'is', op: 'error' } },
  { id: 'fine', text: 'Cell shows no error', condition: { kind: 'is', op: 'fine' } },
  { id: 'formula', text: 'Custom formula is true', condition: { kind: 'formula' } },
];

function opOf(condition: RuleBody | Condition): string {
  return 'op' in condition ? condition.op : '';
}

/** Which of the choices a condition is. */
export function choiceOf(condition: RuleBody | Condition): Choice | undefined {
  return CONDITIONS.find(
    (each) => each.condition.kind === condition.kind && opOf(each.condition) === opOf(condition),
  );
}

/** A rule as a line of a list. */
export function ruleWords({ body, operands }: Pick<RuleDraft, 'body' | 'operands'>): string {
  const [a = '', b = ''] = operands;
  switch (body.kind) {
    case 'scale':
      return 'Colour scale';
    case 'bar':
      return 'Data bar';
    case 'icons':
      return ICON_NAMES[body.set];
    case 'formula':
      return a === '' ? 'Custom formula' : a;
    case 'rank': {
      const many = body.percent ? `${String(body.count)}%` : String(body.count);
      return `Among the ${many} ${body.op === 'top' ? 'largest' : 'smallest'}`;
    }
    case 'cell':
    case 'text':
    case 'is':
    case 'date':
    case 'average':
    case 'repeat': {
      const text = choiceOf(body)?.text ?? '';
      const said = body.kind === 'text' ? `“${a}”` : a;
      return [text, a === '' ? '' : said, b === '' ? '' : `and ${b}`].filter((word) => word !== '').join(' ');
    }
  }
}
