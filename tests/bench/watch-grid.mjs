/** Runs in the page before it loads: notes first cells, what frames and keys take, and which frames show shaded cells. */
export function watchGrid() {
  const watched = { first: null, frames: [], keys: [], shaded: false };
  const { prototype } = CanvasRenderingContext2D;
  const { fillText, fill } = prototype;
  let sunk = null;
  let drawn = false;
  let shaded = false;

  prototype.fillText = function (text, ...place) {
    fillText.call(this, text, ...place);
    drawn = true;
    if (watched.first !== null || text !== 'Line item 2') return;
    watched.first = 0;
    requestAnimationFrame(() => {
      const entries = performance.getEntriesByType('resource');
      const scripts = entries.filter(({ name }) => name.endsWith('.js'));
      const blocks = entries.filter(({ name }) => name.includes('/api/') && name.includes('/assets/'));
      watched.first = {
        cells: performance.now(),
        data: Math.max(...blocks.map(({ responseEnd }) => responseEnd)),
        script: scripts.reduce((sum, { encodedBodySize }) => sum + encodedBodySize, 0),
      };
    });
  };
  prototype.fill = function (...args) {
    if (sunk === null) {
      const probe = document.createElement('canvas').getContext('2d');
      probe.fillStyle = getComputedStyle(document.documentElement).getPropertyValue('--sunk').trim();
      sunk = probe.fillStyle;
    }
    if (this.fillStyle === sunk) shaded = true;
    fill.apply(this, args);
  };

  /** After what this frame changed has been painted. */
  const painted = (then) => {
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = () => then(performance.now());
    port2.postMessage(null);
  };

  const real = window.requestAnimationFrame.bind(window);
  window.requestAnimationFrame = (callback) =>
    real((now) => {
      drawn = false;
      shaded = false;
      const began = performance.now();
      callback(now);
      if (!drawn) return;
      const frame = { at: now, work: 0, shaded };
      watched.shaded = shaded;
      watched.frames.push(frame);
      painted((end) => {
        frame.work = end - began;
      });
    });
  document.addEventListener(
    'keydown',
    ({ timeStamp }) => real(() => painted((end) => watched.keys.push(end - timeStamp))),
    true,
  );

  watched.take = (what) => {
    if (what === 'shaded') return watched.shaded;
    return watched[what].splice(0);
  };
  globalThis.watched = watched;
}
