/** Copies of the page's own templates, with texts put in: `data-text` says which. */

/**
 * @param {HTMLTemplateElement} template
 * @param {Object<string, string|number>} facts a part without its fact is hidden
 * @returns {Element} the copy's one root element
 */
export function stencil(template, facts) {
  const copy = template.content.firstElementChild.cloneNode(true);
  for (const place of [copy, ...copy.querySelectorAll("[data-text]")]) {
    if (!("text" in place.dataset)) continue;
    const text = facts[place.dataset.text] ?? "";
    place.textContent = text;
    place.hidden = text === "";
  }
  return copy;
}

const ZONE = { timeZone: "Asia/Shanghai" };

/** 11 月 21 日 周六 · Sat 21 Nov, in the page's language, as the server writes it. */
export function date(at) {
  const { lang } = document.documentElement;
  const parts = { ...ZONE, weekday: "short", day: "numeric", month: lang === "en" ? "short" : "long" };
  const text = new Intl.DateTimeFormat(lang === "en" ? "en-GB" : lang, parts).format(at);
  return lang === "en" ? text.replace(",", "") : text.replace(/(\d+)(\D)/g, "$1 $2 ");
}
