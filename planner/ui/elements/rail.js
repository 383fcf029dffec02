export default function ({ data, parentElement, setTriggerValue }) {
  const w = data.words;
  const row = (p) => h("li", { class: p.shown ? "plan shown" : "plan" },
    h("button", { class: "stand", type: "button", "data-id": p.id, "aria-current": p.shown ? "true" : null, title: p.note || p.name, onclick: () => setTriggerValue("stand", p.id) },
      h("span", { class: "title" }, p.pinned ? h("span", { "aria-label": w.pinned }, "★ ") : null, p.name),
      h("span", { class: "figures quiet" }, h("span", {}, p.figures), h("i", { class: "bar", "aria-hidden": "true" }, h("b", { style: `width:${p.share}%` }))),
      p.note ? h("span", { class: "note quiet" }, p.note) : null));
  put(parentElement, h("ol", { "aria-label": w.history }, data.plans.map(row)));
}
