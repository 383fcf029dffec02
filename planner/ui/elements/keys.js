// The keyboard: one letter a verb, never while somebody writes; the list of them under "?".
export default function ({ data, parentElement, setTriggerValue }) {
  const busy = (e) => {
    const t = e.composedPath()[0];
    return e.ctrlKey || e.metaKey || e.altKey || (t instanceof HTMLElement && (t.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(t.tagName))) || document.querySelector('[role="dialog"]');
  };
  const onKey = (e) => {
    if (busy(e)) return;
    const verb = data.keys[e.key] || data.keys[e.key.toLowerCase()];
    if (!verb) return;
    e.preventDefault();
    if (verb === "solve") document.dispatchEvent(new Event("planner-asked"));
    setTriggerValue("press", verb);
  };
  document.addEventListener("keydown", onKey);
  put(parentElement);
  return () => document.removeEventListener("keydown", onKey);
}
