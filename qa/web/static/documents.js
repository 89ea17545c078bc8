// The panel of documents: a list that is searched, documents that are removed, files that are added.

import { chosen, dropped } from "./dropping.js";
import { say, sayCount, sayDay, sayNumber } from "./language.js";
import { Transfer } from "./transfer.js";

const PAGE = 50;
const MOST = 200; // the API lists no more at once
const TYPING_MS = 200;

const address = (name) => `api/v1/documents/${name.split("/").map(encodeURIComponent).join("/")}`;

/** An element with properties, and children that are elements or text. */
function make(tag, properties, ...children) {
  const element = Object.assign(document.createElement(tag), properties);
  element.append(...children);
  return element;
}

/** What an API answers; an error becomes an exception with the API's sentence. */
async function ask(url, options) {
  let response;
  try {
    response = await fetch(url, options);
  } catch (error) {
    if (error.name === "AbortError") throw error;
    throw new Error(say("the server cannot be reached"));
  }
  const answer = await response.json().catch(() => ({}));
  if (!response.ok) throw new Error(answer.detail ?? say("the server answered with status {status}", { status: response.status }));
  return answer;
}

/**
 * Makes the panel in a dialog work.
 *
 * Whenever documents became askable or were removed the dialog gets the event 'collectionchange'.
 */
export function start(dialog) {
  const panel = dialog.querySelector(".panel");
  const list = new List(dialog, panel);
  if (panel.dataset.editable === "true") addFiles(dialog, panel, list);
  new MutationObserver(() => dialog.open && list.refresh()).observe(dialog, { attributeFilter: ["open"] });
  if (dialog.open) list.refresh();
}

class List {
  #dialog;
  #form;
  #items;
  #more;
  #total;
  #status;
  #editable;
  #asking = new AbortController();

