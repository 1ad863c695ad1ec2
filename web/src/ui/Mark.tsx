/** The mark: a window in slanted light. */
export function Mark({ size = 22 }: { size?: number }) {
  return (
    <svg width={size} height={size} viewBox="0 0 22 22" aria-hidden="true" style={{ flex: 'none' }}>
      <rect width="22" height="22" rx="5" fill="#182033" />
      <rect x=".5" y=".5" width="21" height="21" rx="4.5" fill="none" stroke="#fff" strokeOpacity=".16" />
      <g fill="#ffc02e">
        <path d="M6.9 4.6h4.2L10 10.3H5.8zM12.4 4.6h4.2l-1.1 5.7h-4.2z" />
        <path d="M5.5 11.7h4.2l-1.1 5.7H4.4zM11 11.7h4.2l-1.1 5.7H9.9z" />
      </g>
    </svg>
  );
}
