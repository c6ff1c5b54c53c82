/* Changes the page that is shown into the one that the server has now, and leaves alone what the reader did to it: where they have
 * scrolled to, what is open, focused, selected, typed, or playing.
 */
import { Idiomorph } from "./idiomorph.js";

/* Milliseconds to wait for a style sheet that does not come, and for the page in which it is mended. */
const STYLE_PATIENCE = 3000;
const MENDING = 5000;
const STYLES = "style, link[rel~='stylesheet' i]";
const KEY = "briefgen-key-";
/* What has a name of its own: its words, or where it leads. */
const WORDS = "p, li, h1, h2, h3, h4, h5, h6, dt, dd, th, td, pre, figcaption, summary";
const NAMED = `details, input, select, textarea, audio, video, iframe, img, a[href], ${WORDS}`;

/* What the server sent, as opposed to what extensions of the browser put into the page. */
const sent = new WeakSet([...document.head.children, ...document.body.children]);
/* Editable elements that were typed into. */
const typed = new WeakSet();
document.addEventListener("input", (event) => typed.add(event.target), true);

export async function morph(fresh, home) {
  const scripts = new Scripts(home);
  const styles = mergeHead(fresh.head, scripts);
  await Promise.all(styles.loading);
  styles.swap();
  copyAttributes(document.documentElement, fresh.documentElement);
  const focus = holdFocus();
  const place = holdPlace();
  giveKeys(fresh.body);
  try {
    Idiomorph.morph(document.body, fresh.body, { callbacks: callbacks(scripts) });
  } finally {
    takeKeys();
  }
  place();
  focus();
  scripts.run();
  document.dispatchEvent(new CustomEvent("briefgen:morph"));
}

const callbacks = (scripts) => ({
  beforeNodeMorphed(old, next) {
    if (old.isEqualNode(next)) return false;
    if (typed.has(old) && old.isContentEditable) return false;
    if (old instanceof HTMLMediaElement && !old.paused && old.getAttribute("src") === next.getAttribute("src")) return false;
    if (old instanceof HTMLScriptElement) scripts.changed(old);
    return true;
  },
  beforeAttributeUpdated(name, node) {
    if (name === "open") return !(node instanceof HTMLDetailsElement || node instanceof HTMLDialogElement);
    if (name === "value" || name === "checked" || name === "selected") return !isTouched(node);
    return true;
  },
  afterNodeAdded(node) {
    if (!(node instanceof Element)) return;
    sent.add(node);
    for (const script of [node, ...node.querySelectorAll("script")]) if (script.localName === "script") scripts.changed(script);
  },
  beforeNodeRemoved: (node) => !(node.parentNode === document.body && node instanceof Element && !sent.has(node)),
});

/* Whether a field holds something else than what the page gave it. */
function isTouched(node) {
  if (node instanceof HTMLOptionElement) {
    const options = [...(node.closest("select")?.options ?? [])];
    return options.some((option) => option.selected !== option.defaultSelected);
  }
  if (node.type === "checkbox" || node.type === "radio") return node.checked !== node.defaultChecked;
  return node.value !== node.defaultValue;
}

/* ---------------------------------------------------------------- head */

let mending = 0;

/* What is new goes where it belongs, style sheets without effect until all of them are there; then `swap` takes out what is gone. If a
 * style sheet does not come, it was saved once more meanwhile, and the next page has a better one: until then the old ones stay. */
function mergeHead(head, scripts) {
  clearTimeout(mending);
  const old = [...document.head.children];
  const kept = new Set();
  const asleep = [];
  const loading = [];
  let failed = false;
  let last = null;
  for (const node of [...head.children]) {
    const same = old.find((one) => !kept.has(one) && one.isEqualNode(node));
    if (same) kept.add(same);
    else {
      const added = document.importNode(node, true);
      if (added.matches(STYLES)) {
        asleep.push([added, added.getAttribute("media")]);
        added.media = "not all";
        if (added.localName === "link") loading.push(arrival(added).then((came) => (failed ||= !came)));
      }
      sent.add(added);
      if (last) last.after(added);
      else document.head.prepend(added);
      if (added.localName === "script") scripts.changed(added);
      last = added;
      continue;
    }
    last = same;
  }
  const swap = () => {
    for (const [node, media] of asleep) {
      if (media === null) node.removeAttribute("media");
      else node.media = media;
    }
    const gone = old.filter((node) => !kept.has(node) && sent.has(node));
    const lasting = failed ? gone.filter((node) => node.matches(STYLES)) : [];
    for (const node of gone) if (!lasting.includes(node)) node.remove();
    if (lasting.length) mending = setTimeout(() => lasting.forEach((node) => node.remove()), MENDING);
  };
  return { loading, swap };
}

function arrival(link) {
  return new Promise((resolve) => {
    link.addEventListener("load", () => resolve(true), { once: true });
    link.addEventListener("error", () => resolve(false), { once: true });
    setTimeout(resolve, STYLE_PATIENCE, false);
  });
}

function copyAttributes(old, next) {
  for (const { name, value } of [...next.attributes]) if (old.getAttribute(name) !== value) old.setAttribute(name, value);
  for (const { name } of [...old.attributes]) if (name !== "style" && !next.hasAttribute(name)) old.removeAttribute(name);
}