  constructor(dialog, panel) {
    this.#dialog = dialog;
    this.#form = panel.querySelector(".finding");
    this.#items = panel.querySelector(".list");
    this.#more = panel.querySelector(".more");
    this.#total = panel.querySelector(".total");
    this.#status = panel.querySelector("[role=status]");
    this.#editable = panel.dataset.editable === "true";
    let typing;
    this.#form.addEventListener("input", () => {
      clearTimeout(typing);
      typing = setTimeout(() => this.#search(), TYPING_MS);
    });
    this.#form.addEventListener("submit", (event) => event.preventDefault());
    this.#more.addEventListener("click", () => this.#showMore());
  }

  /** Whether the focus is on a document, which a new list would take away. */
  get hasFocus() {
    return this.#items.contains(document.activeElement);
  }

  announce(text) {
    this.#status.textContent = text;
  }

  /** Shows the list as it is now, as much of it as was shown. */
  async refresh() {
    const focused = document.activeElement?.closest?.("#documents .list > li")?.dataset.name;
    await this.#load(0, Math.min(MOST, Math.max(PAGE, this.#items.children.length)));
    if (focused !== undefined) this.#row(focused)?.querySelector("a").focus();
    await this.#offerCategories();
  }

  async #search() {
    if (await this.#load(0, PAGE)) this.announce(this.#total.textContent);
  }

  async #showMore() {
    const before = this.#items.children.length;
    await this.#load(before, PAGE);
    this.#items.children[before]?.querySelector("a").focus();
  }

  /** Loads a part of the list and shows it after what stands before it; whether it was not overtaken by another. */
  async #load(offset, limit) {
    this.#asking.abort();
    this.#asking = new AbortController();
    const wanted = new URLSearchParams([...new FormData(this.#form)].filter(([, value]) => value.trim()));
    wanted.set("offset", offset);
    wanted.set("limit", limit);
    try {
      const found = await ask(`api/v1/documents?${wanted}`, { signal: this.#asking.signal });
      const rows = found.documents.map((each) => this.#make(each));
      const kept = [...this.#items.children].slice(0, offset);
      this.#items.replaceChildren(...kept, ...rows);
      this.#more.hidden = this.#items.children.length >= found.total || !rows.length;
      this.#count(found.total);
    } catch (error) {
      if (error.name === "AbortError") return false;
      this.#total.textContent = say("The list cannot be shown: {reason}.", { reason: error.message });
    }
    return true;
  }

  #count(total) {
    const searched = [...new FormData(this.#form)].some(([, value]) => value.trim());
    if (!total) this.#total.textContent = searched ? say("No document matches.") : say("No documents yet.");
    else if (searched) this.#total.textContent = sayCount("{number} document found", "{number} documents found", total);
    else this.#total.textContent = sayCount("{number} document", "{number} documents", total);
  }

  #make(found) {
    const facts = [found.category, sayCount("{number} passage", "{number} passages", found.passages), found.uploaded && say("added here")];
    const line = make("p", { className: "facts" });
    if (found.date) line.append(make("time", { dateTime: found.date }, sayDay(found.date)));
    line.append(...facts.filter(Boolean).map((fact) => make("span", { dir: "auto" }, fact)));
    const href = `document?name=${encodeURIComponent(found.name)}`;
    const title = make("a", { className: "title", href, dir: "auto" }, found.title);
    title.dataset.document = found.name;
    const file = make("p", { className: "name", title: found.name, dir: "auto" }, found.name);
    const row = make("li", {}, make("div", { className: "entry" }, title, line, file));
    row.dataset.name = found.name;
    const actions = make("p", { className: "row-actions" }, this.#makeWithin(found));
    if (this.#editable) actions.append(this.#makeRemove(row, found));
    row.append(actions);
    return row;
  }

  /** Whoever holds the dialog hears 'askwithin' with the document. */
  #makeWithin(found) {
    const within = make("button", { type: "button", className: "ask-within", ariaLabel: `${say("Ask in it")}: ${found.title}` }, say("Ask in it"));
    within.addEventListener("click", () => this.#dialog.dispatchEvent(new CustomEvent("askwithin", { detail: found })));
    return within;
  }

  #makeRemove(row, found) {
    const remove = make("button", { type: "button", className: "remove", ariaLabel: say("Remove {title}", { title: found.title }) }, say("Remove"));
    remove.addEventListener("click", () => {
      remove.hidden = true;
      row.append(this.#makeQuestion(row, found, remove));
      row.querySelector(".keep").focus();
    });
    return remove;
  }

  /** Asks in place whether a document is to be removed, and says what becomes of its file. */
  #makeQuestion(row, found, remove) {
    const consequence = found.uploaded
      ? say("Its file, which was added here, will be deleted.")
      : say("Its file stays in its folder; indexing that folder again will bring the document back.");
    const said = make("p", {}, `${say("Remove this document?")} ${consequence}`);
    const yes = make("button", { type: "button", className: "yes" }, say("Remove"));
    const keep = make("button", { type: "button", className: "keep" }, say("Keep"));
    const question = make("div", { className: "question", role: "group" }, said, yes, keep);
    question.setAttribute("aria-label", `${say("Remove {title}?", { title: found.title })} ${consequence}`);
    const close = () => {
      question.remove();
      remove.hidden = false;
      remove.focus();
    };
    keep.addEventListener("click", close);
    question.addEventListener("keydown", (event) => {
      if (event.key !== "Escape") return;
      event.preventDefault(); // the dialog stays open
      event.stopPropagation();
      close();
    });
    yes.addEventListener("click", async () => {
      yes.disabled = keep.disabled = true;
      said.textContent = say("Removing…"); // seconds, while passages are encoded
      try {
        await ask(address(found.name), { method: "DELETE" });
      } catch (error) {
        yes.disabled = keep.disabled = false;
        said.textContent = say("Not removed: {reason}.", { reason: error.message });
        this.announce(said.textContent);
        keep.focus();
        return;
      }
      await this.#removed(row, found);
    });
    return question;
  }

  async #removed(row, found) {
    const next = row.nextElementSibling ?? row.previousElementSibling;
    const following = next?.dataset.name;
    await this.refresh();
    const target = following === undefined ? null : this.#row(following)?.querySelector(".remove");
    (target ?? this.#form.elements.q).focus();
    this.announce(`${say("Removed: {title}.", { title: found.title })} ${this.#total.textContent}`);
    this.#dialog.dispatchEvent(new CustomEvent("collectionchange"));
  }

  #row(name) {
    return [...this.#items.children].find((row) => row.dataset.name === name);
  }

  /** Brings the categories to choose from up to date; what is chosen stays chosen. */
  async #offerCategories() {
    const { categories } = await ask("api/v1/status").catch(() => ({}));
    if (!categories) return;
    const select = this.#form.elements.category;
    const offered = Object.entries(categories).map(([name, number]) =>
      make("option", { value: name, dir: "auto" }, `${name} (${sayNumber(number)})`),
    );
    const current = select.value;
    select.replaceChildren(select.options[0], ...offered);
    select.value = current in categories ? current : "";
  }
}

/** Files come in by the two buttons, or are dropped anywhere on the dialog. */
function addFiles(dialog, panel, list) {
  const zone = panel.querySelector(".drop");
  const transfer = new Transfer(panel.querySelector(".transfer"), {
    mostBytes: Number(zone.dataset.mostBytes),
    suffixes: zone.dataset.suffixes.split(" "),
    address,
    ask,
    announce: (text) => list.announce(text),
    changed: async (isDone) => {
      dialog.dispatchEvent(new CustomEvent("collectionchange"));
      if (isDone || !list.hasFocus) await list.refresh();
    },
  });
  for (const [button, input] of [
    [".choose-files", "input.files"],
    [".choose-folder", "input.folder"],
  ]) {
    const field = panel.querySelector(input);
    panel.querySelector(button).addEventListener("click", () => field.click());
    field.addEventListener("change", () => {
      transfer.add(chosen(field.files));
      field.value = ""; // the same file can be chosen again
    });
  }
  let inside = 0; // enter and leave come for every element that is crossed
  const mark = (by) => zone.classList.toggle("over", (inside = by === 0 ? 0 : Math.max(0, inside + by)) > 0);
  const holdsFiles = (event) => event.dataTransfer?.types.includes("Files");
  dialog.addEventListener("dragenter", (event) => holdsFiles(event) && mark(1));
  dialog.addEventListener("dragleave", (event) => holdsFiles(event) && mark(-1));
  dialog.addEventListener("dragover", (event) => holdsFiles(event) && event.preventDefault());
  dialog.addEventListener("drop", async (event) => {
    if (!holdsFiles(event)) return;
    event.preventDefault(); // else the browser leaves the page and opens the file
    mark(0);
    transfer.add(await dropped(event.dataTransfer));
  });
}
