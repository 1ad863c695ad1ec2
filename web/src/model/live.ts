/** A workbook that is connected: edits go out and come in, and what is saved is known. */

import { Awareness } from 'y-protocols/awareness';
import type { Notice, Welcome, WireView } from '../net/protocol';
import { Problem } from '../net/problem';
import { type Ending, Provider, type ProviderEvents, type ProviderOptions } from '../net/provider';
import { Unsaved } from '../net/unsaved';
import { WorkbookDocument } from './document';
import type { Edit } from './entries';
import { readPresence, statePresence } from './presence';
import type { Area, SelectionMemo } from './view';
import type { Workbook, WorkbookLink } from './workbook';

const NOTICES: Readonly<Record<string, string>> = {
  'read-only': 'You can look at this workbook, but not change it.',
  role: 'Your role in this workbook has changed.',
};

const NOT_CONNECTED = 'The server cannot be reached. Do it again once it is connected.';

/** Longest wait for the first cells before the grid is shown without them, milliseconds. */
const FIRST_PATIENCE = 250;

/** Scrolling asks for values at most this often, milliseconds. */
const VIEW_PAUSE = 40;

export class LiveLink implements WorkbookLink {
  private readonly unsaved = new Unsaved<readonly Edit[]>();
  /** Edits of an earlier epoch that still have to be written. */
  private readonly leftover: (readonly Edit[])[] = [];
  private document: WorkbookDocument;
  private awareness: Awareness;
  private provider: Provider;
  private savedAt = Date.now();
  private presence: Parameters<typeof statePresence>[1] = null;
  private typing: string | null = null;
  private wanted: WireView | null = null;
  private asking: ReturnType<typeof setTimeout> | null = null;
  /** Things that the server is doing in one's name. */
  private under = 0;

  constructor(
    private readonly book: Workbook,
    private readonly options: ProviderOptions,
  ) {
    this.document = book.document;
    this.awareness = new Awareness(this.document.doc);
    this.provider = this.connect();
    book.link = this;
  }

  private connect(): Provider {
    const awareness = this.awareness;
    awareness.on('change', () => this.peopleChanged());
    const events: ProviderEvents = {
      welcome: (welcome) => this.welcome(welcome),
      synced: () => this.synced(),
      acked: (seq, next) => this.acked(seq, next),
      values: (values) => this.book.takeValues(values),
      notice: (notice) => this.notice(notice),
      status: () => this.status(),
      ended: (ending) => this.ended(ending),
    };
    return new Provider(this.document.doc, awareness, events, this.options);
  }

  private welcome(welcome: Welcome): void {
    const { user } = welcome;
    this.book.role = welcome.role;
    this.book.me = { id: user.id, name: user.name, kind: user.kind, color: user.color };
    this.book.reached(welcome.seq);
    this.book.tell('people', 'save');
  }

  private synced(): void {
    if (this.book.document !== this.document) this.book.attach(this.document);
    this.book.locked = false;
    // What the old document could not save any more is written into the new one.
    const edits = this.leftover.splice(0).flat();
    if (!this.book.ready) void this.becomeReady();
    if (edits.length > 0) this.book.store.write(edits);
    this.present(this.presence, this.typing);
  }

  /** What the page shows first comes along with it, unless that takes long: a grid drawn empty is drawn twice. */
  private async becomeReady(): Promise<void> {
    const patience = new Promise((resolve) => setTimeout(resolve, FIRST_PATIENCE));
    await Promise.race([this.book.fetchFirst(), patience]);
    if (this.book.ready) return;
    this.book.ready = true;
    this.book.tell('sheets', 'cells', 'save');
  }

  private acked(seq: number, next: number | null): void {
    if (next !== null && this.unsaved.confirm(next)) this.savedAt = Date.now();
    if (this.unsaved.size === 0) this.book.durable(seq);
    else this.book.reached(seq);
    this.status();
  }

  private notice(notice: Notice): void {
    if (notice.role !== undefined) this.book.role = notice.role;
    this.book.notice(notice.code, notice.detail ?? NOTICES[notice.code] ?? notice.code);
    this.book.tell('save');
  }

  private status(): void {
    const waiting = this.unsaved.size + this.under;
    const { connected, synced, lostAt } = this.provider;
    if (connected && synced) {
      this.book.save = waiting > 0 ? { kind: 'saving', waiting } : { kind: 'saved', at: this.savedAt };
    } else if (lostAt !== null) this.book.save = { kind: 'offline', waiting, since: lostAt };
    else this.book.save = { kind: 'saving', waiting };
    this.book.tell('save');
  }

  private ended(ending: Ending): void {
    this.book.locked = true;
    if (ending.kind === 'refused') {
      this.book.save = ending;
      this.book.notice(ending.code, ending.detail);
      this.book.tell('save', 'people');
      return;
    }
    // A new epoch: begin with an empty document and write again what was not yet saved.
    this.leftover.push(...this.unsaved.drain());
    this.awareness.destroy();
    this.document = new WorkbookDocument();
    this.awareness = new Awareness(this.document.doc);
    this.provider = this.connect();
    this.status();
  }

  // WorkbookLink

  wrote(edits: readonly Edit[]): void {
    this.unsaved.add(this.document.clock, edits);
    this.status();
  }

  async during<T>(work: () => Promise<T>): Promise<T> {
    this.under++;
    this.status();
    try {
      await this.stored();
      const done = await work();
      this.savedAt = Date.now();
      return done;
    } finally {
      this.under--;
      if (!this.book.locked) this.status();
    }
  }

  /** Resolves when all own edits are durable, rejects when they cannot become so now. */
  private stored(): Promise<void> {
    return new Promise((resolve, reject) => {
      let end = (): void => undefined;
      const look = (): void => {
        const { kind } = this.book.save;
        if (kind !== 'saving') {
          end();
          reject(new Problem(0, { detail: NOT_CONNECTED }));
        } else if (this.unsaved.size === 0 && this.provider.synced) {
          end();
          resolve();
        }
      };
      end = this.book.subscribe('save', look);
      look();
    });
  }

  show(sheet: string, area: Area): void {
    this.wanted = { sheet, rows: [area.top, area.bottom], cols: [area.left, area.right] };
    this.asking ??= setTimeout(() => {
      this.asking = null;
      this.provider.show(this.wanted);
    }, VIEW_PAUSE);
  }

  present(
    state: { readonly memo: SelectionMemo; readonly row: number; readonly col: number } | null,
    typing: string | null,
  ): void {
    this.presence = state;
    this.typing = typing;
    this.awareness.setLocalState({ ...statePresence(this.book, state, typing) });
  }

  moved(): void {
    this.peopleChanged();
  }

  private peopleChanged(): void {
    const own = this.awareness.clientID;
    this.book.people = [...this.awareness.getStates()]
      .filter(([client]) => client !== own)
      .map(([client, state]) => readPresence(this.book, client, state))
      .filter((presence) => presence !== null)
      .sort((a, b) => a.client - b.client);
    this.book.tell('people');
  }

  /** Tries to connect at once. */
  reconnect(): void {
    this.provider.reconnectNow();
  }

  close(): void {
    if (this.asking !== null) clearTimeout(this.asking);
    this.book.link = null;
    this.provider.close();
    this.awareness.destroy();
    this.book.close();
  }
}
