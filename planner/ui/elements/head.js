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
  const few = data.compact && (data.figures || []).length ? h("span", { class: "few" }, data.figures.map((f) =>
    h("button", { class: "small", type: "button", "data-id": `figure_${f.name}`, title: f.means, onclick: () => setTriggerValue("figure", f.name) },
      h("span", { class: "quiet" }, `${f.label} `), h("strong", { class: "num" }, f.short || f.value)))) : null;
  const is_edited = data.edited && data.edited.length;
  const changes = is_edited ? `${data.words.edited}: ${data.edited.join("; ")}` : "";
  const edited = is_edited
    ? h("div", { class: "edited", role: "status" }, h("span", { title: changes }, data.compact ? null : h("strong", {}, `${data.words.earlier} `), changes),
        h("button", { class: "button main", type: "button", "data-id": "again", onclick: () => { tell_asked(); setTriggerValue("again", true); } }, data.words.solve)) : null;
  const [asked, came] = data.told || ["", ""];
  const told = came ? h("p", { class: "told", tabindex: "0", title: asked ? `${asked}: ${came}` : came }, asked ? h("span", { class: "asked" }, `${asked}: `) : null, h("span", { class: "came" }, came)) : null;
  // The room below the figures is always there: what comes and goes in it moves nothing on the page.
  const room = data.name ? h("div", { class: "below" }, few, edited || (data.compact ? null : told)) : null;
  const header = h("header", { class: ["head", data.compact ? "compact" : "", is_edited ? "old" : ""].join(" ").trim() },
    h("div", { class: "top" }, h("h1", {}, data.page), data.name ? h("span", { class: "name", title: data.name }, data.name) : null, h("span", { class: "room" }), seal),
    data.compact || !(data.figures || []).length ? null : h("div", { class: "figures" }, data.figures.map(figure)), room);
  put(parentElement, header);
  return shown_as_solving(header, data);
}

// From the click on: the figures are of a plan that is being replaced, and the seal says so. Taken back where the page was drawn and no
// plan is being made.
const SOLVES = ".st-key-solve button, .st-key-solve_presenting button";
function shown_as_solving(header, data) {
  const app = document.querySelector("[data-testid=stApp]"), summary = header.querySelector(".seal summary");
  if (!summary || !app) return undefined;
  const stands = [...summary.childNodes];
  let is_waiting = false, has_run = false;
  const show = (on) => {
    header.classList.toggle("solving", on);
    header.setAttribute("aria-busy", String(on));
    summary.replaceChildren(...(on ? [h("span", { class: "mark turning", "aria-hidden": "true" }, "◌"), data.words.solving] : stands));
  };
  const begin = () => { is_waiting = true; has_run = false; show(true); };
  const click = (e) => { if (e.composedPath().some((el) => el instanceof Element && el.matches(SOLVES) && !el.disabled)) begin(); };
  const watch = new MutationObserver(() => {
    const state = app.getAttribute("data-test-script-state");
    if (!is_waiting) return;
    if (state === "running" || state === "rerunRequested") has_run = true;
    else if (has_run) { is_waiting = false; show(Boolean(data.solving)); }
  });
  watch.observe(app, { attributes: true, attributeFilter: ["data-test-script-state"] });
  document.addEventListener(ASKED, begin);
  document.addEventListener("click", click, true);
  if (data.solving) show(true);
  return () => { watch.disconnect(); document.removeEventListener(ASKED, begin); document.removeEventListener("click", click, true); };
}
