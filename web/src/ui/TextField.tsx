import { CircleAlert } from 'lucide-react';
import { useId } from 'react';
import type { ComponentPropsWithRef, ReactNode } from 'react';

interface TextFieldProps extends Omit<ComponentPropsWithRef<'input'>, 'className' | 'size'> {
  readonly label: string;
  /** A sentence below the field. */
  readonly hint?: ReactNode;
  /** What is wrong, in words. */
  readonly problem?: string | null;
  readonly large?: boolean;
  readonly icon?: ReactNode;
}

/** A labelled field; a problem is said in a sentence below it, never by colour alone. */
export function TextField({ label, hint, problem, large, icon, ...rest }: TextFieldProps) {
  const id = useId();
  const below = problem ?? hint;
  return (
    <div>
      <label className="label" htmlFor={id}>
        {label}
      </label>
      <div className={`field${large === true ? ' large' : ''}${problem ? ' bad' : ''}`}>
        {icon}
        <input
          autoComplete="off"
          {...rest}
          id={id}
          aria-invalid={problem ? true : undefined}
          aria-describedby={below ? `${id}-below` : undefined}
        />
      </div>
      {problem ? (
        <p className="field-problem" id={`${id}-below`} role="alert">
          <CircleAlert className="s" aria-hidden="true" />
          {problem}
        </p>
      ) : (
        hint && (
          <p className="sm q" id={`${id}-below`} style={{ marginTop: 5 }}>
            {hint}
          </p>
        )
      )}
    </div>
  );
}
