// Small pieces of the page. Whatever comes from an article is set as text, never as HTML.

const SVG = "http://www.w3.org/2000/svg";

export const byId = (id) => document.getElementById(id);

export function icon(name) {
  const svg = document.createElementNS(SVG, "svg");
  svg.setAttribute("class", "icon");
  svg.setAttribute("aria-hidden", "true");
  svg.append(document.createElementNS(SVG, "use"));
  svg.firstChild.setAttribute("href", `#i-${name}`);
  return svg;
}

export function make(tag, properties = {}, ...children) {
  const element = Object.assign(document.createElement(tag), properties);
  element.append(...children);
  return element;
}

export function setIcon(button, name, label) {
  button.querySelector("use").setAttribute("href", `#i-${name}`);
  button.setAttribute("aria-label", label);
}

// The words of an article, in its language and in its direction.
export function setWords(element, words, language) {
  element.textContent = words;
  element.dir = "auto";
  if (language) element.lang = language;
  else element.removeAttribute("lang");
}

export function setCover(box, entry) {
  box.replaceChildren(make("img", { src: entry.cover, alt: "", loading: "lazy", decoding: "async" }));
}

export const isWeb = (url) => /^https?:\/\//i.test(url ?? "");
