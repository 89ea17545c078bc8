// The viewer: a source at its place, beside the conversation; its pages are those that have an address of their own.

import { prepare } from "./document.js";
import { problem } from "./elements.js";
import { Find } from "./find.js";
import { dismissPeek } from "./keyboard.js";
import { say } from "./language.js";
import { Wanted } from "./wanted.js";

const LINKS = "a.marker, a.place, a[data-document]";
const covers = window.matchMedia("(max-width: 52rem)"); // the viewer covers the conversation

/** Wire the links to documents, and the viewer. */
export function startViewer(chat) {
  return new Viewer(chat, document.getElementById("viewer"));
}

class Viewer {
  constructor(chat, dialog) {
    this.chat = chat;
    this.dialog = dialog;
    this.content = dialog.querySelector(".viewer-content");
    this.title = dialog.querySelector("h2");
    this.which = dialog.querySelector(".which");
    this.find = new Find(dialog.querySelector(".find"), this.content);
    this.links = [];
    this.at = 0;
    this.wanted = new Wanted();
    this.sheet = null; // the panel that was left for a document of it
    this.hasEntry = false; // whether the Back button leaves the viewer
    document.addEventListener("click", (event) => this.clicked(event));
    dialog.addEventListener("click", (event) => {
      const step = event.target.closest("[data-step]");
      if (step) this.step(Number(step.dataset.step));
      if (event.target.closest("[data-close]")) this.close();
    });
  }

  get isOpen() {
    return this.dialog.open;
  }

  clicked(event) {
    const link = event.target.closest?.(LINKS);
    if (!link || event.ctrlKey || event.metaKey || event.shiftKey || event.button !== 0) return;
    event.preventDefault();
    const markers = [...(link.closest(".turn")?.querySelectorAll("a.marker") ?? [])];
    const same = markers.findIndex((marker) => marker.href === link.href);
    if (same >= 0) this.show(markers, same, link);
    else this.show([link], 0, link);
  }

  /** Show the document of one of some links. */
  async show(links, at, opener = links[at]) {
    this.links = links;
    this.at = at;
    if (!this.content.contains(opener)) this.opener = opener; // a link in a document goes with the document
    this.sheet = opener.closest("dialog.sheet") ?? this.sheet; // it would cover what it opens
    this.sheet?.close();
    const address = links[at].href;
    this.which.textContent = links.length > 1 ? say("Source {at} of {count}", { at: at + 1, count: links.length }) : "";
    this.dialog.querySelector(".steps").hidden = links.length < 2;
    this.dialog.querySelector("[data-own-page]").href = address;
    this.point(links[at]);
    dismissPeek(opener);
    if (!this.isOpen) this.open();
    this.content.setAttribute("aria-busy", "true");
    this.content.focus({ preventScroll: true }); // now: when the document comes, somebody may be typing a question
    const isWanted = this.wanted.begin();
    const article = await load(withOthers(address, links));
    if (!isWanted()) return;
    this.content.replaceChildren(article);
    this.content.removeAttribute("aria-busy");
    this.content.scrollTop = 0;
    this.title.textContent = article.querySelector("h1")?.textContent ?? say("Document");
    this.find.clear();
    if (article.matches("article.document")) prepare(article);
  }

  open() {
    this.dialog.show();
    if (!covers.matches) return;
    history.pushState(null, "", location.href);
    this.hasEntry = true;
  }

  /** The Back button was pressed: whether it left the viewer, and nothing else. */
  left() {
    if (!this.hasEntry) return false;
    this.hasEntry = false;
    this.close();
    return true;
  }

  /** Go to the next or the previous source of the same answer. */
  step(by) {
    const at = this.at + by;
    if (this.isOpen && at >= 0 && at < this.links.length) this.show(this.links, at);
  }

  /** Close it; the focus goes back to what opened it, and where that stands in a panel, the panel comes back. */
  close({ comesBack = true } = {}) {
    if (!this.isOpen) return;
    this.dialog.close();
    this.wanted.end();
    this.content.replaceChildren();
    this.find.clear();
    this.point(null);
    if (comesBack) this.sheet?.showModal();
    this.sheet = null;
    if (this.opener?.isConnected) this.opener.focus({ preventScroll: true });
    if (this.hasEntry && comesBack) history.back();
    else this.hasEntry = false;
  }

  /** Mark the source that is shown, and its number in the answer. */
  point(link) {
    this.chat.element.querySelectorAll(".shown").forEach((other) => other.classList.remove("shown"));
    if (link?.dataset.citation) link.classList.add("shown");
  }
}

/** An address of a document, with the other places of it that the same answer quotes. */
function withOthers(address, links) {
  const shown = new URL(address);
  for (const link of links) {
    const { searchParams: other, href } = new URL(link.href);
    if (href === address || other.get("name") !== shown.searchParams.get("name")) continue;
    shown.searchParams.append("also", `${other.get("start")}-${other.get("end")}`);
  }
  return shown.href;
}

/** The article of a document's page, or what the page says instead. */
async function load(address) {
  try {
    const response = await fetch(address);
    const page = new DOMParser().parseFromString(await response.text(), "text/html");
    return page.querySelector("main > *") ?? problem(say("This document cannot be shown here; use “Open as a page”."));
  } catch {
    return problem(say("The server cannot be reached. If you stopped it, start it again."));
  }
}
