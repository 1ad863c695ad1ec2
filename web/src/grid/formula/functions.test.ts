import { beforeAll, describe, expect, test } from 'vitest';
import { CATEGORIES, loadedFunctions, loadFunctions, type FunctionCatalogue } from './functions';

let catalogue: FunctionCatalogue;

beforeAll(async () => {
  expect(loadedFunctions()).toBeNull();
  catalogue = await loadFunctions();
});

test('is fetched once and then there', async () => {
  expect(loadedFunctions()).toBe(catalogue);
  expect(await loadFunctions()).toBe(catalogue);
  expect(catalogue.named('sumifs')?.name).toBe('SUMIFS');
  expect(catalogue.named('NOSUCH')).toBeNull();
});

describe('the file', () => {
  test('is in the order of its names, each of them once', () => {
    const names = catalogue.entries.map(({ name }) => name);
    expect(names).toEqual([...new Set(names)].sort());
    expect(names.length).toBeGreaterThan(400);
    for (const name of names) expect(name).toMatch(/^[A-Z][A-Z0-9]*(\.[A-Z0-9]+)*$/);
  });

  test('has nothing but what it may have', () => {
    for (const entry of catalogue.entries) {
      expect(Object.keys(entry), entry.name).toEqual(['name', 'category', 'args', 'about']);
      expect(CATEGORIES, entry.name).toContain(entry.category);
      for (const argument of entry.args) {
        const known = ['name', 'optional', 'repeats', 'about'];
        expect(known, entry.name).toEqual(expect.arrayContaining(Object.keys(argument)));
        expect([undefined, true], entry.name).toContain(argument.optional);
        expect([undefined, true], entry.name).toContain(argument.repeats);
      }
    }
    expect(new Set(catalogue.entries.map(({ category }) => category)).size).toBe(CATEGORIES.length);
  });

  test('says what each does in one line', () => {
    for (const { name, about, args } of catalogue.entries) {
      for (const line of [about, ...args.flatMap((each) => each.about ?? [])]) {
        expect(line.length, `${name}: ${line}`).toBeLessThanOrEqual(90);
        expect(line, name).toMatch(/^\S(.*[^\s.])?$/);
      }
      expect(about, name).toMatch(/^[\p{Lu}\d]/u);
    }
  });

  test('names arguments that can be told apart', () => {
    for (const { name, args } of catalogue.entries) {
      const names = args.map((each) => each.name);
      expect(new Set(names).size, name).toBe(names.length);
      for (const each of names) expect(each, name).toMatch(/^[a-z][a-z0-9]*(_[a-z0-9]+)*$/);
    }
  });

  test('keeps the arguments that repeat together, with one after them at most', () => {
    for (const { name, args } of catalogue.entries) {
      const marks = args.map((each) => (each.repeats === true ? 'r' : '-')).join('');
      expect(marks, name).toMatch(/^-*(r+-?)?$/);
      for (const each of args) if (each.repeats === true) expect(each.optional, name).toBe(true);
    }
  });

  test('sends from old names to ones that are there', () => {
    for (const { name, about } of catalogue.entries.filter((each) => each.category === 'Compatibility')) {
      const successor = /^As ([A-Z0-9.]*[A-Z0-9])/.exec(about)?.[1] ?? '';
      expect(catalogue.named(successor), name).not.toBeNull();
    }
  });
});
