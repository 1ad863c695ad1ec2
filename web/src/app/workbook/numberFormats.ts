/** The number formats that the toolbar offers, and a short name for any other. */

export interface NumberFormatChoice {
  readonly id: string;
  /** Null: automatic. */
  readonly code: string | null;
  /** In the menu. */
  readonly text: string;
  /** In the toolbar. */
  readonly short: string;
  /** How 1234.5 or a date looks. */
  readonly example: string;
}

export const NUMBER_FORMATS: readonly NumberFormatChoice[] = [
  { id: 'general', code: null, text: 'Automatic', short: 'Auto', example: '1234.5' },
  { id: 'number', code: '#,##0', text: 'Number', short: '1,234', example: '1,235' },
  { id: 'decimal', code: '#,##0.00', text: 'Number, two decimals', short: '1,234.50', example: '1,234.50' },
  {
    id: 'accounting',
    code: '#,##0;(#,##0)',
    text: 'Brackets for minus',
    short: '(1,234)',
    example: '(1,235)',
  },
  { id: 'percent', code: '0%', text: 'Percent', short: '12%', example: '12%' },
  { id: 'percent2', code: '0.0%', text: 'Percent, one decimal', short: '12.3%', example: '12.3%' },
  { id: 'euro', code: '#,##0.00 [$€-1]', text: 'Euro', short: '€', example: '1,234.50 €' },
  { id: 'dollar', code: '[$$-409]#,##0.00', text: 'Dollar', short: '$', example: '$1,234.50' },
  { id: 'pound', code: '[$£-809]#,##0.00', text: 'Pound', short: '£', example: '£1,234.50' },
  { id: 'date', code: 'yyyy-mm-dd', text: 'Date', short: 'Date', example: '2026-11-22' },
  { id: 'longdate', code: 'd mmmm yyyy', text: 'Long date', short: 'Date', example: '22 November 2026' },
  { id: 'time', code: 'hh:mm', text: 'Time', short: 'Time', example: '14:02' },
  {
    id: 'datetime',
    code: 'yyyy-mm-dd hh:mm',
    text: 'Date and time',
    short: 'Date',
    example: '2026-11-22 14:02',
  },
  { id: 'scientific', code: '0.00E+00', text: 'Scientific', short: '1E+3', example: '1.23E+03' },
  { id: 'fraction', code: '# ?/?', text: 'Fraction', short: '1/2', example: '1234 1/2' },
  { id: 'text', code: '@', text: 'Text', short: 'Text', example: '007' },
];

/** A name of at most eight letters for the toolbar. */
export function shortFormat(code: string | null): string {
  const known = NUMBER_FORMATS.find(
    (format) => format.code === code || (code === 'General' && format.code === null),
  );
  if (known !== undefined) return known.short;
  const plain = (code ?? '').replace(/"[^"]*"|\\.|\[[^\]]*\]/g, '');
  if (/[yd]/i.test(plain)) return 'Date';
  if (/[hs]/i.test(plain)) return 'Time';
  if (plain.includes('%')) return 'Percent';
  if (/E[+-]/i.test(plain)) return '1E+3';
  if (/[€$£¥]/.test(code ?? '')) return 'Money';
  if (plain.includes('@') && !/[0#?]/.test(plain)) return 'Text';
  return plain.includes(',') ? '1,234' : 'Custom';
}
