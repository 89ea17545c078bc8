// Keys: / goes to the question, ← and → step through the citations, Esc closes what is open.

/** Listen to keys, but for those that are typed into a field. */
export function startKeyboard(chat) {
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || document.querySelector("dialog.sheet[open]")) return;
    const field = event.target.closest?.("input, textarea, select, [contenteditable]");
    if (event.key === "Escape") return escaped(chat, event);
    if (event.key === "/" && !field) {
      event.preventDefault();
      chat.field.focus();
      return;
    }
    const by = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    if (by && (!field || (field === chat.field && !field.value))) {
      event.preventDefault();
      step(chat, by);
    }
  });
}

function escaped(chat, event) {
  const peeking = document.querySelector(".cite:hover, .cite:focus-within");
  if (chat.viewer.isOpen) {
    event.preventDefault();
    chat.viewer.close();
  } else dismissPeek(peeking);
}

/** Hide what a number shows while it is pointed at, until it is pointed at anew. */
export function dismissPeek(within) {
  const cite = within?.closest(".cite");
  if (!cite) return;
  cite.classList.add("dismissed");
  const left = () => {
    if (cite.matches(":hover, :focus-within")) return; // the focus may go while the pointer stays
    cite.classList.remove("dismissed");
    ends.forEach((end) => cite.removeEventListener(end, later));
  };
  const later = () => setTimeout(left); // when the focus has arrived where it goes
  const ends = ["mouseleave", "focusout"];
  ends.forEach((end) => cite.addEventListener(end, later));
}

/** In the viewer to the next source; in the conversation to the next number, from the newest answer on. */
function step(chat, by) {
  if (chat.viewer.isOpen) return chat.viewer.step(by);
  const markers = [...chat.turns.querySelectorAll("a.marker")].filter((marker) => marker.checkVisibility());
  const at = markers.indexOf(document.activeElement);
  const newest = markers.findIndex((marker) => marker.closest(".turn") === chat.newest);
  const next = at >= 0 ? at + by : by > 0 ? Math.max(newest, 0) : markers.length - 1;
  markers[next]?.focus();
}
