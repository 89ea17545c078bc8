// Runs once with `element`, the conversation's root, when the page has loaded; `watch` follows its value.

const calm = window.matchMedia("(prefers-reduced-motion: reduce)");
const scrollTo = (target, block) => target.scrollIntoView({ block, behavior: calm.matches ? "auto" : "smooth" });

let taken = false;

element.addEventListener("click", (event) => {
  const clue = event.target.closest("[data-clue]");
  if (clue) {
    taken = true;
    trigger("click", { clue: Number(clue.dataset.clue) });
    return;
  }
  const marker = event.target.closest("[data-source]");
  const card = marker && document.getElementById(marker.dataset.source);
  if (!card) return;
  element.querySelectorAll(".source.shown").forEach((other) => other.classList.remove("shown"));
  card.classList.add("shown");
  card.focus({ preventScroll: true });
  scrollTo(card, "nearest");
});

let turns = 0;
watch("value", () => {
  const shown = element.querySelectorAll(".turn");
  if (shown.length > turns) requestAnimationFrame(() => scrollTo(shown[shown.length - 1], "start"));
  turns = shown.length;
  const last = shown[shown.length - 1];
  if (taken && last?.getAttribute("aria-busy") === "false") {
    taken = false; // the button that had the focus is gone
    last.querySelector(".question").focus({ preventScroll: true });
  }
});
