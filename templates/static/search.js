// The finder of the search page: titles, actors and topics, in files that it fetches as far as they are needed.
// How text is compared is the same as in src/briefgen/text/folding.py, which makes the lists of words.

const PAGE = 20; // so many briefs are shown at once
const MOST = 5; // so many files are fetched at once, before the reader asks for more
const NAMES = 6; // so many topics, and so many actors, are shown
const WAIT = 120; // milliseconds after a key

// ---------------------------------------------------------------- text

const DROPPED =
  /[\u0300-\u036f\u0483-\u0489\u0591-\u05bd\u05bf\u05c1\u05c2\u05c4\u05c5\u05c7\u0610-\u061a\u0640\u064b-\u065f\u0670\u06d6-\u06dc\u06df-\u06e4\u06e7\u06e8\u06ea-\u06ed\u00ad\u1ab0-\u1aff\u1dc0-\u1dff\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\u20d0-\u20ff\ufe00-\ufe0f\ufe20-\ufe2f\ufeff]/gu;
const SAME = {
  ß: "ss", æ: "ae", œ: "oe", ø: "o", ł: "l", đ: "d", ð: "d", þ: "th", ħ: "h", ı: "i", ς: "σ",
  ى: "ي", ی: "ي", ک: "ك", ة: "ه", "’": "'", "‘": "'", ʼ: "'",
};
const ALIKE = new RegExp(`[${Object.keys(SAME).join("")}]`, "gu");
const UNSPACED = /[\u0e00-\u0fff\u1000-\u109f\u1780-\u17ff\u3005-\u3007\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7af\u{20000}-\u{323af}]+/u;
const PIECES = new RegExp(`${UNSPACED.source}|${UNSPACED.source.replace("[", "[^")}`, "gu");
const RUN = /[\p{L}\p{N}\p{M}']+/gu;

export const fold = (text) =>
  text.normalize("NFKD").replace(DROPPED, "").toLowerCase().replace(ALIKE, (c) => SAME[c]).normalize("NFC");

const pieces = (word) => word.match(PIECES) ?? [];

// The words of a folded run; one with an apostrophe is there with it, and in parts.
function forms(run) {
  const parts = run.split("'").filter(Boolean);
  return parts.length > 1 ? [parts, [parts.join("")]] : [parts];
}

// A text as it is looked through: its words, each after a space.
export const hay = (text) =>
  (fold(text).match(RUN) ?? []).flatMap(forms).flat().flatMap(pieces).map((word) => ` ${word}`).join("");

// What is looked for: for each word the ways in which it may be there, each a list of what must be there.
export function wanted(query) {
  const runs = (fold(query).match(RUN) ?? []).map(forms);
  const solid = (parts) => (parts.some((p) => p.length > 1) ? parts.filter((p) => p.length > 1) : parts);
  return runs.map((ways) => ways.map((parts) => solid(parts.flatMap(pieces)))).filter((ways) => ways[0].length);
}

const isIn = (text, part) => text.includes(UNSPACED.test(part) ? part : ` ${part}`);
const holds = (text, way) => way.every((part) => isIn(text, part));
export const matches = (text, asked) => asked.every((ways) => ways.some((way) => holds(text, way)));

// A text in pieces, those that were looked for marked.
export function marked(text, asked) {
  const parts = asked.flat(2);
  const starts = [];
  let folded = "";
  for (const { 0: cluster, index } of text.matchAll(/\P{M}\p{M}*|\p{M}+/gu)) {
    const piece = fold(cluster);
    for (let i = 0; i < piece.length; i++) starts.push(index);
    folded += piece;
  }
  starts.push(text.length);
  const inWord = (at) => at > 0 && /[\p{L}\p{N}\p{M}]/u.test(folded[at - 1]) && !UNSPACED.test(folded[at - 1]);
  const hits = [];
  for (const part of parts) {
    for (let at = folded.indexOf(part); at >= 0; at = folded.indexOf(part, at + 1)) {
      let end = at + part.length;
      while (end < folded.length && starts[end] === starts[end - 1]) end++;
      if (UNSPACED.test(part) || !inWord(at)) hits.push([starts[at], starts[end]]);
    }
  }
  const made = document.createDocumentFragment();
  let done = 0;
  for (const [from, to] of hits.sort((a, b) => a[0] - b[0] || b[1] - a[1])) {
    if (from < done) continue;
    made.append(text.slice(done, from), element("mark", text.slice(from, to)));
    done = to;
  }
  made.append(text.slice(done));
  return made;
}

// ---------------------------------------------------------------- files

// What is being fetched is wanted by the next letter, too: it is given up only when nothing is looked for any more.
class Files {
  #known = new Map();
  #stop = new AbortController();

  constructor(folder) {
    this.folder = folder;
  }

  has(name) {
    return this.#known.has(name);
  }

  get(name) {
    if (!this.#known.has(name)) {
      const found = this.#fetch(name, this.#stop.signal);
      this.#known.set(name, found);
      found.catch(() => this.#known.delete(name));
    }
    return this.#known.get(name);
  }

  stop() {
    this.#stop.abort();
    this.#stop = new AbortController();
  }

  async #fetch(name, signal) {
    const answer = await fetch(`${this.folder}${name}.json`, { signal });
    if (!answer.ok) throw new Error(`${name}: ${answer.status}`);
    return answer.json();
  }
}

// In which shards of a year something may be, as bits.
function bitsOf(list, asked) {
  const known = (list.bits ??= new Map());
  const of = (part) => {
    if (known.has(part)) return known.get(part);
    let bits = 0n;
    const start = `\n${part}`;
    for (let at = list.words.indexOf(start); at >= 0; at = list.words.indexOf(start, at + 1)) {
      const space = list.words.indexOf(" ", at);
      bits |= BigInt(`0x${list.words.slice(space + 1, list.words.indexOf("\n", space))}`);
    }
    known.set(part, bits);
    return bits;
  };
  const letters = (part) => (UNSPACED.test(part) ? [...part] : [part]);
  const all = -1n;
  return asked.reduce(
    (sum, ways) => sum & ways.reduce((any, way) => any | way.flatMap(letters).reduce((b, l) => b & of(l), all), 0n),
    all,
  );
}

// The drawer that a word is filed in when there are many names.
export function drawer(part) {
  const code = part.codePointAt(0);
  if (code < 128) return part[0];
  return UNSPACED.test(part) ? `u${(code >> 8).toString(16)}xx` : `u${code.toString(16)}`;
}

async function namesFor(files, index, asked) {
  if (!index.drawers.length) return files.get("names");
  const places = [...new Set(asked[0].map((way) => drawer(way[0])))].filter((d) => index.drawers.includes(d));
  const all = await Promise.all(places.map((place) => files.get(`names-${place}`)));
  return { topics: all.flatMap((names) => names.topics), actors: all.flatMap((names) => names.actors) };
}

// Names that match, the best first: with the name or alias that did.
function rank(rows, asked, query) {
  const whole = fold(query).trim();
  const ranked = [];
  for (const [title, path, ...aliases] of rows) {
    const names = [title, ...aliases].map((name, other) => [score(name, whole, asked) * 2 + !!other, name]);
    const [points, name] = names.reduce((best, one) => (one[0] < best[0] ? one : best));
    if (points < 6) ranked.push({ title, path, points, alias: name === title ? "" : name });
  }
  return ranked.sort((a, b) => a.points - b.points);
}

function score(name, whole, asked) {
  const folded = fold(name);
  if (folded === whole) return 0;
  if (!matches(hay(name), asked)) return 3;
  return folded.startsWith(whole) ? 1 : 2;
}

// ---------------------------------------------------------------- the page

function element(tag, content = "", attributes = {}) {
  const made = document.createElement(tag);
  made.append(content);
  for (const [name, value] of Object.entries(attributes)) if (value) made.setAttribute(name, value);
  return made;
}

class Finder {
  constructor(form) {
    this.form = form;
    this.input = form.elements.q;
    this.base = form.dataset.base;
    this.files = new Files(form.dataset.files);
    this.words = JSON.parse(document.getElementById("search-words").textContent);
    this.language = document.documentElement.lang;
    this.plural = new Intl.PluralRules(this.language);
    this.number = new Intl.NumberFormat(this.language);
    this.status = document.getElementById("search-status");
    this.results = document.getElementById("search-results");
    this.more = document.getElementById("search-more");
    this.browse = document.getElementById("search-browse");
    this.job = 0;
    this.rounds = 1;
  }

  start() {
    if (location.protocol === "file:") {
      this.say(this.words.file);
      return;
    }
    this.input.addEventListener("input", () => this.later());
    this.form.addEventListener("submit", (event) => {
      event.preventDefault();
      this.ask();
    });
    this.more.addEventListener("click", () => this.goOn());
    addEventListener("popstate", () => this.restore());
    document.addEventListener("keydown", (event) => this.press(event));
    this.restore();
  }

  restore() {
    const asked = new URLSearchParams(location.search).get("q");
    if (asked !== null || !this.input.value) this.input.value = asked ?? "";
    this.ask();
  }

  later() {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.ask(), WAIT);
  }

  ask() {
    clearTimeout(this.timer);
    const query = this.input.value.trim();
    const address = new URL(location);
    if (query) address.searchParams.set("q", query);
    else address.searchParams.delete("q");
    if (address.href !== location.href) history.replaceState(history.state, "", address);
    if (query === this.query && !this.failed) return;
    this.query = query;
    this.rounds = 1;
    this.form.dispatchEvent(new CustomEvent("search-for", { detail: query }));
    this.find();
  }

  async goOn() {
    this.rounds++;
    const shown = this.results.querySelectorAll(".briefs li").length;
    await this.find();
    const next = this.results.querySelectorAll(".briefs li a")[shown];
    if (next) next.focus();
    else if (!this.more.hidden) this.more.focus();
    else this.input.focus();
  }

  async find() {
    const job = ++this.job;
    const asked = wanted(this.query);
    this.failed = false;
    if (!asked.length) {
      this.files.stop();
      this.show([], null, asked);
      this.say("");
      return;
    }
    const patience = setTimeout(() => job === this.job && this.say(this.words.busy), 400);
    this.results.setAttribute("aria-busy", "true");
    try {
      const index = await this.files.get("index");
      const names = await namesFor(this.files, index, asked);
      const look = await this.lookThrough(index, asked, job, names);
      if (job !== this.job) return;
      this.show(look.found, names, asked);
      this.tell(look);
    } catch (error) {
      if (job !== this.job || error.name === "AbortError") return;
      this.failed = true;
      this.say(this.words.failed);
      this.offer(this.words.again);
    } finally {
      clearTimeout(patience);
      if (job === this.job) this.results.removeAttribute("aria-busy");
    }
  }

  // Shards are looked through from the latest on, until there is enough to show.
  async lookThrough(index, asked, job, names) {
    const look = { found: [], back: "", left: false };
    let fetches = MOST * this.rounds;
    const get = (name) => {
      if (!this.files.has(name)) fetches--;
      return this.files.get(name);
    };
    for (const shard of index.shards) {
      if (look.found.length >= PAGE * this.rounds) break;
      const year = shard.slice(0, 4);
      if (shard !== index.shards[0] && index.words.includes(year)) {
        if (fetches <= 0 && !this.files.has(`words-${year}`)) break;
        const list = await get(`words-${year}`);
        const place = list.shards.indexOf(shard);
        if (place >= 0 && !((bitsOf(list, asked) >> BigInt(place)) & 1n)) {
          look.back = shard;
          continue;
        }
      }
      if (fetches <= 0 && !this.files.has(shard)) break;
      const data = await get(shard);
      if (job !== this.job) return look;
      look.found.push(...this.inShard(data, asked));
      look.back = shard;
      if (look.found.length) this.show(look.found, names, asked);
    }
    look.left = look.back !== index.shards.at(-1) && index.shards.length > 0;
    return look;
  }

  inShard(data, asked) {
    const named = (data.hays ??= data.names.map(([title, , ...aliases]) => [title, ...aliases].map(hay).join("")));
    return data.briefs
      .filter((brief) => matches((brief.hay ??= hay(brief[0]) + brief[3].map((n) => named[n]).join("")), asked))
      .map((brief) => ({ brief, names: brief[3].filter((n) => asked.flat(2).some((p) => isIn(named[n], p))).map((n) => data.names[n][0]) }));
  }

  show(found, names, asked) {
    const parts = [];
    for (const [kind, rows] of Object.entries(names ?? {})) {
      const ranked = rank(rows, asked, this.query).slice(0, NAMES);
      if (ranked.length) parts.push(this.part(kind, "ul", ranked.map((name) => this.name(name, asked))));
    }
    const shown = found.slice(0, PAGE * this.rounds);
    if (shown.length) parts.push(this.part("briefs", "ol", shown.map((one) => this.brief(one, asked))));
    this.results.replaceChildren(...parts);
    this.more.hidden = true;
    if (this.browse) this.browse.hidden = !!asked.length;
  }

  part(kind, tag, items) {
    const section = element("section", element("h2", this.words[kind], { id: `found-${kind}`, class: "label" }), {
      class: `found ${kind}`,
      "aria-labelledby": `found-${kind}`,
    });
    const list = element(tag);
    list.append(...items);
    section.append(list);
    return section;
  }

  name({ title, path, alias }, asked) {
    const item = element("li", element("a", marked(title, asked), { href: this.base + path }));
    if (alias) {
      const other = element("span", "(");
      other.append(marked(alias, asked), ")");
      item.append(" ", other);
    }
    return item;
  }

  brief({ brief: [title, path, day, , language], names }, asked) {
    const link = element("a", marked(title, asked), { href: this.base + path, lang: language });
    if (language) link.dir = "auto";
    const item = element("li", link);
    const meta = element("p", element("time", this.day(day, { dateStyle: "medium" }), { datetime: day }));
    for (const name of names) meta.append(" · ", marked(name, asked));
    item.append(meta);
    return item;
  }

  day(day, style) {
    return new Intl.DateTimeFormat(this.language, { ...style, timeZone: "UTC" }).format(new Date(`${day}T00:00Z`));
  }

  // The beginning of a shard, in words.
  since(shard) {
    if (shard.length <= 4) return this.day(`${shard.padEnd(4, "0")}-01-01`, { year: "numeric" });
    if (shard.length === 7) return this.day(`${shard}-01`, { year: "numeric", month: "long" });
    return this.day(shard.endsWith("0") ? `${shard}1` : `${shard}0`, { dateStyle: "long" });
  }

  tell({ found, back, left }) {
    const count = found.length;
    const phrase = left ? (count ? "found" : "none") : count ? "foundAll" : "noneAll";
    const named = this.results.querySelectorAll(".topics li, .actors li").length;
    const words = [this.count(phrase, count, left ? this.since(back) : "")];
    if (named) words.unshift(this.count("names", named));
    this.say(words.join(" "));
    if (left || count > PAGE * this.rounds) this.offer(left ? this.words.earlier : this.words.more);
  }

  count(phrase, n, date = "") {
    const forms = this.words[phrase];
    const text = typeof forms === "string" ? forms : (forms[this.plural.select(n)] ?? forms.other);
    return text.replace("{n}", this.number.format(n)).replace("{date}", date);
  }

  say(text) {
    if (this.status.textContent !== text) this.status.textContent = text;
  }

  offer(text) {
    this.more.textContent = text;
    this.more.hidden = false;
  }

  // "/" goes to the field, Escape empties it, arrows go through what was found.
  press(event) {
    if (event.isComposing || event.ctrlKey || event.metaKey || event.altKey) return;
    const at = document.activeElement;
    const typing = at?.matches("input, textarea, select, [contenteditable]");
    if (event.key === "/" && !typing) {
      event.preventDefault();
      this.input.focus();
      this.input.select();
    } else if (event.key === "Escape" && (at === this.input || this.results.contains(at))) {
      event.preventDefault();
      this.input.value = "";
      this.input.focus();
      this.ask();
    } else if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      const stops = [this.input, ...this.results.querySelectorAll("a")];
      const next = stops[stops.indexOf(at) + (event.key === "ArrowDown" ? 1 : -1)];
      if (!stops.includes(at) || !next) return;
      event.preventDefault();
      next.focus();
    }
  }
}

const form = document.getElementById("finder");
if (form) new Finder(form).start();
