// @ in the question lists documents; the one that is picked becomes a filter: what is asked is asked within it.

import { say, sayDay } from "./language.js";
import { Wanted } from "./wanted.js";

const SHOWN = 8;
const TYPING_MS = 120;
const MENTION = /(?:^|\s)@([^@\n]{0,60})$/;

/** Wire the picker of documents to the field of the question. */
export function startPicking(chat) {
  return new Picker(chat);
}

class Picker {
  constructor(chat) {
    this.chat = chat;
    this.wanted = new Wanted();
    this.list = document.createElement("ul");
    Object.assign(this.list, { id: "picker", className: "picker", hidden: true });
    this.list.setAttribute("role", "listbox");
    this.list.setAttribute("aria-label", say("Ask within a document"));
    document.querySelector("#composer").append(this.list);
    document.addEventListener("input", (event) => event.target === chat.field && this.typed());
    document.addEventListener("keydown", (event) => event.target === chat.field && this.pressed(event), true);
    document.addEventListener("focusout", (event) => event.target === chat.field && this.close());
    this.list.addEventListener("pointerdown", (event) => {
      event.preventDefault(); // the field keeps the focus
      const option = event.target.closest("[role=option]");
      if (option) this.pick(option);
    });
  }

  get isOpen() {
    return !this.list.hidden;
  }

  /** What is typed after @, up to the cursor; undefined where there is none. */
  get words() {
    const { value, selectionStart } = this.chat.field;
    return MENTION.exec(value.slice(0, selectionStart))?.[1];
  }

  typed() {
    clearTimeout(this.typing);
    if (this.words === undefined) return this.close();
    this.typing = setTimeout(() => this.offer(), TYPING_MS);
  }

  async offer() {
    const isWanted = this.wanted.begin();
    const { words } = this;
    if (words === undefined) return;
    const wanted = new URLSearchParams({ q: words, limit: SHOWN });
    const found = await fetch(`api/v1/documents?${wanted}`).then((response) => response.json(), () => ({}));
    if (!isWanted()) return;
    this.list.replaceChildren(...(found.documents ?? []).map(optionOf));
    if (!this.list.children.length) return this.close();
    this.list.hidden = false;
    this.chat.field.setAttribute("aria-controls", "picker");
    this.point(this.list.firstElementChild);
  }

  pressed(event) {
    if (!this.isOpen || event.isComposing) return;
    const pointed = this.list.querySelector("[aria-selected=true]");
    if (event.key === "Enter" || event.key === "Tab") this.pick(pointed);
    else if (event.key === "Escape") this.close();
    else if (event.key === "ArrowDown") this.point(pointed.nextElementSibling ?? this.list.firstElementChild);
    else if (event.key === "ArrowUp") this.point(pointed.previousElementSibling ?? this.list.lastElementChild);
    else return;
    event.preventDefault();
    event.stopPropagation(); // Enter would ask
  }

  point(option) {
    for (const each of this.list.children) each.setAttribute("aria-selected", String(each === option));
    this.chat.field.setAttribute("aria-activedescendant", option.id);
    option.scrollIntoView({ block: "nearest" });
  }

  /** Set the document as a filter, and take away what was typed to find it. */
  pick(option) {
    const { field } = this.chat;
    const { value, selectionStart } = field;
    const before = value.slice(0, selectionStart).replace(MENTION, (all) => all.slice(0, all.indexOf("@")));
    setValue(field, before + value.slice(selectionStart));
    field.setSelectionRange(before.length, before.length);
    this.chat.filters.within(option.dataset.name, option.querySelector(".title").textContent);
    this.close();
  }

  close() {
    clearTimeout(this.typing);
    this.wanted.end();
    this.list.hidden = true;
    this.chat.field?.removeAttribute("aria-activedescendant");
    this.chat.field?.removeAttribute("aria-controls");
  }
}

function optionOf(found, place) {
  const option = document.createElement("li");
  option.id = `picker-${place}`;
  option.setAttribute("role", "option");
  option.dataset.name = found.name;
  const title = Object.assign(document.createElement("span"), { className: "title", dir: "auto", textContent: found.title });
  const day = Object.assign(document.createElement("span"), { className: "day", textContent: found.date ? sayDay(found.date) : "" });
  option.append(title, day);
  return option;
}

/** Set a field's text so that the framework that made it takes notice. */
function setValue(field, text) {
  Object.getOwnPropertyDescriptor(HTMLTextAreaElement.prototype, "value").set.call(field, text);
  field.dispatchEvent(new Event("input", { bubbles: true }));
}
