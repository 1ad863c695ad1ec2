// Before the app is there: the theme that was chosen in this browser, so that nothing flashes; and the connection to the
// workbook at this address, so that its document arrives while the app is on its way. src/net/begun.ts takes it over.
(() => {
  try {
    const kept = localStorage.getItem('daylight-theme');
    if (kept === 'light' || kept === 'dark') document.documentElement.dataset.theme = kept;
  } catch {
    // Without storage the system's theme stands.
  }
  const id = /^\/w\/([^/]+)\/?$/.exec(location.pathname)?.[1];
  if (id === undefined) return;
  const address = `${location.origin.replace(/^http/, 'ws')}/ws/${id}?daylight=1`;
  const socket = new WebSocket(address);
  const frames = [];
  socket.binaryType = 'arraybuffer';
  // Sync step 1 of a document that holds nothing yet.
  socket.onopen = () => socket.send(new Uint8Array([0, 0, 1, 0]));
  socket.onmessage = ({ data }) => frames.push(data);
  globalThis.daylightBegun = { address, socket, frames };
})();
