// Before the first paint: the theme that was chosen in this browser, so that nothing flashes.
(() => {
  try {
    const kept = localStorage.getItem('daylight-theme');
    if (kept === 'light' || kept === 'dark') document.documentElement.dataset.theme = kept;
  } catch {
    // Without storage the system's theme stands.
  }
})();
