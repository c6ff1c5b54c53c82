/* What the preview says over the page: the problems there are, new briefs, and that it has stopped. All of it stands in the shadow of one
 * element beside the body, where neither the page's styles nor its scripts meet it. Words from files are only ever set as text.
 */
const sheet = new CSSStyleSheet();
sheet.replaceSync(await (await fetch(new URL("overlay.css", import.meta.url))).text());

const DESK = new URL("../_desk/", import.meta.url);
const MEMORY = "briefgen.problems";
/* Milliseconds for which a new brief is offered, and how many are named one by one. */
const OFFERED = 15000;
const NAMED = 3;

/* An element with its properties and children; a child that is a string is text. */
function make(tag, properties = {}, ...children) {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(properties)) {
    if (name in node) node[name] = value;
    else node.setAttribute(name, value);
  }
  node.append(...children.filter((child) => child !== null));
  return node;
}

const counted = (number, noun) => `${number.toLocaleString("en")} ${noun}${number === 1 ? "" : "s"}`;

function summary({ errors, warnings, notes }) {
  const parts = [[errors, "error"], [warnings, "warning"], [notes, "note"]];
  return parts.filter(([number]) => number).map(([number, noun]) => counted(number, noun));
}

class Preview extends HTMLElement {
  #told = "";
  #errors = [];
  #alert = make("p", { className: "unseen", role: "alert" });
  #mark = make("p", { className: "mark", hidden: true }, "Preview stopped. Waiting for it.");
  #state = make("div", { role: "status" }, this.#mark);
  #offers = make("div", { className: "offers", role: "status" });
  #badge = make("button", { className: "badge", type: "button", ariaExpanded: "false", hidden: true });
  #title = make("h2", { id: "title" });
  #list = make("ol", { tabIndex: 0, ariaLabel: "Problems" });
  #fold = make("button", { className: "fold", type: "button", ariaExpanded: "true", title: "Fold away (Esc)" }, "Fold away");
  #panel = make(
    "section",
    { className: "panel", hidden: true, "aria-labelledby": "title" },
    make("header", {}, this.#title, make("a", { href: DESK }, "Desk"), this.#fold),
    this.#list,
  );

  constructor() {
    super();
    const root = this.attachShadow({ mode: "open" });
    root.adoptedStyleSheets = [sheet];
    root.append(make("div", { className: "dock" }, this.#alert, this.#state, this.#offers, this.#badge, this.#panel));
    this.#badge.addEventListener("click", () => this.#choose(true));
    this.#fold.addEventListener("click", () => this.#choose(false));
    this.#panel.addEventListener("keydown", (event) => {
      if (event.key === "Escape") this.#choose(false);
    });
  }

  /* ------------------------------------------------------------ problems */

