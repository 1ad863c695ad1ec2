/** Functions that people use: arguments and one line each, for completion and for the hint while arguments are typed. */

export interface FunctionEntry {
  readonly name: string;
  /** Names of arguments; `[x]` may be left out, `…` repeats. */
  readonly args: readonly string[];
  readonly about: string;
}

/** Offered before others that begin with the same letters. */
const OFTEN = new Set(
  'SUM AVERAGE COUNT COUNTA IF IFERROR MAX MIN ROUND VLOOKUP XLOOKUP INDEX MATCH SUMIF SUMIFS COUNTIF COUNTIFS AND OR NOT TODAY DATE LEFT RIGHT MID LEN TEXT CONCAT'.split(
    ' ',
  ),
);

/** `NAME(arguments) what it does`, one a line. */
const TABLE = `
ABS(number) The number without its sign
ACOS(number) The angle with this cosine, in radians
ADDRESS(row, column, [kind], [a1], [sheet]) The address of a cell as text
AND(condition1, [condition2], …) TRUE when all conditions are
ASIN(number) The angle with this sine, in radians
ATAN(number) The angle with this tangent, in radians
ATAN2(x, y) The angle of a point, in radians
AVERAGE(number1, [number2], …) The mean of numbers
AVERAGEA(value1, [value2], …) The mean; text counts as 0, TRUE as 1
AVERAGEIF(range, criterion, [average_range]) The mean where one condition holds
AVERAGEIFS(average_range, range1, criterion1, …) The mean where all conditions hold
BASE(number, radix, [length]) A number written in another base
BIN2DEC(number) A binary number as a decimal one
CEILING(number, step) Rounds up to a multiple
CEILING.MATH(number, [step], [mode]) Rounds up to a multiple, negative numbers as told
CHAR(code) The character with this code
CHOOSE(index, value1, [value2], …) One of several values, by its place
CLEAN(text) Text without characters that cannot be shown
CODE(text) The code of the first character
COLUMN([reference]) The number of a column
COLUMNS(range) How many columns a range has
COMBIN(count, chosen) In how many ways some can be chosen
CONCAT(text1, [text2], …) Joins texts and ranges of them
CONCATENATE(text1, [text2], …) Joins texts
CONVERT(number, from, to) A measure in another unit
CORREL(range1, range2) How strongly two rows of numbers go together
COS(angle) The cosine of an angle in radians
COUNT(value1, [value2], …) How many numbers there are
COUNTA(value1, [value2], …) How many cells are not empty
COUNTBLANK(range) How many cells are empty
COUNTIF(range, criterion) How many cells meet one condition
COUNTIFS(range1, criterion1, …) How many rows meet all conditions
DATE(year, month, day) A date from its parts
DATEDIF(start, end, unit) Whole years, months or days between dates
DATEVALUE(text) The date that a text means
DAY(date) The day of the month
DAYS(end, start) Days between two dates
DB(cost, salvage, life, period, [months]) Depreciation at a fixed rate of what is left
DDB(cost, salvage, life, period, [factor]) Depreciation at twice the even rate
DEC2BIN(number, [digits]) A number in binary
DEC2HEX(number, [digits]) A number in hexadecimal
DEGREES(angle) Radians as degrees
EDATE(date, months) The same day some months later
EOMONTH(date, months) The last day of a month some months later
EVEN(number) Rounds away from zero to an even number
EXACT(text1, text2) TRUE when texts are the same to the letter
EXP(power) e to a power
FACT(number) The product of all whole numbers up to this one
FALSE() The value FALSE
FILTER(range, condition, [if_empty]) The rows for which a condition holds
FIND(sought, text, [start]) Where a text stands in another, by exact letters
FIXED(number, [decimals], [no_commas]) A number as text with fixed decimals
FLOOR(number, step) Rounds down to a multiple
FORECAST.LINEAR(x, known_y, known_x) A value on the line through known points
FREQUENCY(values, bounds) How many values fall between bounds
FV(rate, periods, payment, [present], [when]) What regular payments will be worth
GCD(number1, [number2], …) The greatest common divisor
GEOMEAN(number1, [number2], …) The geometric mean
HLOOKUP(value, table, row, [approximate]) Finds a value in the first row and returns one below it
HOUR(time) The hour of a time
HYPERLINK(address, [label]) A link
IF(condition, then, [else]) One value or another, by a condition
IFERROR(value, if_error) Another value in place of an error
IFNA(value, if_na) Another value in place of #N/A
IFS(condition1, value1, …) The value after the first condition that holds
INDEX(range, row, [column]) The value at a place in a range
INDIRECT(text, [a1]) The cell whose address is given as text
INT(number) Rounds down to a whole number
INTERCEPT(known_y, known_x) Where a line through points meets the axis
IPMT(rate, period, periods, present, [future], [when]) The interest part of one payment
IRR(payments, [guess]) The rate at which payments balance
ISBLANK(value) TRUE when a cell is empty
ISERROR(value) TRUE for any error
ISEVEN(number) TRUE for an even number
ISNA(value) TRUE for #N/A
ISNUMBER(value) TRUE for a number
ISODD(number) TRUE for an odd number
ISTEXT(value) TRUE for text
LARGE(range, rank) The greatest, second greatest … number
LCM(number1, [number2], …) The least common multiple
LEFT(text, [count]) The first characters of a text
LEN(text) How many characters a text has
LET(name1, value1, …, result) Gives names to values used in a formula
LN(number) The natural logarithm
LOG(number, [base]) The logarithm, to base 10 unless told
LOG10(number) The logarithm to base 10
LOOKUP(value, range, [results]) Finds a value in sorted cells
LOWER(text) Text in small letters
MATCH(value, range, [kind]) The place of a value in a range
MAX(number1, [number2], …) The greatest number
MAXIFS(max_range, range1, criterion1, …) The greatest number where all conditions hold
MEDIAN(number1, [number2], …) The number in the middle
MID(text, start, count) Characters from the middle of a text
MIN(number1, [number2], …) The least number
MINIFS(min_range, range1, criterion1, …) The least number where all conditions hold
MINUTE(time) The minute of a time
MOD(number, divisor) What is left after dividing
MODE.SNGL(number1, [number2], …) The number that occurs most often
MONTH(date) The month of a date, 1 to 12
MROUND(number, multiple) Rounds to the nearest multiple
NA() The error #N/A
NETWORKDAYS(start, end, [holidays]) Working days between two dates
NORM.DIST(x, mean, deviation, cumulative) The normal distribution
NOT(condition) TRUE for FALSE, FALSE for TRUE
NOW() Date and time at this moment
NPER(rate, payment, present, [future], [when]) How many payments are needed
NPV(rate, value1, [value2], …) What future payments are worth today
ODD(number) Rounds away from zero to an odd number
OFFSET(reference, rows, columns, [height], [width]) A range some way from another
OR(condition1, [condition2], …) TRUE when any condition is
PERCENTILE.INC(range, share) The value below which a share of numbers lies
PERCENTRANK.INC(range, number, [digits]) The share of numbers below one
PI() 3.14159…
PMT(rate, periods, present, [future], [when]) The regular payment of a loan
POWER(number, power) A number to a power
PPMT(rate, period, periods, present, [future], [when]) The repaid part of one payment
PRODUCT(number1, [number2], …) Multiplies numbers
PROPER(text) Each word with a capital
PV(rate, periods, payment, [future], [when]) What regular payments are worth today
QUARTILE.INC(range, quarter) The bounds of quarters
QUOTIENT(number, divisor) Divides and drops the rest
RADIANS(angle) Degrees as radians
RAND() A random number from 0 to below 1
RANDBETWEEN(lowest, highest) A random whole number
RANK.EQ(number, range, [ascending]) The rank of a number among others
RATE(periods, payment, present, [future], [when], [guess]) The interest rate of a loan
REPLACE(text, start, count, new_text) Puts other text at a place
REPT(text, count) Repeats a text
RIGHT(text, [count]) The last characters of a text
ROUND(number, digits) Rounds to digits after the point
ROUNDDOWN(number, digits) Rounds towards zero
ROUNDUP(number, digits) Rounds away from zero
ROW([reference]) The number of a row
ROWS(range) How many rows a range has
SEARCH(sought, text, [start]) Where a text stands in another, capitals or not
SECOND(time) The second of a time
SEQUENCE(rows, [columns], [start], [step]) Numbers in a row
SIGN(number) 1, 0 or -1
SIN(angle) The sine of an angle in radians
SLN(cost, salvage, life) Even depreciation
SLOPE(known_y, known_x) How steep a line through points is
SMALL(range, rank) The least, second least … number
SORT(range, [index], [order], [by_column]) Cells in order
SORTBY(range, by1, [order1], …) Cells in the order of others
SQRT(number) The square root
STDEV.P(number1, [number2], …) Standard deviation of all
STDEV.S(number1, [number2], …) Standard deviation of a sample
SUBSTITUTE(text, old_text, new_text, [which]) Replaces a text by another
SUBTOTAL(kind, range1, …) A sum or other figure of rows that are shown
SUM(number1, [number2], …) Adds numbers
SUMIF(range, criterion, [sum_range]) Adds where one condition holds
SUMIFS(sum_range, range1, criterion1, …) Adds where all conditions hold
SUMPRODUCT(range1, [range2], …) Multiplies ranges, then adds
SUMSQ(number1, [number2], …) Adds the squares
SWITCH(value, case1, result1, …, [else]) The result of the case that matches
TAN(angle) The tangent of an angle in radians
TEXT(value, format) A value as text in a number format
TEXTJOIN(between, skip_empty, text1, …) Joins texts with something between them
TIME(hour, minute, second) A time from its parts
TIMEVALUE(text) The time that a text means
TODAY() Today’s date
TRANSPOSE(range) Rows as columns and columns as rows
TREND(known_y, [known_x], [new_x]) Values on the line through known points
TRIM(text) Text without superfluous spaces
TRUE() The value TRUE
TRUNC(number, [digits]) Cuts off digits
TYPE(value) A number for the kind of a value
UNIQUE(range, [by_column], [once]) Each value once
UPPER(text) Text in capitals
VALUE(text) The number that a text means
VAR.P(number1, [number2], …) Variance of all
VAR.S(number1, [number2], …) Variance of a sample
VLOOKUP(value, table, column, [approximate]) Finds a value in the first column and returns one beside it
WEEKDAY(date, [kind]) The day of the week
WEEKNUM(date, [kind]) The week of the year
WORKDAY(start, days, [holidays]) A working day some days later
XIRR(payments, dates, [guess]) The rate at which dated payments balance
XLOOKUP(value, range, results, [if_missing], [match], [search]) Finds a value and returns one beside it
XMATCH(value, range, [match], [search]) The place of a value, from either end
XNPV(rate, payments, dates) What dated payments are worth today
XOR(condition1, [condition2], …) TRUE when an odd number of conditions is
YEAR(date) The year of a date
YEARFRAC(start, end, [basis]) The share of a year between dates
`;

export const FUNCTIONS: readonly FunctionEntry[] = TABLE.trim()
  .split('\n')
  .map((line) => {
    const open = line.indexOf('(');
    const close = line.indexOf(')');
    const args = line.slice(open + 1, close);
    return {
      name: line.slice(0, open),
      args: args === '' ? [] : args.split(', '),
      about: line.slice(close + 2),
    };
  });

/** In the order in which they are offered. */
export const OFFERED: readonly FunctionEntry[] = [
  ...FUNCTIONS.filter(({ name }) => OFTEN.has(name)),
  ...FUNCTIONS.filter(({ name }) => !OFTEN.has(name)),
];

const BY_NAME = new Map(FUNCTIONS.map((entry) => [entry.name, entry]));

export function functionNamed(name: string): FunctionEntry | null {
  return BY_NAME.get(name.toUpperCase()) ?? null;
}
