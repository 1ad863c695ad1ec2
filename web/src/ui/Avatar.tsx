import type { CSSProperties } from 'react';
import { colorOf, count, initials } from './words';

export interface AvatarPerson {
  readonly id: string;
  readonly name: string;
  readonly kind: string;
  readonly color?: number;
}

interface AvatarProps {
  readonly person: AvatarPerson;
  readonly size?: 's' | 'm' | 'l';
  /** One's own: always amber. */
  readonly me?: boolean;
  readonly tip?: string;
}

function look(person: AvatarPerson, me: boolean): { className: string; style: CSSProperties } {
  if (me) return { className: ' me', style: {} };
  if (person.kind === 'guest') return { className: ' guest', style: {} };
  if (person.kind === 'program' || person.kind === 'system') return { className: ' thing', style: {} };
  const color = person.color ?? colorOf(person.id);
  const style = { '--pc': `var(--p${color})`, '--po': `var(--p${color}-on)` };
  return { className: '', style: style as CSSProperties };
}

/** Initials on the person's colour. Decorative where the name stands beside it. */
export function Avatar({ person, size = 'm', me = false, tip }: AvatarProps) {
  const { className, style } = look(person, me);
  return (
    <span
      className={`av${size === 'm' ? '' : ` ${size}`}${className}`}
      style={style}
      data-tip={tip}
      aria-hidden="true"
    >
      {initials(person.name)}
    </span>
  );
}

interface StackProps {
  readonly people: readonly AvatarPerson[];
  readonly me: string | null;
  readonly max?: number;
  readonly size?: 's' | 'm';
  readonly onPress?: (person: AvatarPerson) => void;
}

/** Who is here, at most `max` and then "+n". */
export function AvatarStack({ people, me, max = 4, size = 'm', onPress }: StackProps) {
  const shown = people.length > max ? people.slice(0, max) : people;
  const rest = people.slice(shown.length);
  const small = size === 's' ? ' s' : '';
  if (people.length === 0) return null;
  return (
    <span
      className="stack"
      role="group"
      aria-label={`${count(people.length, 'person', 'people')} here`}
      data-testid="people"
    >
      {shown.map((person) => {
        const own = person.id === me;
        const name = `${person.name}${own ? ' (you)' : person.kind === 'guest' ? ', guest' : ''}`;
        if (onPress === undefined || own) {
          return (
            <span key={person.id} data-testid="person" data-person={person.name}>
              <Avatar person={person} me={own} size={size} tip={name} />
              <span className="vh">{name}</span>
            </span>
          );
        }
        const { className, style } = look(person, own);
        return (
          <button
            key={person.id}
            type="button"
            className={`av${small}${className}`}
            style={style}
            data-tip={`${name}\nPress to go there`}
            aria-label={`Go to ${name}`}
            data-testid="person"
            data-person={person.name}
            onClick={() => onPress(person)}
          >
            {initials(person.name)}
          </button>
        );
      })}
      {rest.length > 0 && (
        <span className={`av${small} more`} data-tip={rest.map((person) => person.name).join('\n')}>
          +{rest.length}
        </span>
      )}
    </span>
  );
}