/* Scripts that are new or changed run once the page is whole; those that are as they were do not run again. */
class Scripts {
  #known = new Set(Array.from(document.scripts, (script) => script.outerHTML));
  #home;
  #due = new Set();

  constructor(home) {
    this.#home = home;
  }

  changed(script) {
    this.#due.add(script);
  }

  run() {
    for (const old of this.#due) {
      if (!old.isConnected || old.src === this.#home || this.#known.has(old.outerHTML)) continue;
      const script = document.createElement("script");
      for (const { name, value } of old.attributes) script.setAttribute(name, value);
      script.async = old.hasAttribute("async");
      script.textContent = old.textContent;
      sent.add(script);
      old.replaceWith(script);
    }
  }
}

/* ---------------------------------------------------------------- the same thing in the old page and the new one */

/* Elements are paired by what they are about, not by their place: with ids for as long as the page is being changed. So what is the
 * same stays the same element, with its state, the focus, and the words that are selected in it. */
function giveKeys(body) {
  const [olds, news] = [byName(document.body), byName(body)];
  let number = 0;
  for (const [name, old] of olds) {
    const next = news.get(name);
    if (old && next) old.id = next.id = `${KEY}${number++}`;
  }
}

function takeKeys() {
  for (const node of document.querySelectorAll(`[id^="${KEY}"]`)) node.removeAttribute("id");
}

/* Those without an id, by a name; null for a name that two of them share. */
function byName(root) {
  const found = new Map();
  for (const node of root.querySelectorAll(NAMED)) {
    if (node.hasAttribute("id")) continue;
    const name = `${node.localName} ${nameOf(node)}`;
    found.set(name, found.has(name) ? null : node);
  }
  return found;
}

function nameOf(node) {
  if (node.localName === "details") return wordsOf(node.querySelector("summary"));
  if (node.localName === "a") return `${node.getAttribute("href")} ${wordsOf(node)}`;
  if (node.matches(WORDS)) return wordsOf(node);
  const form = node.closest("form")?.getAttribute("action") ?? "";
  const value = node.type === "radio" || node.type === "checkbox" ? node.getAttribute("value") : "";
  const source = node.getAttribute("src") ?? node.querySelector("source")?.getAttribute("src");
  return [form, node.getAttribute("type"), node.getAttribute("name"), value, source].join(" ");
}

const wordsOf = (node) => node?.textContent.replace(/\s+/g, " ").trim() ?? "";

/* ---------------------------------------------------------------- place and focus */

const still = new CSSStyleSheet();
still.replaceSync(":root, body { overflow-anchor: none !important }");

/* Notes what stands in the window; the answer puts it where it stood. Some browsers do that themselves, not always and not all. */
function holdPlace() {
  if (scrollY <= 0) return () => undefined;
  const anchors = inSight();
  document.adoptedStyleSheets.push(still);
  setTimeout(() => (document.adoptedStyleSheets = document.adoptedStyleSheets.filter((sheet) => sheet !== still)), 100);
  return () => {
    for (const { node, tag, words, top } of anchors) {
      const now = node.isConnected && wordsOf(node) === words ? node : onlyOne(tag, words);
      if (now) return shift(now.getBoundingClientRect().top - top);
    }
    const left = anchors.find(({ node }) => node.isConnected);
    if (left) shift(left.node.getBoundingClientRect().top - left.top);
  };
}

function shift(top) {
  if (Math.abs(top) >= 0.5) scrollBy({ top, behavior: "instant" });
}

/* The first elements with words of their own that begin in the window; then the one that reaches into it from above; then what has no words. */
function inSight() {
  const found = [];
  const mute = [];
  let above = null;
  const look = (parent) => {
    for (const child of parent.children) {
      const box = child.getBoundingClientRect();
      if (box.height && (box.bottom <= 0 || box.top >= innerHeight)) continue;
      if (["fixed", "sticky"].includes(getComputedStyle(child).position)) continue;
      const own = Array.from(child.childNodes).some((node) => node.nodeType === Node.TEXT_NODE && node.nodeValue.trim());
      const anchor = { node: child, tag: child.localName, words: wordsOf(child), top: box.top };
      if (own && box.height) {
        if (box.top >= 0) found.push(anchor);
        else above = anchor;
      } else if (child.children.length) look(child);
      else if (box.height) mute.push(anchor);
      if (found.length >= 12) return;
    }
  };
  look(document.body);
  return [...found, ...(above ? [above] : []), ...mute];
}

function onlyOne(tag, words) {
  if (!words) return null;
  const same = Array.from(document.body.getElementsByTagName(tag)).filter((node) => wordsOf(node) === words);
  return same.length === 1 ? same[0] : null;
}

/* Notes what has the focus; the answer gives it back where the element was made anew. */
function holdFocus() {
  const old = document.activeElement;
  if (!old || old === document.body || !document.body.contains(old)) return () => undefined;
  const attribute = ["id", "href", "name"].find((name) => old.hasAttribute(name));
  return () => {
    if (document.activeElement === old) return;
    const selector = attribute && `${old.localName}[${attribute}="${CSS.escape(old.getAttribute(attribute))}"]`;
    const now = old.isConnected ? old : selector && document.body.querySelector(selector);
    if (now) now.focus({ preventScroll: true });
  };
}
