import { expect, test } from 'vitest';
import { ALL, choicesOf, chosenCriterion, isChosen, NONE, toggled } from './choices';

const listed = (...texts: string[]) => texts.map((text) => ({ text }));
const all = { values: listed('a', 'B', ''), more: false, search: '' };

test('all values are no criterion, none are not possible, some are a list', () => {
  expect(chosenCriterion(ALL, all)).toBeNull();
  expect(chosenCriterion(NONE, all)).toBe('nothing');
  expect(chosenCriterion(toggled(NONE, 'a'), all)).toEqual(['in', 'a']);
  expect(chosenCriterion(toggled(ALL, ''), all)).toEqual(['in', 'a', 'B']);
});

test('choices come from the criterion, in any case', () => {
  const only = choicesOf(['in', 'b']);
  expect(['a', 'B', ''].filter((text) => isChosen(only, text))).toEqual(['B']);
  expect(isChosen(choicesOf(['out', 'A']), 'a')).toBe(false);
  expect(choicesOf(['top', 3])).toBe(ALL);
  expect(toggled(toggled(only, 'a'), 'A')).toEqual(only);
});

test('values beyond those listed stand with the rest', () => {
  const part = { ...all, more: true };
  expect(chosenCriterion(ALL, part)).toBeNull();
  expect(chosenCriterion(toggled(ALL, 'B'), part)).toEqual(['out', 'B']);
  expect(chosenCriterion(toggled(NONE, 'B'), part)).toEqual(['in', 'B']);
  expect(chosenCriterion(NONE, part)).toBe('nothing');
});

test('a search chooses among what it found', () => {
  const found = { values: listed('No', 'North'), more: false, search: 'no' };
  expect(chosenCriterion(ALL, found)).toEqual(['in', 'No', 'North']);
  expect(chosenCriterion(toggled(ALL, 'No'), found)).toEqual(['in', 'North']);
  expect(chosenCriterion(ALL, { ...found, more: true })).toEqual(['if', 'contains', 'no']);
  expect(chosenCriterion(ALL, { ...found, values: [] })).toBe('nothing');
});
