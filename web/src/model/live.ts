/** A workbook that is connected: edits go out and come in, and what is saved or kept here is known. */

import { applyUpdate } from 'yjs';
import { Awareness } from 'y-protocols/awareness';
import { type Keeper, type KeptEdit, sameEdit } from '../net/kept';
import type { Notice, Welcome, WireView } from '../net/protocol';
import { Problem } from '../net/problem';
import { type Ending, Provider, type ProviderEvents, type ProviderOptions } from '../net/provider';
import { WorkbookDocument } from './document';
import { editText } from './edit-text';
import type { Edit } from './entries';
import { readPresence, statePresence } from './presence';
import { fits, holds } from './replay';
import { Unsaved } from './unsaved';
import type { Area, SelectionMemo } from './view';
import type { Workbook } from './workbook';
import type { WorkbookLink } from './workbook-source';

const NOTICES: Readonly<Record<string, string>> = {
  'read-only': 'You can look at this workbook, but not change it.',
  role: 'Your role in this workbook has changed.',
};

const NOT_CONNECTED = 'The server cannot be reached. Do it again once it is connected.';

/** Longest wait for the first cells before the grid is shown without them, milliseconds. */
const FIRST_PATIENCE = 250;

/** Scrolling asks for values at most this often, milliseconds. */
const VIEW_PAUSE = 40;

/** Where others are is told at most this often, milliseconds: many of them move within a frame. */
const PEOPLE_PAUSE = 30;

export interface LinkOptions extends ProviderOptions {
  /** Where this device keeps a person's edits of this workbook until they are saved. */
  readonly keeper?: (user: string) => Keeper;
}

/** What the server calls a workbook that this person may not open. */
const UNKNOWN = 'workbook-unknown';

/** After these the edits on this device go out as soon as the person may write here again. */
const WAITING_ENDS: ReadonlySet<string> = new Set(['revoked', 'signed-out', 'workbook-trashed']);

function mayWrite(role: Welcome['role']): boolean {
  return role === 'editor' || role === 'owner';
}

export class LiveLink implements WorkbookLink {
  private readonly unsaved = new Unsaved(() => this.status());
  /** Edits of an earlier document that still have to be written into the present one. */
  private leftover: readonly KeptEdit[] = [];
  private document: WorkbookDocument;
  private awareness: Awareness;
  private provider: Provider;
  private savedAt = Date.now();
  /** Whose edits these are, and of which document; null before the first welcome. */
  private author: { readonly user: string; readonly epoch: number } | null = null;
  /** What this device keeps has been looked at on the present connection. */
  private looked = false;
  /** Edits wait that were made without a connection. */
  private away = false;
  private written: Uint8Array | null = null;
  private presence: Parameters<typeof statePresence>[1] = null;
  private typing: string | null = null;
  private wanted: WireView | null = null;
  private asking: ReturnType<typeof setTimeout> | null = null;
  private gathering: ReturnType<typeof setTimeout> | null = null;
  /** Things that the server is doing in one's name. */
  private under = 0;

  constructor(
    private readonly book: Workbook,
    private readonly options: LinkOptions,
  ) {
    this.document = book.document;
    this.awareness = new Awareness(this.document.doc);
    this.provider = this.connect();
    book.link = this;
  }

  private connect(): Provider {
    const awareness = this.awareness;
    awareness.on('change', () => this.gatherPeople());
    this.document.doc.on('update', (update: Uint8Array, origin: unknown) => {
      if (origin === 'local') this.written = update;
    });
    const events: ProviderEvents = {
      welcome: (welcome) => this.welcome(welcome),
      synced: () => this.synced(),
      acked: (seq, clocks) => this.acked(seq, clocks),
      pending: () => this.unsaved.edits.map((edit) => edit.update),
      values: (values) => this.book.takeValues(values),
      notice: (notice) => this.notice(notice),
      status: () => this.status(),
      ended: (ending) => this.ended(ending),
    };
    return new Provider(this.document.doc, awareness, events, this.options);
  }

