/** The zoom of each workbook, as this browser remembers it. */
const KEY = 'daylight.zoom.';

export function savedZoom(workbook: string): number {
  try {
    const zoom = Number(localStorage.getItem(KEY + workbook) ?? '1');
    return zoom >= 0.5 && zoom <= 2 ? zoom : 1;
  } catch {
    return 1;
  }
}

export function rememberZoom(workbook: string, zoom: number): void {
  try {
    if (zoom === 1) localStorage.removeItem(KEY + workbook);
    else localStorage.setItem(KEY + workbook, String(zoom));
  } catch {
    // Where nothing is kept every visit begins at 100 %.
  }
}
