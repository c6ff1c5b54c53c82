/* The page's side of the preview. The server adds this script to the pages that it shows, and to no page of the built site.
 *
 * It keeps a stream of events open and does what they say: `page` (this page's bytes differ from those the tab shows) morphs
 * the page in place, `problems` fills the overlay, `new` offers the pages of new briefs. See morph.js and overlay.js.
 */
(() => {
  "use strict";

  /* Milliseconds: the first wait before the next try to connect, the longest, and how long a lost connection is not worth a word. */
  const FIRST = 200;
  const LONGEST = 3000;
  const PATIENCE = 2500;

  const script = document.currentScript ?? document.querySelector("script[data-digest][src$='/live.js']");
  const home = script.src;
  const path = script.dataset.path ?? location.pathname;
  let seen = script.dataset.digest ?? "";

  let stream = null;
  let delay = FIRST;
  let retrying = 0;
  let losing = 0;
  let parts = null;
  let lost = false;

  const beside = (name) => new URL(name, home).href;

  /* The other parts are fetched as soon as the server is known to be there: they are needed most when it no longer is. */
  function load() {
    parts ??= Promise.all([import(beside("morph.js")), import(beside("overlay.js"))]).then(
      ([{ morph }, overlay]) => ({ morph, ...overlay }),
      (error) => {
        parts = null;
        throw error;
      },
    );
    return parts;
  }

  const withParts = (use) => load().then(use, () => undefined);

  function open() {
    clearTimeout(retrying);
    if (stream || document.hidden) return;
    const query = new URLSearchParams({ path, seen });
    stream = new EventSource(`${beside("events")}?${query}`);
    stream.onopen = () => {
      delay = FIRST;
      clearTimeout(losing);
      losing = 0;
      setLost(false);
      withParts(() => undefined);
    };
    stream.onerror = retry;
    stream.addEventListener("page", (event) => refresh(JSON.parse(event.data).digest));
    stream.addEventListener("problems", (event) => withParts(({ problems }) => problems(JSON.parse(event.data), path)));
    stream.addEventListener("new", (event) => withParts(({ fresh }) => fresh(JSON.parse(event.data).briefs)));
  }

  function close() {
    clearTimeout(retrying);
    stream?.close();
    stream = null;
  }

  /* The browser's own way to reconnect would tell the server what the tab showed when the stream was first opened. */
  function retry() {
    close();
    losing ||= setTimeout(setLost, PATIENCE, true);
    retrying = setTimeout(open, delay * (0.85 + 0.3 * Math.random()));
    delay = Math.min(delay * 1.6, LONGEST);
  }

  function setLost(state) {
    if (state !== lost) {
      lost = state;
      parts?.then(({ stopped }) => stopped(state), () => undefined);
    }
  }

  let wanted = null;
  let busy = false;

  /* One at a time, and after the last event at least once. */
  async function refresh(digest) {
    wanted = digest;
    if (busy) return;
    busy = true;
    try {
      while (wanted !== null && wanted !== seen) {
        digest = wanted;
        wanted = null;
        await take(digest);
      }
    } finally {
      busy = false;
    }
  }

  async function take(digest) {
    let answer, text;
    try {
      answer = await fetch(location.href, { cache: "no-store", headers: { "X-Briefgen": "morph" } });
      text = await answer.text();
    } catch {
      return retry(); // Whoever answers next is told what is `seen`, and says what is to be done.
    }
    if (answer.redirected) return location.replace(answer.url);
    if (!(answer.headers.get("Content-Type") ?? "").startsWith("text/html")) return location.reload();
    let fresh;
    try {
      fresh = new DOMParser().parseFromString(text, "text/html");
      if (fresh.querySelector('meta[http-equiv="refresh" i]')) return location.reload(); // It leads elsewhere now.
      const { morph } = await load();
      await morph(fresh, home);
    } catch (error) {
      console.warn("briefgen: the page is loaded anew, since it could not be changed in place:", error);
      return location.reload();
    }
    seen = fresh.querySelector("script[data-digest]")?.dataset.digest ?? digest;
  }

  /* A browser opens six connections to one host and no more: only a tab that is looked at holds one. */
  function follow() {
    if (document.hidden) {
      close();
      clearTimeout(losing);
      losing = 0;
    } else {
      delay = FIRST;
      open();
    }
  }

  document.addEventListener("visibilitychange", follow);
  addEventListener("pagehide", () => {
    close();
    clearTimeout(losing);
    losing = 0;
  });
  addEventListener("pageshow", (event) => event.persisted && follow());
  open();
})();
