export default function ({ data, parentElement, setTriggerValue }) {
  const figure = (f) =>
    h("button", { class: "figure", type: "button", "data-id": `figure_${f.name}`, "aria-label": `${f.label}: ${f.value}. ${f.change ? f.change.text : ""}`,
                  title: f.means, onclick: () => setTriggerValue("figure", f.name) },
      h("span", { class: "label" }, f.label),
      h("span", { class: "value" }, h("strong", { class: "num" }, f.value), f.change ? h("span", { class: `change ${f.change.tone}` }, f.change.text) : null),
      f.more ? h("span", { class: "more" }, f.more) : null);
  const seal = data.seal &&
    h("details", { class: `seal ${data.seal.tone}` },
      h("summary", { "data-id": "seal" }, h("span", { class: "mark", "aria-hidden": "true" }, data.seal.mark), data.seal.text),
      h("dl", {}, data.seal.more.map(([what, said]) => [h("dt", {}, what), h("dd", { class: "num" }, said)]),
        data.seal.means ? h("p", {}, data.seal.means) : null));
  const top = h("div", { class: "top" },
    h("h1", {}, data.page), data.name ? h("span", { class: "name", title: data.name }, data.name) : null, data.compact ? h("span", { class: "few" }, (data.figures || []).map((f) =>
      h("button", { class: "small", type: "button", "data-id": `figure_${f.name}`, title: f.means, onclick: () => setTriggerValue("figure", f.name) },
        h("span", { class: "quiet" }, `${f.label} `), h("strong", { class: "num" }, f.short || f.value)))) : null,
    h("span", { class: "room" }), seal);
  const edited = data.edited && data.edited.length
    ? h("div", { class: "edited", role: "status" }, h("strong", {}, `${data.words.earlier} `), h("span", {}, `${data.words.edited}: ${data.edited.join("; ")}`),
        h("button", { class: "button main", type: "button", "data-id": "again", onclick: () => setTriggerValue("again", true) }, data.words.solve)) : null;
  put(parentElement, h("header", { class: data.compact ? "head compact" : "head" }, top,
    data.compact || !(data.figures || []).length ? null : h("div", { class: "figures" }, data.figures.map(figure)),
    edited || (data.told && !data.compact ? h("p", { class: "told", tabindex: "0", title: data.told }, data.told) : null)));
}
