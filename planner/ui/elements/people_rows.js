export default function ({ data, parentElement, setTriggerValue }) {
  const w = data.words;
  const asked = (what) => { if (what !== "open") tell_asked(); };
  const act = (what, id) => { asked(what); setTriggerValue("act", { what, people: [id] }); };
  const marked = (parentElement.__marked ??= new Set());
  for (const id of [...marked]) if (!data.people.some((p) => p.id === id)) marked.delete(id);
  const row = (p) => h("tr", { class: p.lock || "" },
    h("td", { class: "box" }, h("input", { type: "checkbox", "aria-label": `${w.mark}: ${p.name}`, "data-id": `${p.id}_mark`, ...(marked.has(p.id) ? { checked: true } : {}), onchange: (e) => { e.target.checked ? marked.add(p.id) : marked.delete(p.id); draw(); } })),
    h("td", {}, h("button", { class: "link", type: "button", "data-id": `${p.id}_open`, "aria-label": `${w.open}: ${p.name}`, onclick: () => act("open", p.id) }, h("strong", {}, p.name)), h("div", { class: "quiet small" }, p.id)),
    h("td", {}, p.post, h("div", { class: "quiet small" }, p.unit)),
    h("td", { class: "num" }, p.age), h("td", { class: "num" }, p.merit),
    h("td", {}, h("span", { class: `tag ${p.tone}` }, p.decision), p.was ? h("div", { class: "quiet small" }, p.was) : null),
    h("td", { class: "num" }, p.cost), h("td", { class: "why quiet" }, p.reason),
    h("td", { class: "do" }, h("button", { class: "button", type: "button", "data-id": `${p.id}_keep`, "aria-label": `${w.keep}: ${p.name}`, disabled: p.lock === "keep", onclick: () => act("keep", p.id) }, w.keep),
      h("button", { class: "button", type: "button", "data-id": `${p.id}_leave`, "aria-label": `${w.release}: ${p.name}`, disabled: p.lock === "leave", onclick: () => act("release", p.id) }, w.release),
      p.lock ? h("button", { class: "button", type: "button", "data-id": `${p.id}_free`, "aria-label": `${w.free}: ${p.name}`, onclick: () => act("free", p.id) }, w.free) : null));
  const all = (what) => { const people = [...marked]; marked.clear(); asked(what); setTriggerValue("act", { what, people }); };
  const draw = () => put(parentElement,
    marked.size ? h("div", { class: "many", role: "status" }, `${w.marked} ${marked.size}`, h("button", { class: "button", type: "button", "data-id": "all_keep", onclick: () => all("keep") }, w.keep), h("button", { class: "button", type: "button", "data-id": "all_leave", onclick: () => all("release") }, w.release)) : null,
    h("div", { class: "scroll", tabindex: "0", role: "region", "aria-label": w.list }, h("table", {}, h("thead", {}, h("tr", {}, h("th", {}), ...["person", "post"].map((n) => h("th", { scope: "col" }, w[n])), h("th", { class: "num", scope: "col" }, w.age), h("th", { class: "num", scope: "col" }, w.merit),
      h("th", { scope: "col" }, w.decision), h("th", { class: "num", scope: "col" }, w.cost), h("th", { scope: "col" }, w.why), h("th", {}))), h("tbody", {}, data.people.map(row)))));
  draw();
  if (data.at && parentElement.__at !== data.at) {
    parentElement.__at = data.at;  // back from a person: at the row that one left
    const row = parentElement.querySelector(".root").querySelector(`[data-id="${CSS.escape(data.at)}_open"]`);
    row?.closest("tr").scrollIntoView({ block: "center" });
    row?.focus({ preventScroll: true });
  }
}
