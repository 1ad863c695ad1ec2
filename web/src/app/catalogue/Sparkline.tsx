import { count } from '../../ui/words';

/** Changes per day, today last: four pixels a day, today amber. Heights follow the square root, so that quiet days show. */
export function Sparkline({ days }: { days: readonly number[] }) {
  const most = Math.max(1, ...days);
  const total = days.reduce((sum, n) => sum + n, 0);
  const today = days.at(-1) ?? 0;
  return (
    <svg
      className="spark"
      width={days.length * 4}
      height="18"
      role="img"
      aria-label={`${count(total, 'change')} in ${days.length} days`}
      data-tip={`${count(total, 'change')} in ${days.length} days, ${today} today`}
    >
      {days.map((n, day) => {
        const height = n === 0 ? 1 : Math.max(2, Math.round(Math.sqrt(n / most) * 16));
        const kind = n === 0 ? 'z' : day === days.length - 1 ? 'now' : undefined;
        return <rect key={day} className={kind} x={day * 4} y={18 - height} width="3" height={height} />;
      })}
    </svg>
  );
}
