// Search within the document that the viewer shows: what is found is marked, Enter goes from one to the next.

import { say } from "./language.js";

const FOUND = "found";
const CURRENT = "found-current";

/** A field that searches the text of a document. */
export class Find {
  #ranges = [];
  #at = -1;

  /** Wire a form with a field and an output; the place holds the document, and scrolls. */
  constructor(form, place) {
    this.field = form.querySelector("input");
    this.output = form.querySelector("output");
    this.place = place;
    form.addEventListener("submit", (event) => event.preventDefault());
    this.field.addEventListener("input", () => this.#search());
    this.field.addEventListener("keydown", (event) => {
      if (event.key === "Enter") this.#go(this.#at + (event.shiftKey ? -1 : 1));
      if (event.key !== "Escape" || !this.field.value) return;
      event.stopPropagation(); // the next one closes the document
      event.preventDefault();
      this.clear();
    });
  }

  /** Search for nothing. */
  clear() {
    this.field.value = "";
    this.#search();
  }

  #search() {
    this.#ranges = [...occurrences(this.place.querySelector(".text"), this.field.value.trim())];
    this.#at = -1;
    this.#mark(FOUND, this.#ranges);
    this.#mark(CURRENT, []);
    this.output.textContent = this.field.value.trim() && !this.#ranges.length ? say("Not found") : "";
    if (this.#ranges.length) this.#go(0);
  }

  #go(at) {
    const count = this.#ranges.length;
    if (!count) return;
    this.#at = (at + count) % count;
    const range = this.#ranges[this.#at];
    this.#mark(CURRENT, [range]);
    this.output.textContent = say("{at} of {count}", { at: this.#at + 1, count });
    const [found, seen] = [range.getBoundingClientRect(), this.place.getBoundingClientRect()];
    this.place.scrollTop += found.top - seen.top - seen.height / 3;
  }

  #mark(name, ranges) {
    globalThis.CSS?.highlights?.set(name, new Highlight(...ranges));
  }
}

/** Ranges of the places where words stand in an element, in any case of letters. */
function* occurrences(element, words) {
  if (!element || !words) return;
  const nodes = [];
  let text = "";
  const walker = document.createTreeWalker(element, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    nodes.push([text.length, walker.currentNode]);
    text += walker.currentNode.data;
  }
  const sought = new RegExp(words.replace(/[.*+?^${}()|[\]\\]/g, "\\$&").replace(/\s+/g, "\\s+"), "giu");
  let at = 0;
  const place = (offset) => {
    while (at + 1 < nodes.length && nodes[at + 1][0] <= offset) at += 1;
    return [nodes[at][1], offset - nodes[at][0]];
  };
  for (const match of text.matchAll(sought)) {
    const range = document.createRange();
    range.setStart(...place(match.index));
    const [last, end] = place(match.index + match[0].length - 1);
    range.setEnd(last, end + 1);
    yield range;
  }
}
