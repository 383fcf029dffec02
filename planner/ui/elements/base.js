// What every element uses: making nodes without ever reading text as HTML, and keeping the keyboard's place when drawn anew.
const h = (tag, attrs = {}, ...kids) => {
  const el = document.createElement(tag);
  for (const [name, value] of Object.entries(attrs)) {
    if (value === null || value === undefined || value === false) continue;
    if (name.startsWith("on")) el.addEventListener(name.slice(2), value);
    else if (name === "class") el.className = value;
    else el.setAttribute(name, value === true ? "" : value);
  }
  el.append(...kids.flat(3).filter((kid) => kid !== null && kid !== undefined && kid !== false));
  return el;
};
const put = (parent, ...kids) => {
  const root = parent.querySelector(".root");
  const held = root.getRootNode().activeElement?.getAttribute?.("data-id");
  const app = document.querySelector('[data-testid="stApp"]');  // a dialog stands outside it, and would not know whether the page is dark
  if (app) root.style.setProperty("--scheme", getComputedStyle(app).colorScheme);
  root.replaceChildren(...kids.flat(3).filter(Boolean));
  if (held) root.querySelector(`[data-id="${CSS.escape(held)}"]`)?.focus({ preventScroll: true });
};
// That a plan was asked for: what shows one hears it at once, before the server knows.
const ASKED = "planner-asked";
const tell_asked = () => document.dispatchEvent(new Event(ASKED));
