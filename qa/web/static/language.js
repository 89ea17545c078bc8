// The language of the page: what scripts say comes from the same catalogue as the rest, its ids are the English texts.

const ENGLISH = { language: "en", plural: { one: 0, other: 1 }, texts: {} };
const given = document.querySelector('meta[name="quotable-language"]');
const known = given ? JSON.parse(given.content) : ENGLISH;
const rules = new Intl.PluralRules(known.language);

export const language = known.language;

document.documentElement.lang = language; // Gradio names the browser's, whatever the page is in

/** A text of the page, with values for the names in its braces. */
export function say(text, values = {}) {
  return filled(known.texts[text] ?? text, values);
}

/** A text that depends on a number, which fills {number}. */
export function sayCount(one, many, number, values = {}) {
  const forms = known.texts[one] ?? [one, many];
  return filled(forms[known.plural[rules.select(number)] ?? known.plural.other], { number: sayNumber(number), ...values });
}

export const sayNumber = (number) => number.toLocaleString(language);

/** A day, given as YYYY-MM-DD, in numbers. */
export function sayDay(day) {
  const [year, month, date] = day.split("-");
  return say("yyyy-MM-dd").replace("yyyy", year).replace("MM", month).replace("dd", date);
}

function filled(text, values) {
  return text.replace(/\{(\w+)\}/g, (whole, name) => values[name] ?? whole);
}
