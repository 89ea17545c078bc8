// The filters: what is set holds for every question until it is taken off, and stands above the field as chips.

import { say, sayDay } from "./language.js";
import { fill } from "./panels.js";

/** Wire the panel of filters. */
export function startFilters(chat) {
  return new Filters(chat, document.getElementById("filters"), document.querySelector("#composer .set"));
}

class Filters {
  constructor(chat, panel, chips) {
    this.chat = chat;
    this.panel = panel;
    this.chips = chips;
    this.value = {};
    this.titles = new Map(); // of documents, as far as they were picked here
    panel.addEventListener("open", () => this.load());
    panel.addEventListener("submit", (event) => this.submitted(event));
    panel.addEventListener("click", (event) => event.target.closest("[data-clear]") && this.apply({}));
    panel.addEventListener("change", (event) => this.changed(event));
    panel.addEventListener("pointerdown", (event) => this.swept(event));
    chips.addEventListener("click", (event) => {
      const button = event.target.closest("button");
      if (button) this.remove(button.dataset.key);
    });
  }

  get question() {
    return this.chat.newest?.dataset.searched ?? "";
  }

  load() {
    return fill(this.panel, () => this.chat.call("spread", { question: this.question, within: this.value }));
  }

  /** Set them, as the server takes them; empty ones are left out. */
  set({ from, to, categories = [], documents = [] }) {
    const lists = { ...(categories.length && { categories }), ...(documents.length && { documents }) };
    this.value = { ...(from && { from }), ...(to && { to }), ...lists };
    this.chips.replaceChildren(...this.described().map(([key, words]) => chip(key, words)));
  }

  /** Ask within a document, beside those that are set already. */
  within(name, title) {
    this.titles.set(name, title);
    this.set({ ...this.value, documents: [...new Set([...(this.value.documents ?? []), name])] });
  }

  /** Take one off: 'dates', 'category:…' or 'document:…'. */
  remove(key) {
    const { from, to, categories = [], documents = [] } = this.value;
    const without = (names, kind) => names.filter((name) => `${kind}:${name}` !== key);
    const dates = key === "dates" ? {} : { from, to };
    this.set({ ...dates, categories: without(categories, "category"), documents: without(documents, "document") });
    this.chat.field.focus({ preventScroll: true });
  }

  described() {
    const { from, to, categories = [], documents = [] } = this.value;
    const dates = describeDates(from && sayDay(from), to && sayDay(to));
    return [
      ...(dates ? [["dates", dates]] : []),
      ...categories.map((name) => [`category:${name}`, name]),
      ...documents.map((name) => [`document:${name}`, this.titles.get(name) ?? name]),
    ];
  }

  /** What the form says. */
  read() {
    const form = new FormData(this.panel.querySelector("form"));
    return { from: form.get("from"), to: form.get("to"), categories: form.getAll("category"), documents: this.value.documents };
  }

  submitted(event) {
    event.preventDefault();
    this.apply(this.read());
  }

  apply(filters) {
    const before = JSON.stringify(this.value);
    this.set(filters);
    this.panel.close();
    if (JSON.stringify(this.value) !== before) this.chat.again();
    this.chat.field.focus({ preventScroll: true });
  }

  /** Show at once which bars are inside, and that a range is the wrong way round. */
  changed() {
    const { from, to } = this.read();
    const wrong = from && to && from > to;
    this.panel.querySelector('[name="to"]')?.setCustomValidity(wrong ? say("This date is before the first one.") : "");
    this.shade(from, to);
  }

  shade(from, to) {
    for (const bar of this.panel.querySelectorAll("[data-from]")) {
      const { from: first, to: last } = bar.dataset;
      bar.classList.toggle("outside", Boolean((from && last < from) || (to && first > to)));
    }
  }

  /** A sweep over the bars sets the dates. */
  swept(event) {
    const first = event.target.closest?.("[data-from]");
    if (!first) return;
    event.preventDefault();
    const histogram = first.parentElement;
    const set = (bar) => {
      const [from, to] = first.dataset.from < bar.dataset.from ? [first, bar] : [bar, first];
      this.panel.querySelector('[name="from"]').value = from.dataset.from;
      this.panel.querySelector('[name="to"]').value = to.dataset.to;
      this.changed();
    };
    set(first);
    const moved = (move) => {
      const bar = document.elementFromPoint(move.clientX, histogram.getBoundingClientRect().bottom - 2)?.closest("[data-from]");
      if (bar) set(bar);
    };
    document.addEventListener("pointermove", moved);
    document.addEventListener("pointerup", () => document.removeEventListener("pointermove", moved), { once: true });
  }
}

function describeDates(first, last) {
  if (first && last) return say("{first} to {last}", { first, last });
  if (first) return say("from {first}", { first });
  return last ? say("until {last}", { last }) : "";
}

function chip(key, words) {
  const item = document.createElement("li");
  item.className = "clue clue-set";
  const said = document.createElement("span");
  said.textContent = words;
  said.dir = "auto";
  const button = document.createElement("button");
  button.type = "button";
  button.className = "take-off";
  button.dataset.key = key;
  button.textContent = "×";
  button.setAttribute("aria-label", say("Search without {words}", { words }));
  item.append(said, button);
  return item;
}