  private welcome(welcome: Welcome): void {
    const { user } = welcome;
    const { author } = this;
    if (author !== null && author.user !== user.id) {
      // Somebody else has signed in in this browser: what waits stays here for whom it belongs to.
      this.unsaved.drain();
      this.restart();
      return;
    }
    if (author === null) this.unsaved.keepIn(this.options.keeper?.(user.id) ?? null);
    this.author = { user: user.id, epoch: welcome.epoch };
    this.book.role = welcome.role;
    this.book.me = { id: user.id, name: user.name, kind: user.kind, color: user.color };
    this.book.reached(welcome.seq);
    this.book.tell('people', 'save');
  }

  private synced(): void {
    if (this.unsaved.size > 0 && !mayWrite(this.book.role)) {
      this.setAside(this.unsaved.hold('read-only'));
      this.restart();
      return;
    }
    if (this.book.document !== this.document) this.book.attach(this.document);
    this.book.locked = false;
    if (!this.book.ready) void this.becomeReady();
    const { leftover } = this;
    this.leftover = [];
    this.writeAgain(leftover);
    void this.lookForKept();
    this.present(this.presence, this.typing);
  }

  /** Sends what this device keeps from an earlier page, as far as it still can be. */
  private async lookForKept(): Promise<void> {
    const { document } = this;
    // Where nothing can be read, nothing is kept.
    const found = await this.unsaved.found().catch(() => []);
    if (document !== this.document || !this.provider.synced) return;
    const epoch = this.author?.epoch;
    for (const edit of found) {
      if (this.unsaved.has(edit)) continue;
      const same = edit.epoch === epoch;
      if (same && holds(document.doc, edit.client, edit.clock)) this.unsaved.drop([edit]);
      else if (edit.held !== null) this.setAside([edit]);
      else if (!mayWrite(this.book.role)) {
        const held = { ...edit, held: 'read-only' };
        this.unsaved.mark([held]);
        this.setAside([held]);
      } else if (same && fits(document.doc, edit.update)) {
        this.away = true;
        this.unsaved.add(edit, true);
        applyUpdate(document.doc, edit.update, 'kept');
      } else this.writeAgain([edit]);
    }
    this.looked = true;
    this.status();
  }

  /** Writes edits of another document into this one, as edits of now. */
  private writeAgain(edits: readonly KeptEdit[]): void {
    for (const edit of edits) this.book.store.write(edit.entries as readonly Edit[]);
    this.unsaved.drop(edits);
  }

  /** Offers edits that could not be applied to the person. */
  private setAside(edits: readonly KeptEdit[]): void {
    const known = this.book.held.filter((edit) => !edits.some((other) => sameEdit(edit, other)));
    this.book.held = [...known, ...edits];
    this.book.tell('save');
  }

  /** What the page shows first comes along with it, unless that takes long: a grid drawn empty is drawn twice. */
  private async becomeReady(): Promise<void> {
    const patience = new Promise((resolve) => setTimeout(resolve, FIRST_PATIENCE));
    await Promise.race([this.book.fetchFirst(), patience]);
    if (this.book.ready) return;
    this.book.ready = true;
    this.book.tell('sheets', 'cells', 'save');
  }

  private acked(seq: number, clocks: ReadonlyMap<number, number>): void {
    if (this.unsaved.confirm(clocks)) this.savedAt = Date.now();
    if (this.unsaved.size === 0) this.book.durable(seq);
    else this.book.reached(seq);
    this.status();
  }

  private notice(notice: Notice): void {
    if (notice.role !== undefined) this.book.role = notice.role;
    this.book.notice(notice.code, notice.detail ?? NOTICES[notice.code] ?? notice.code);
    this.book.tell('save');
    // A new connection tells which edits still came in time.
    if (!mayWrite(this.book.role) && this.unsaved.size > 0) this.provider.renew();
  }

