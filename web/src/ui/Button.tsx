import type { ComponentPropsWithRef, ReactNode } from 'react';

export interface ButtonProps extends Omit<ComponentPropsWithRef<'button'>, 'className'> {
  /** `sun` is the one primary action of a view. */
  readonly look?: 'plain' | 'sun' | 'quiet' | 'danger' | 'quiet-danger';
  readonly size?: 'small' | 'normal' | 'large';
  /** Square, for an icon alone; give `aria-label`. */
  readonly icon?: boolean;
  /** Says that it works on it: a spinner before the text, no second press. */
  readonly busy?: boolean;
  readonly tip?: string | undefined;
  readonly extra?: string;
  readonly children?: ReactNode;
}

const LOOKS = { plain: '', sun: ' sun', quiet: ' quiet', danger: ' danger', 'quiet-danger': ' quiet danger' };

/** The class of something that looks like a button, for links. */
export function buttonClass(options: Pick<ButtonProps, 'look' | 'size' | 'icon' | 'extra'>): string {
  const size = options.size === 'small' ? ' small' : options.size === 'large' ? ' large' : '';
  const icon = options.icon === true ? ' icon' : '';
  const extra = options.extra === undefined ? '' : ` ${options.extra}`;
  return `btn${LOOKS[options.look ?? 'plain']}${size}${icon}${extra}`;
}

export function Button({ look, size, icon, busy, tip, extra, children, disabled, ...rest }: ButtonProps) {
  const options = {
    ...(look === undefined ? {} : { look }),
    ...(size === undefined ? {} : { size }),
    ...(icon === undefined ? {} : { icon }),
    ...(extra === undefined ? {} : { extra }),
  };
  return (
    <button
      type="button"
      {...rest}
      className={buttonClass(options)}
      disabled={disabled === true || busy === true}
      aria-busy={busy === true ? true : undefined}
      data-tip={tip}
    >
      {busy === true && <span className="spin" aria-hidden="true" />}
      {children}
    </button>
  );
}
