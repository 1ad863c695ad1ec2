import 'fake-indexeddb/auto';
import { expect, test } from 'vitest';
import { countKept, forgetKept, keeper, type KeptEdit, takeKept } from './kept';

function edit(over: Partial<KeptEdit> = {}): KeptEdit {
  return {
    user: 'ada',
    workbook: 'w',
    epoch: 1,
    client: 5000,
    clock: 1,
    update: new Uint8Array([1, 2]),
    entries: [{ root: 'cells', key: '1/0:0', value: 'x' }],
    text: 'Plan!A1\tx',
    at: 1,
    held: null,
    ...over,
  };
}

test('edits come back as they were kept, to their person and workbook alone', async () => {
  const ada = keeper('ada', 'w');
  const bo = keeper('bo', 'w');
  const other = keeper('ada', 'v');
  await ada.put([edit(), edit({ clock: 3, update: new Uint8Array([3]) })]);
  await bo.put([edit({ user: 'bo' })]);
  await other.put([edit({ workbook: 'v' })]);
  expect(await ada.list()).toEqual([edit(), edit({ clock: 3, update: new Uint8Array([3]) })]);
  expect(await bo.list()).toHaveLength(1);
  expect(await countKept('ada')).toEqual(
    new Map([
      ['v', 1],
      ['w', 2],
    ]),
  );
});

test('what is confirmed goes, up to its clock, of its client and epoch alone', async () => {
  const ada = keeper('ada', 'x');
  const all = [1, 3, 5].map((clock) => edit({ workbook: 'x', clock }));
  const others = [
    edit({ workbook: 'x', client: 5001, clock: 1 }),
    edit({ workbook: 'x', epoch: 2, clock: 1 }),
  ];
  await ada.put([...all, ...others]);
  await ada.confirm(1, 5000, 3);
  expect((await ada.list()).map(({ epoch, client, clock }) => [epoch, client, clock])).toEqual([
    [1, 5000, 5],
    [1, 5001, 1],
    [2, 5000, 1],
  ]);
  await ada.drop(others);
  expect(await ada.list()).toHaveLength(1);
});

test('access that ends and signing out leave nothing here', async () => {
  await keeper('cy', 'a').put([edit({ user: 'cy', workbook: 'a' })]);
  await keeper('cy', 'b').put([edit({ user: 'cy', workbook: 'b' })]);
  expect(await takeKept('cy', 'a')).toHaveLength(1);
  expect(await takeKept('cy', 'a')).toEqual([]);
  expect(await countKept('cy')).toEqual(new Map([['b', 1]]));
  await forgetKept('cy');
  expect(await countKept('cy')).toEqual(new Map());
  expect((await countKept('ada')).size).toBeGreaterThan(0);
});
