/** Whether an update can be applied to a document: what it builds on must be there. */

import { decodeUpdate, type Doc, getState, type ID, Item } from 'yjs';

/** Does the document hold all that an update builds on, so that nothing of it would have to wait? */
export function fits(doc: Doc, update: Uint8Array): boolean {
  const own = new Map<number, number>();
  const reached = (client: number): number => own.get(client) ?? getState(doc.store, client);
  const known = (id: ID | null): boolean => id === null || id.clock < reached(id.client);
  return decodeUpdate(update).structs.every((struct) => {
    const { client, clock } = struct.id;
    if (clock > reached(client)) return false;
    own.set(client, Math.max(reached(client), clock + struct.length));
    return !(struct instanceof Item) || (known(struct.origin) && known(struct.rightOrigin));
  });
}

/** Does the document hold everything that a client wrote up to a clock? */
export function holds(doc: Doc, client: number, clock: number): boolean {
  return getState(doc.store, client) >= clock;
}