  private status(): void {
    const waiting = this.unsaved.size + this.under;
    const { connected, synced, lostAt } = this.provider;
    this.looked &&= connected;
    if (!connected && lostAt !== null) this.away = true;
    if (connected && synced && this.looked && waiting === 0) this.away = false;
    if (this.book.save.kind === 'refused' && this.book.locked) return;
    if (!connected && lostAt !== null) {
      this.book.save = { kind: 'offline', waiting, kept: this.unsaved.kept, since: lostAt };
    } else if (connected && synced && this.looked && waiting === 0) {
      this.book.save = { kind: 'saved', at: this.savedAt };
    } else {
      const kind = this.away ? 'syncing' : 'saving';
      this.book.save = { kind, waiting, kept: this.unsaved.kept };
    }
    this.book.tell('save');
  }

  private ended(ending: Ending): void {
    this.book.locked = true;
    if (ending.kind === 'refused') {
      this.endFor(ending);
      return;
    }
    // A new epoch: begin with an empty document and write again what was not yet saved.
    this.leftover = [...this.leftover, ...this.unsaved.drain()];
    this.begin();
  }

  private endFor(ending: Ending & { readonly kind: 'refused' }): void {
    this.book.save = ending;
    if (ending.code === UNKNOWN) this.loseAccess(this.unsaved.drain());
    else if (WAITING_ENDS.has(ending.code)) this.setAside(this.unsaved.drain());
    else this.setAside(this.unsaved.hold(ending.code));
    if (ending.code === 'revoked') void this.askWhy();
    this.book.notice(ending.code, ending.detail);
    this.book.tell('save', 'people');
  }

  /** Nothing of the workbook stays on this device; what was typed last stays on the page to be copied. */
  private loseAccess(edits: readonly KeptEdit[]): void {
    this.unsaved.drop(edits);
    this.setAside(edits);
  }

  /** The same close tells of lost access and of the trash. */
  private async askWhy(): Promise<void> {
    const ending = await this.options.diagnose();
    if (ending?.kind !== 'refused') return;
    this.book.save = ending;
    if (ending.code === UNKNOWN) this.unsaved.drop(this.book.held);
    this.book.tell('save');
  }

  /** Leaves the document as it is here for the one that the server has. */
  private restart(): void {
    this.book.locked = true;
    this.author = null;
    this.provider.close();
    this.begin();
  }

  private begin(): void {
    this.awareness.destroy();
    this.document = new WorkbookDocument();
    this.awareness = new Awareness(this.document.doc);
    this.provider = this.connect();
    this.status();
  }

  /** Writes what was set aside once more, as edits of now. */
  tryAgain(): void {
    if (this.book.readOnly) return;
    const edits = this.book.held;
    this.book.held = [];
    this.writeAgain(edits);
    this.status();
  }

  /** Lets go of what was set aside. */
  forget(): void {
    this.unsaved.drop(this.book.held);
    this.book.held = [];
    this.book.tell('save');
  }

  // WorkbookLink

  wrote(edits: readonly Edit[]): void {
    const { written: update, author } = this;
    this.written = null;
    if (update === null || author === null) return;
    this.unsaved.add({
      ...author,
      workbook: this.book.id,
      client: this.document.doc.clientID,
      clock: this.document.clock,
      update,
      entries: edits,
      text: editText(this.book, edits),
      at: Date.now(),
      held: null,
    });
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
    this.tellPeople();
  }

  private gatherPeople(): void {
    this.gathering ??= setTimeout(() => this.tellPeople(), PEOPLE_PAUSE);
  }

  private tellPeople(): void {
    if (this.gathering !== null) clearTimeout(this.gathering);
    this.gathering = null;
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
    if (this.gathering !== null) clearTimeout(this.gathering);
    this.book.close();
  }
}
