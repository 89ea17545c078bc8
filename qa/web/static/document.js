// A document with a quotation: opens at it, and copies citations. The chat imports `prepare` for its dialog.

import { say } from "./language.js";

const FAILED = say("It could not be copied; the browser does not allow it.");
const SHOWN = 4000; // milliseconds; it covers a line of the text

/** Copy a text; whether the browser allows it. */
export async function copy(text, place) {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    // Without https a browser has no clipboard to give; what is selected can still be copied.
  }
  const focused = document.activeElement;
  const area = document.createElement("textarea");
  area.value = text;
  area.className = "copying"; // keeps white space, which is copied as it is laid out
  area.readOnly = true;
  place.append(area);
  area.focus({ preventScroll: true });
  area.select();
  const copied = document.execCommand("copy");
  area.remove();
  focused?.focus({ preventScroll: true });
  return copied;
}

// Wires an `article.document` that stands in the page, visible, and scrolls to its quotation.
export function prepare(article) {
  let fading = 0;
  const status = article.querySelector(".copied");
  const show = () =>
    article.querySelector("#quotation")?.scrollIntoView({ block: "center", behavior: "instant" });

  article.addEventListener("click", async (event) => {
    if (event.target.closest(".to-quotation")) {
      event.preventDefault(); // in the chat the address is not the document's
      show();
      return;
    }
    const button = event.target.closest("button[data-said]");
    if (!button) return;
    const { copy: text, copyAddress: address } = button.dataset;
    const copied = await copy(text ?? new URL(address, document.baseURI).href, article);
    status.textContent = "";
    requestAnimationFrame(() => (status.textContent = copied ? button.dataset.said : FAILED)); // said again, too
    clearTimeout(fading);
    fading = setTimeout(() => (status.textContent = ""), SHOWN);
  });

  show();
}

const page = document.querySelector("body.document-page article.document");
if (page) prepare(page);
