/** Filters of one's own outlive a reload of the page, and nothing more. */
import type { KeptFilter } from '../../../model/filter';

const key = (workbook: string): string => `daylight-filters ${workbook}`;

export function keepFilters(workbook: string, filters: readonly KeptFilter[]): void {
  try {
    if (filters.length === 0) sessionStorage.removeItem(key(workbook));
    else sessionStorage.setItem(key(workbook), JSON.stringify(filters));
  } catch {
    // Where nothing can be kept they last as long as the page.
  }
}

export function keptFilters(workbook: string): readonly KeptFilter[] {
  try {
    const kept: unknown = JSON.parse(sessionStorage.getItem(key(workbook)) ?? '[]');
    return Array.isArray(kept) ? (kept as readonly KeptFilter[]) : [];
  } catch {
    return [];
  }
}
