// The panel of documents within the chat: what it changes shows in the header, and what is picked there is asked in.

import { openPanel } from "./panels.js";
import { start } from "./documents.js";

/** Wire the panel of documents. */
export function startDocuments(chat) {
  const panel = document.getElementById("documents");
  start(panel);
  panel.addEventListener("collectionchange", () => chat.refreshState());
  panel.addEventListener("askwithin", ({ detail: found }) => {
    panel.close();
    chat.filters.within(found.name, found.title);
    chat.field.focus();
  });
  if (panel.querySelector(".panel").dataset.editable === "true") openForFiles();
}

/** Files that are dragged over the page open the panel, which takes them. */
function openForFiles() {
  document.addEventListener("dragenter", (event) => {
    if (!event.dataTransfer?.types.includes("Files") || document.querySelector("dialog.sheet[open]")) return;
    event.preventDefault();
    openPanel("documents");
  });
}
