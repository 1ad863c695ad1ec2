/** Who is signed in. One answer for the whole app, asked for once. */
import { create } from 'zustand';
import { getSession } from '../net/api';
import type { SessionUser } from '../net/api';
import { Problem } from '../net/problem';

export type Session =
  | { readonly state: 'asking' }
  | { readonly state: 'in'; readonly user: SessionUser }
  | { readonly state: 'out' }
  | { readonly state: 'failed'; readonly problem: Problem };

export const useSession = create<{ readonly session: Session }>()(() => ({ session: { state: 'asking' } }));

let asked: Promise<Session> | null = null;

async function askSession(): Promise<Session> {
  try {
    const user = await getSession();
    return user === null ? { state: 'out' } : { state: 'in', user };
  } catch (cause) {
    const problem = cause instanceof Problem ? cause : Problem.offline(cause);
    return problem.status === 401 ? { state: 'out' } : { state: 'failed', problem };
  }
}

/** Asks who is signed in; `again` after signing in or out. */
export function loadSession(again = false): Promise<Session> {
  if (asked === null || again) {
    asked = askSession().then((session) => {
      useSession.setState({ session });
      return session;
    });
  }
  return asked;
}

/** The signed-in person, or null while unknown. */
export function useMe(): SessionUser | null {
  return useSession((state) => (state.session.state === 'in' ? state.session.user : null));
}
