/** Frames of the sync protocol (server/src/sync/SPEC.md, F): one message a frame, type first. */

import * as decoding from 'lib0/decoding';
import * as encoding from 'lib0/encoding';

export interface WirePerson {
  readonly id: string;
  readonly name: string;
  readonly kind: string;
  readonly color: number;
}

export interface Welcome {
  readonly workbook: string;
  readonly epoch: number;
  readonly seq: number;
  readonly role: 'viewer' | 'commenter' | 'editor' | 'owner';
  readonly user: WirePerson;
  readonly clients: number;
}

export interface Ack {
  readonly seq: number;
  readonly clocks: readonly (readonly [client: number, next: number])[];
}

/** A scalar; an error is `{error}` or `["#", code]`. */
export type WireValue = null | boolean | number | string | { readonly error: string } | readonly string[];

/** How a cell looks beyond its format: each part only when it is there. */
export interface WireLook {
  readonly format?: Readonly<Record<string, unknown>>;
  readonly bar?: {
    readonly from: number;
    readonly to: number;
    readonly zero: number;
    readonly color: string;
    readonly solid?: boolean;
  };
  readonly icon?: { readonly set: string; readonly index: number };
  readonly bare?: boolean;
  readonly bad?: string;
}

export interface Values {
  readonly seq: number;
  readonly sheet: string;
  readonly cells: readonly (readonly [row: number, col: number, value: WireValue])[];
  /** These are all computed values in the view that differ from the base's cached ones. */
  readonly all: boolean;
  /** All looks of cells in the view, when some changed: a cell has the kind of that index. */
  readonly looks?: {
    readonly kinds: readonly WireLook[];
    readonly cells: readonly (readonly [row: number, col: number, kind: number])[];
  };
}

export interface Notice {
  readonly code: string;
  readonly role?: Welcome['role'];
  readonly detail?: string;
}

/** What is on screen, by visible index, both ends included. */
export interface WireView {
  readonly sheet: string;
  readonly rows: readonly [first: number, last: number];
  readonly cols: readonly [first: number, last: number];
}

export type ServerMessage =
  | { readonly kind: 'step1'; readonly stateVector: Uint8Array }
  | { readonly kind: 'update'; readonly update: Uint8Array; readonly answer: boolean }
  | { readonly kind: 'awareness'; readonly update: Uint8Array }
  | { readonly kind: 'query-awareness' }
  | { readonly kind: 'denied'; readonly reason: string }
  | { readonly kind: 'welcome'; readonly welcome: Welcome }
  | { readonly kind: 'ack'; readonly ack: Ack }
  | { readonly kind: 'values'; readonly values: Values }
  | { readonly kind: 'notice'; readonly notice: Notice }
  | { readonly kind: 'unknown'; readonly type: number };

const SYNC = 0;
const AWARENESS = 1;
const AUTH = 2;
const QUERY_AWARENESS = 3;
const WELCOME = 100;
const ACK = 101;
const VALUES = 102;
const NOTICE = 103;
const VIEW = 104;

const STEP_1 = 0;
const STEP_2 = 1;
const UPDATE = 2;

const text = { encoder: new TextEncoder(), decoder: new TextDecoder() };

/** Reads a frame from the server. Throws on bytes that are no message. */
export function decodeFrame(frame: Uint8Array): ServerMessage {
  const input = decoding.createDecoder(frame);
  const type = decoding.readVarUint(input);
  const json = (): unknown => JSON.parse(text.decoder.decode(frame.subarray(input.pos)));
  switch (type) {
    case SYNC: {
      const step = decoding.readVarUint(input);
      const payload = decoding.readVarUint8Array(input);
      if (step === STEP_1) return { kind: 'step1', stateVector: payload };
      if (step === STEP_2 || step === UPDATE)
        return { kind: 'update', update: payload, answer: step === STEP_2 };
      return { kind: 'unknown', type };
    }
    case AWARENESS:
      return { kind: 'awareness', update: decoding.readVarUint8Array(input) };
    case AUTH:
      decoding.readVarUint(input);
      return { kind: 'denied', reason: decoding.readVarString(input) };
    case QUERY_AWARENESS:
      return { kind: 'query-awareness' };
    case WELCOME:
      return { kind: 'welcome', welcome: json() as Welcome };
    case ACK:
      return { kind: 'ack', ack: json() as Ack };
    case VALUES:
      return { kind: 'values', values: json() as Values };
    case NOTICE:
      return { kind: 'notice', notice: json() as Notice };
    default:
      return { kind: 'unknown', type };
  }
}

type Frame = Uint8Array<ArrayBuffer>;

function syncFrame(step: number, payload: Uint8Array): Frame {
  return encoding.encode((out) => {
    encoding.writeVarUint(out, SYNC);
    encoding.writeVarUint(out, step);
    encoding.writeVarUint8Array(out, payload);
  });
}

export const frames = {
  step1: (stateVector: Uint8Array): Frame => syncFrame(STEP_1, stateVector),
  step2: (update: Uint8Array): Frame => syncFrame(STEP_2, update),
  update: (update: Uint8Array): Frame => syncFrame(UPDATE, update),
  awareness: (update: Uint8Array): Frame =>
    encoding.encode((out) => {
      encoding.writeVarUint(out, AWARENESS);
      encoding.writeVarUint8Array(out, update);
    }),
  view: (view: WireView | null): Frame =>
    encoding.encode((out) => {
      encoding.writeVarUint(out, VIEW);
      encoding.writeUint8Array(out, text.encoder.encode(JSON.stringify(view)));
    }),
};
