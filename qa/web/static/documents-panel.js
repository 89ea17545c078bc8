// The panel of documents within the chat: what it changes shows in the header.

import { start } from "./documents.js";

/** Wire the panel of documents. */
export function startDocuments(chat) {
  const panel = document.getElementById("documents");
  start(panel);
  panel.addEventListener("collectionchange", () => chat.refreshState());
}
