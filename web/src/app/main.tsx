import { StrictMode, startTransition } from 'react';
import { createRoot } from 'react-dom/client';
import '../styles/tokens.css';
import '../styles/base.css';
import '../styles/controls.css';
import '../styles/overlays.css';
import '../styles/pages.css';
import { App, preparePage } from './App';
import { routeOf } from './routes';
import { loadSession } from './session';

const host = document.getElementById('root');
if (host === null) throw new Error('index.html has no #root');
const root = createRoot(host);
// As a transition it gives way to what arrives meanwhile.
const show = (): void =>
  startTransition(() =>
    root.render(
      <StrictMode>
        <App />
      </StrictMode>,
    ),
  );

void loadSession();
// What cannot be fetched fails once more, and says so, when it is rendered.
preparePage(routeOf(window.location.pathname)).then(show, show);
