// Full-text search on the search page, with the index that Pagefind made of the site. Nothing of it is fetched before the
// reader asks for it: it is some hundred kilobytes.

const PAGE = 10; // so many briefs are shown at once
const CHOICES = 50; // so many topics, and so many actors, can be chosen
const FILTERS = ["topic", "actor", "year"];

function element(tag, content = "", attributes = {}) {
  const made = document.createElement(tag);
  made.append(content);
  for (const [name, value] of Object.entries(attributes)) if (value) made.setAttribute(name, value);
  return made;
}

// Text with what was found marked: nothing else of it becomes an element.
function excerpt(html) {
  const made = document.createDocumentFragment();
  for (const node of new DOMParser().parseFromString(html, "text/html").body.childNodes) {
    made.append(node.nodeName === "MARK" ? element("mark", node.textContent) : node.textContent);
  }
  return made;
}

class Texts {
  constructor(form) {
    this.form = form;
    this.box = document.getElementById("search-texts");
    this.switch = form.elements.text;
    this.choices = [...FILTERS.map((name) => form.elements[name]), form.elements.order];
    this.status = document.getElementById("text-status");
    this.results = document.getElementById("text-results");
    this.more = document.getElementById("text-more");
    this.words = JSON.parse(document.getElementById("search-words").textContent);
    this.language = document.documentElement.lang;
    this.plural = new Intl.PluralRules(this.language);
    this.number = new Intl.NumberFormat(this.language);
    this.query = "";
    this.job = 0;
  }

  start() {
    if (location.protocol === "file:") return;
    this.box.hidden = false;
    this.restore();
    this.form.addEventListener("search-for", (event) => {
      this.query = event.detail;
      this.find();
    });
    this.switch.addEventListener("change", () => this.changed());
    for (const choice of this.choices) choice.addEventListener("change", () => this.changed());
    this.more.addEventListener("click", () => this.goOn());
    addEventListener("popstate", () => this.restore());
  }

  restore() {
    const asked = new URLSearchParams(location.search);
    this.switch.checked = asked.has("text");
    for (const choice of this.choices) this.choose(choice, asked.get(choice.name) ?? "");
  }

  choose(choice, value) {
    if (value && ![...choice.options].some((option) => option.value === value)) choice.append(new Option(value, value));
    choice.value = value;
  }

  changed() {
    const address = new URL(location);
    for (const { name, value } of [{ name: "text", value: this.switch.checked ? "1" : "" }, ...this.choices]) {
      if (value && this.switch.checked) address.searchParams.set(name, value);
      else address.searchParams.delete(name);
    }
    history.replaceState(history.state, "", address);
    this.find();
  }

  // Pagefind's own code, fetched once.
  load() {
    this.loaded ??= this.fetch().catch((error) => {
      this.loaded = undefined;
      throw error;
    });
    return this.loaded;
  }

  async fetch() {
    const pagefind = await import(`${this.form.dataset.texts}pagefind.js`);
    await pagefind.options({ baseUrl: this.form.dataset.base, excerptLength: 25 });
    await pagefind.init();
    await pagefind.filters(); // without them no answer says what can be chosen
    return pagefind;
  }

  async find() {
    const job = ++this.job;
    const isOn = this.switch.checked;
    for (const choice of this.choices) choice.closest("label").hidden = !isOn;
    if (!isOn || !this.query) {
      this.results.replaceChildren();
      this.more.hidden = true;
      this.say("");
      return;
    }
    this.say(this.words.busy);
    try {
      const pagefind = await this.load();
      if (job !== this.job) return;
      const filters = Object.fromEntries(FILTERS.map((name) => [name, this.form.elements[name].value]).filter((f) => f[1]));
      const sort = this.form.elements.order.value ? { date: "desc" } : undefined;
      const found = await pagefind.search(this.query, { filters, sort });
      if (job !== this.job) return;
      this.offer(found.filters);
      this.found = found.results;
      this.list = element("ol");
      await this.show(job);
      if (job !== this.job) return;
      const many = this.found.length;
      this.results.replaceChildren(...(many ? [this.list] : []));
      this.say(many ? this.count(many) : this.words.textsNone);
    } catch {
      if (job === this.job) this.say(this.words.textsAbsent);
    }
  }

  async show(job) {
    const from = this.list.children.length;
    const next = await Promise.all(this.found.slice(from, from + PAGE).map((one) => one.data()));
    if (job !== this.job) return;
    this.list.append(...next.map((one) => this.brief(one)));
    this.more.hidden = this.list.children.length >= this.found.length;
  }

  async goOn() {
    const from = this.list.children.length;
    await this.show(this.job);
    this.list.children[from]?.querySelector("a")?.focus();
  }

  brief({ url, meta, excerpt: words, sub_results: parts }) {
    const item = element("li", element("a", meta.title, { href: url }));
    if (meta.date) {
      const day = meta.date.slice(0, 10);
      const style = { dateStyle: "medium", timeZone: "UTC" };
      const text = new Intl.DateTimeFormat(this.language, style).format(new Date(`${day}T00:00Z`));
      item.append(element("p", element("time", text, { datetime: day })));
    }
    const sections = parts.filter((part) => part.url.includes("#"));
    if (!sections.length) item.append(element("p", excerpt(words)));
    for (const part of sections) {
      const line = element("p", element("a", part.title, { href: part.url }));
      line.append(" ", excerpt(part.excerpt));
      item.append(line);
    }
    return item;
  }

  // What can be chosen of what was found, most frequent first; years latest first.
  offer(filters) {
    for (const name of FILTERS) {
      const choice = this.form.elements[name];
      const chosen = choice.value;
      const counts = Object.entries(filters[name] ?? {}).filter(([, count]) => count);
      counts.sort(name === "year" ? (a, b) => (a[0] < b[0] ? 1 : -1) : (a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1));
      const options = counts.slice(0, CHOICES).map(([value, n]) => new Option(`${value} (${this.number.format(n)})`, value));
      choice.replaceChildren(choice.options[0], ...options);
      this.choose(choice, chosen);
    }
  }

  count(n) {
    const forms = this.words.texts;
    return (forms[this.plural.select(n)] ?? forms.other).replace("{n}", this.number.format(n));
  }

  say(text) {
    if (this.status.textContent !== text) this.status.textContent = text;
  }
}

const form = document.getElementById("finder");
if (form?.dataset.texts) new Texts(form).start();
