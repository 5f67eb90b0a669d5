// What is remembered between visits, in this browser alone: where each episode was left, and the
// speed. Kept by the path, whose key is another for every folder.

const SHELF = `narrate:${location.pathname}`;
const FRESH = { rate: 1, last: null, places: {} };

const memory = read();

function read() {
  try {
    const kept = JSON.parse(localStorage.getItem(SHELF) ?? "{}");
    return { ...FRESH, ...kept, places: { ...kept.places } };
  } catch {
    return { ...FRESH, places: {} }; // private browsing, or not ours
  }
}

function keep() {
  try {
    localStorage.setItem(SHELF, JSON.stringify(memory));
  } catch {
    // Full or forbidden: then it lasts as long as the page.
  }
}

export const rate = () => memory.rate;
export const last = () => memory.last;
export const place = (name) => memory.places[name] ?? { at: 0, heard: false };

export function keepRate(value) {
  memory.rate = value;
  keep();
}

export function keepPlace(name, at, heard) {
  memory.last = name;
  memory.places[name] = { at, heard };
  keep();
}
