// The keyboard: one letter a verb, never while somebody writes; the list of them under "?". Keys are heard before any part of the page
// can keep them, so that they mean the same wherever the focus is; what is open over the page has Escape first.
const heard = (window.__planner_keys ??= { hear: null });
const OVER = '[role="dialog"], [role="listbox"], [role="menu"], [data-testid="stPopoverBody"], .gdg-input';
if (!heard.listens) { heard.listens = true; document.addEventListener("keydown", (e) => heard.hear?.(e), true); }

export default function ({ data, parentElement, setTriggerValue }) {
  const is_shown = (el) => el.getClientRects().length > 0 && getComputedStyle(el).visibility !== "hidden";
  const hear = (e) => {
    const t = e.composedPath()[0];
    const writes = t instanceof HTMLElement && (t.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(t.tagName)) && !/^(radio|checkbox|button)$/.test(t.type);
    if (e.ctrlKey || e.metaKey || e.altKey || e.isComposing || (writes && e.key !== "Escape") || [...document.querySelectorAll(OVER)].some(is_shown)) return;
    const verb = data.keys[e.key] || data.keys[e.key.toLowerCase()];
    if (!verb) return;
    e.preventDefault();
    if (verb === "solve") tell_asked();
    setTriggerValue("press", verb);
  };
  heard.hear = hear;
  put(parentElement);
  return () => { if (heard.hear === hear) heard.hear = null; };
}
