/** What happened, in words that stand behind the name of who did it. */
import type { ActivityItem } from '../../net/activity';

const text = (value: unknown): string => (typeof value === 'string' ? value : '');

function versionWords(detail: NonNullable<ActivityItem['detail']>): string {
  if ('forgot' in detail) return 'Deleted the name of a version';
  const name = text(detail.name);
  return name === '' ? 'Named a version' : `Named a version “${name}”`;
}

export function activityWords({ kind, summary, detail }: ActivityItem): string {
  const more = detail ?? {};
  switch (kind) {
    case 'change':
      return summary === null || summary.trim() === '' ? 'Changed the workbook' : summary;
    case 'viewed':
      return 'Opened it';
    case 'exported':
      return more.what === 'proof' ? 'Took a proof away' : 'Took the history away';
    case 'renamed':
      return `Renamed it, from “${text(more.old)}” to “${text(more.new)}”`;
    case 'trashed':
      return 'Deleted it';
    case 'untrashed':
      return 'Restored it';
    case 'link-made':
      return more.role === 'editor' ? 'Made a link to edit it' : 'Made a link to view it';
    case 'link-revoked':
      return 'Revoked a link';
    case 'joined':
      return 'Came in by a link';
    case 'versioned':
      return versionWords(more);
    case 'folded':
      return 'Folded older history';
    case 'retention':
      return 'Changed how long the history is kept';
    default:
      return kind;
  }
}

const WAYS: Readonly<Record<string, string>> = {
  api: 'by a program',
  import: 'from a file',
  system: 'by the server',
};

/** The way in, where it says more than the words do; `link` is the name of the share link, if it came through one. */
export function wayWords({ via, link }: Pick<ActivityItem, 'via' | 'link'>): string | null {
  const way = via === null ? undefined : WAYS[via];
  return [way, link === null ? undefined : 'by a link'].filter(Boolean).join(', ') || null;
}
