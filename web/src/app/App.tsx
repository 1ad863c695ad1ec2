import { Component, Suspense } from 'react';
import type { ReactNode } from 'react';
import { Tips } from '../ui/Tips';
import { Toasts } from '../ui/Toasts';
import { useRoute } from './navigation';
import { BrokenPage, LostPage } from './pages/QuietPages';
import type { Route } from './routes';
import { split } from './split';

const catalogue = split(() => import('./catalogue/CataloguePage'), 'CataloguePage');
const workbook = split(() => import('./workbook/WorkbookPage'), 'WorkbookPage');
const functions = split(() => import('./functions/FunctionsPage'), 'FunctionsPage');
const guest = split(() => import('./pages/GuestPage'), 'GuestPage');
const signin = split(() => import('./pages/SignInPage'), 'SignInPage');

/**
 * Fetches the code of the first page, and lets a workbook begin to connect before it is rendered.
 */
export async function preparePage(route: Route): Promise<void> {
  switch (route.page) {
    case 'workbook':
      (await workbook.load()).beginOpening(route.id);
      return;
    case 'functions':
      await functions.load();
      return;
    case 'guest':
      await guest.load();
      return;
    case 'signin':
      await signin.load();
      return;
    case 'lost':
      return;
    case 'catalogue':
    case 'imports':
    case 'settings':
    case 'admin':
    case 'activity':
      await catalogue.load();
  }
}

function Page({ route }: { route: Route }) {
  switch (route.page) {
    case 'catalogue':
    case 'imports':
    case 'settings':
    case 'admin':
    case 'activity':
      return <catalogue.Page route={route} />;
    case 'workbook':
      return <workbook.Page key={route.id} id={route.id} place={route.at} />;
    case 'functions':
      return <functions.Page name={route.name} />;
    case 'guest':
      return <guest.Page key={route.token} token={route.token} />;
    case 'signin':
      return <signin.Page key={route.token} token={route.token} />;
    case 'lost':
      return <LostPage what="page" />;
  }
}

/** Shows what broke instead of an empty window. */
class Guard extends Component<
  { readonly at: Route; readonly children: ReactNode },
  { readonly error: Error | null }
> {
  override state: { error: Error | null } = { error: null };

  static getDerivedStateFromError(error: unknown): { error: Error } {
    return { error: error instanceof Error ? error : new Error(String(error)) };
  }

  override componentDidUpdate(before: { readonly at: Route }): void {
    if (before.at !== this.props.at && this.state.error !== null) this.setState({ error: null });
  }

  override render(): ReactNode {
    return this.state.error === null ? this.props.children : <BrokenPage error={this.state.error} />;
  }
}

export function App() {
  const route = useRoute();
  return (
    <>
      <Guard at={route}>
        <Suspense fallback={null}>
          <Page route={route} />
        </Suspense>
      </Guard>
      <Toasts />
      <Tips />
    </>
  );
}
