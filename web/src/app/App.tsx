import { Component, Suspense, lazy } from 'react';
import type { ReactNode } from 'react';
import { Tips } from '../ui/Tips';
import { Toasts } from '../ui/Toasts';
import { useRoute } from './navigation';
import { BrokenPage, LostPage } from './pages/QuietPages';
import type { Route } from './routes';

const CataloguePage = lazy(() =>
  import('./catalogue/CataloguePage').then((page) => ({ default: page.CataloguePage })),
);
const WorkbookPage = lazy(() =>
  import('./workbook/WorkbookPage').then((page) => ({ default: page.WorkbookPage })),
);
const GuestPage = lazy(() => import('./pages/GuestPage').then((page) => ({ default: page.GuestPage })));
const SignInPage = lazy(() => import('./pages/SignInPage').then((page) => ({ default: page.SignInPage })));

function Page({ route }: { route: Route }) {
  switch (route.page) {
    case 'catalogue':
    case 'imports':
    case 'settings':
      return <CataloguePage route={route} />;
    case 'workbook':
      return <WorkbookPage key={route.id} id={route.id} place={route.at} />;
    case 'guest':
      return <GuestPage key={route.token} token={route.token} />;
    case 'signin':
      return <SignInPage key={route.token} token={route.token} />;
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
