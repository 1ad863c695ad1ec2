import { LogIn } from 'lucide-react';
import { useEffect, useState } from 'react';
import { signIn } from '../../net/api';
import { Problem } from '../../net/problem';
import { navigate } from '../navigation';
import { loadSession } from '../session';
import { FailedPage, Letter } from './QuietPages';

/** Exchanges the one-time link for a session and goes on to the catalogue. */
export function SignInPage({ token }: { token: string }) {
  const [problem, setProblem] = useState<Problem | null>(null);
  const [tries, setTries] = useState(0);
  useEffect(() => {
    // One-time: the exchange must not run twice for one visit.
    let gone = false;
    const timer = setTimeout(() => {
      signIn(token)
        .then(() => loadSession(true))
        .then(() => navigate('/', { replace: true }))
        .catch((cause: unknown) => {
          if (!gone) setProblem(cause instanceof Problem ? cause : Problem.offline(cause));
        });
    }, 0);
    return () => {
      gone = true;
      clearTimeout(timer);
    };
  }, [token, tries]);

  if (problem === null) return <main className="quiet-page" aria-busy="true" aria-label="Signing in" />;
  if (problem.status === 0 || problem.status >= 500) {
    return (
      <FailedPage
        problem={problem}
        onRetry={() => {
          setProblem(null);
          setTries(tries + 1);
        }}
      />
    );
  }
  return (
    <Letter
      testId="page-signin-refused"
      title="This sign-in link no longer works."
      glyph={<LogIn className="glyph" aria-hidden="true" />}
      lead="Each one works once. The server prints a new one whenever it starts."
    />
  );
}
