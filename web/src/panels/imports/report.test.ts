import { describe, expect, it } from 'vitest';
import { findingCount, readReport, reportText } from './report';

const REPORT = {
  kind: 'xlsx',
  cells: 14208,
  formulas: 3112,
  names: 4,
  styles: 31,
  kept: 'Values and formulas.',
  notes: [{ what: 'macros', group: 'not-carried-over', count: 1, text: 'Macros. Macros never run here.' }],
  sheets: [
    {
      id: '1',
      name: 'Plan',
      cells: 14000,
      merges: 3,
      notes: [
        { what: 'external-links', group: 'works-differently', count: 37, at: 'C4', text: '37 formulas.' },
      ],
    },
    {
      id: '2',
      name: 'Cover',
      cells: 208,
      notes: [{ group: 'not-carried-over', count: 2, at: 'Cover', text: '2 pictures.' }],
    },
  ],
};

describe('readReport', () => {
  it('sorts findings by what became of them, with their place', () => {
    const read = readReport(REPORT);
    expect(read.worksDifferently).toEqual([{ where: 'Plan!C4', text: '37 formulas.', count: 37 }]);
    expect(read.notCarriedOver.map((finding) => finding.where)).toEqual(['Workbook', 'Cover']);
    expect(findingCount(read)).toBe(3);
    expect(read.merges).toBe(3);
  });

  it('takes a report that says almost nothing', () => {
    const read = readReport({ sheets: [{ name: 'A' }] });
    expect(read.cells).toBe(0);
    expect(findingCount(read)).toBe(0);
  });

  it('can be sent as text', () => {
    expect(reportText('a.xlsx', readReport(REPORT))).toContain('Not carried over\n- Workbook: Macros.');
  });
});