  tell(told) {
    const text = JSON.stringify(told);
    if (text === this.#told) return;
    this.#told = text;
    const parts = summary(told);
    this.#errors = told.problems.filter((p) => p.severity === "error").map((p) => `${p.code} ${p.file} ${p.message}`);
    if (!told.errors && !told.warnings) {
      forget();
      const had = !this.#panel.hidden || !this.#badge.hidden;
      this.#panel.hidden = this.#badge.hidden = true;
      this.#list.replaceChildren();
      this.#alert.textContent = had ? "All problems are solved" : "";
      return;
    }
    this.#title.replaceChildren(...parts.map((part) => make("span", { className: part.split(" ")[1].replace(/s$/, "") }, part)));
    this.#badge.className = `badge ${told.errors ? "error" : "warning"}`;
    this.#badge.replaceChildren(parts.slice(0, told.errors && told.warnings ? 2 : 1).join(", "));
    const [top, within] = [this.#list.scrollTop, this.#list.contains(this.shadowRoot.activeElement)];
    const more = told.errors + told.warnings - told.problems.length;
    this.#list.replaceChildren(...told.problems.map(item));
    if (more > 0) this.#list.append(make("li", { className: "more" }, make("a", { href: DESK }, `${counted(more, "more problem")} on the desk`)));
    this.#list.scrollTop = top;
    if (within) this.#list.focus({ preventScroll: true });
    this.#show(this.#isOpen());
    this.#alert.textContent = told.errors ? `${counted(told.errors, "error")}: ${told.problems[0]?.message}` : "";
  }

  /* Errors are shown and warnings wait in the badge, unless the reader chose otherwise; what was folded away stays so until there is another error. */
  #isOpen() {
    const memory = recall();
    if (!memory) return this.#errors.length > 0;
    if (memory.open) return true;
    if (!this.#errors.length) forget();
    return this.#errors.some((key) => !memory.errors.includes(key));
  }

  #show(open) {
    this.#panel.hidden = !open;
    this.#badge.hidden = open;
  }

  #choose(open) {
    remember({ open, errors: this.#errors });
    this.#show(open);
    (open ? this.#fold : this.#badge).focus({ preventScroll: true });
  }

  /* ------------------------------------------------------------ new briefs, and the end of the preview */

  offer(briefs) {
    const others = briefs.filter(({ url }) => url !== location.pathname);
    if (!others.length) return;
    if (others.length > NAMED) this.#put(make("a", { href: DESK }, counted(others.length, "new brief")));
    else for (const { title, url } of others) this.#put(make("b", {}, "New brief "), make("a", { href: new URL(url, location.origin) }, title));
  }

  #put(...words) {
    const close = make("button", { type: "button", className: "close", ariaLabel: "Dismiss", title: "Dismiss" }, "×");
    const toast = make("div", { className: "toast" }, make("p", {}, ...words), close);
    const wait = () => setTimeout(() => toast.remove(), OFFERED);
    let timer = wait();
    const hold = () => clearTimeout(timer);
    const go = () => (clearTimeout(timer), (timer = wait()));
    for (const name of ["pointerenter", "focusin"]) toast.addEventListener(name, hold);
    for (const name of ["pointerleave", "focusout"]) toast.addEventListener(name, go);
    close.addEventListener("click", () => toast.remove());
    this.#offers.append(toast);
    while (this.#offers.children.length > NAMED) this.#offers.firstChild.remove();
  }

  stop(state) {
    this.#mark.hidden = !state;
  }
}

function item({ severity, code, message, file, line, column, hint, text, mark, editor }) {
  const place = [file, line, column].filter(Boolean).join(":");
  const link = /^(?!javascript:|data:|vbscript:)[a-z][a-z0-9+.-]*:/i.test(editor ?? "");
  return make(
    "li",
    { className: severity },
    make("p", { className: "message" }, make("b", { title: code }, severity), " ", message),
    make("p", { className: "place" }, make("code", {}, place), link ? make("a", { href: editor }, "Open in editor") : null),
    text ? make("pre", { tabIndex: -1 }, make("span", { className: "number" }, `${line} `), `${text}\n`, make("span", { className: "number" }, `${" ".repeat(String(line).length)} `), make("mark", {}, mark)) : null,
    hint ? make("p", { className: "hint" }, make("b", {}, "Hint"), " ", hint) : null,
  );
}

/* Storage may be forbidden; then every page begins anew. */
function recall() {
  try {
    return JSON.parse(sessionStorage.getItem(MEMORY));
  } catch {
    return null;
  }
}

function remember(choice) {
  try {
    sessionStorage.setItem(MEMORY, JSON.stringify(choice));
  } catch {
    /* Not remembered. */
  }
}

function forget() {
  try {
    sessionStorage.removeItem(MEMORY);
  } catch {
    /* Nothing was remembered. */
  }
}

/* ---------------------------------------------------------------- what live.js calls */

customElements.define("briefgen-preview", Preview);
const preview = new Preview();
preview.lang = "en";
preview.dir = "ltr";
document.documentElement.append(preview);

/* The desk lists the problems itself. */
export const problems = (told, path) => path.endsWith("/_desk/") || preview.tell(told);
export const fresh = (briefs) => preview.offer(briefs);
export const stopped = (state) => preview.stop(state);
