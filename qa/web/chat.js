// Runs once with `element`, the conversation's root, when the page has loaded; `watch` follows its value.

const calm = window.matchMedia("(prefers-reduced-motion: reduce)");
const scrollTo = (target, block) => target.scrollIntoView({ block, behavior: calm.matches ? "auto" : "smooth" });

element.addEventListener("click", (event) => {
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
});
