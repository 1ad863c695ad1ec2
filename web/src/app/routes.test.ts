import { describe, expect, it } from 'vitest';
import { changeAt, changePath, functionPath, openedPath, routeOf, viewPath, workbookPath } from './routes';

describe('routeOf', () => {
  it.each([
    ['/', { page: 'catalogue', view: 'all' }],
    ['/deleted', { page: 'catalogue', view: 'deleted' }],
    ['/shared/', { page: 'catalogue', view: 'shared' }],
    ['/imports', { page: 'imports', item: null }],
    ['/settings', { page: 'settings' }],
    ['/admin', { page: 'admin' }],
    ['/activity', { page: 'activity', openedOf: null }],
    ['/functions', { page: 'functions', name: '' }],
    ['/w/0abc', { page: 'workbook', id: '0abc', at: '' }],
    ['/s/t%20k', { page: 'guest', token: 't k' }],
    ['/signin/xyz', { page: 'signin', token: 'xyz' }],
    ['/w/', { page: 'lost' }],
    ['/w/%E0%A4%A', { page: 'lost' }],
    ['/w/a/b', { page: 'lost' }],
    ['/nothing', { page: 'lost' }],
  ])('reads %s', (path, route) => {
    expect(routeOf(path)).toEqual(route);
  });

  it('reads the place in a workbook from the hash', () => {
    expect(routeOf('/w/a', '#Plan!D11')).toEqual({ page: 'workbook', id: 'a', at: 'Plan!D11' });
    expect(routeOf('/functions', '#SUMIFS')).toEqual({ page: 'functions', name: 'SUMIFS' });
    expect(routeOf('/imports', '#3')).toEqual({ page: 'imports', item: '3' });
  });

  it('finds a change in the hash, and nothing else for one', () => {
    expect(changePath('a', 12)).toBe('/w/a#change%3A12');
    expect(['change:12', 'change:', 'change:x', 'Plan!D11'].map(changeAt)).toEqual([12, null, null, null]);
  });

  it('finds again what it wrote', () => {
    const path = workbookPath('a', 'My sheet!B2');
    const [before = '', hash = ''] = path.split('#');
    expect(routeOf(before, `#${hash}`)).toEqual({ page: 'workbook', id: 'a', at: 'My sheet!B2' });
    expect(routeOf('/activity', openedPath('0a').slice(9))).toEqual({ page: 'activity', openedOf: '0a' });
    expect(functionPath('NORM.DIST')).toBe('/functions#NORM.DIST');
    expect(routeOf(functionPath())).toEqual({ page: 'functions', name: '' });
    expect(routeOf(viewPath('recent'))).toEqual({ page: 'catalogue', view: 'recent' });
  });
});
