// Elements that several parts of the chat make.

/** A sentence that says what went wrong. */
export function problem(sentence) {
  const said = document.createElement("p");
  said.className = "problem";
  said.setAttribute("role", "alert");
  said.textContent = sentence;
  return said;
}

/** The element of a piece of the server's HTML. */
export function fromHtml(html) {
  const template = document.createElement("template");
  template.innerHTML = html;
  return template.content.firstElementChild;
}

/** Say something in an element's place for a moment. */
export function flash(element, words) {
  const before = element.textContent;
  element.textContent = words;
  setTimeout(() => {
    element.textContent = before;
  }, 1600);
}
