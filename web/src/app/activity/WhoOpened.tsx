import { Link } from '../navigation';
import { openedPath } from '../routes';

/** From where a workbook is shared to who opened it. */
export function WhoOpened({ workbook }: { workbook: string }) {
  return (
    <Link to={openedPath(workbook)} data-testid="who-opened">
      See who opened what
    </Link>
  );
}
