// Clicks on − and + are gathered for a moment, so that two of them are one question: "two more". What is asked counts from the plan that
// is shown: clicks that come while that question is being planned are added to it, and none is counted twice.
const WAIT_MS = 700;
export default function ({ data, parentElement, setTriggerValue }) {
  const w = data.words;
  const keep = (parentElement.__pending ??= { unit: null, by: 0, sent: 0, timer: null, plan: data.plan, edition: data.edition });
  const is_answered = keep.plan !== data.plan || (!data.solving && keep.edition !== data.edition);
  Object.assign(keep, { plan: data.plan, edition: data.edition }, is_answered ? { by: keep.by - keep.sent, sent: 0 } : {});
  const send = () => { if (keep.by !== keep.sent) { keep.sent = keep.by; setTriggerValue("step", { unit: keep.unit, by: keep.by, plan: keep.plan }); } };
  const step = (u, by) => {
    if (keep.unit !== u.unit) { clearTimeout(keep.timer); send(); Object.assign(keep, { unit: u.unit, by: 0, sent: 0 }); }
    const by_now = keep.by + by;
    if (by_now > u.most_more || -by_now > u.most_less) return;
    keep.by = by_now;
    clearTimeout(keep.timer);
    draw();
    if (keep.by !== keep.sent) tell_asked();
    keep.timer = setTimeout(send, WAIT_MS);
  };
  const people = (u, what, shown, label) => h("button", { class: "link num", type: "button", "data-id": `${u.unit}_${what}`, "aria-label": `${label}: ${u.name}`, onclick: () => setTriggerValue("people", { unit: u.unit, what }) }, shown);
  const bar = (u) => {
    const share = (n) => `${(100 * n) / data.widest}%`;
    return h("span", { class: "bar", "aria-hidden": "true", style: `width:${share(u.before)}` }, h("i", { style: `width:${u.before ? (100 * Math.min(u.after, u.before)) / u.before : 0}%` }),
      u.least === null || !u.before ? null : h("b", { style: `left:${(100 * u.least) / u.before}%` }), u.most === null || !u.before ? null : h("b", { style: `left:${(100 * u.most) / u.before}%` }));
  };
  const row = (u) => {
    const by = keep.unit === u.unit ? keep.by : 0;
    return h("tr", { class: u.change ? "changed" : "" },
      h("td", { class: "who" }, h("button", { class: "link", type: "button", "data-id": `${u.unit}_all`, "aria-label": `${w.people}: ${u.name}`, onclick: () => setTriggerValue("people", { unit: u.unit, what: "leavers" }) }, h("span", { class: "code quiet" }, u.unit), h("span", {}, u.name))),
      h("td", { class: "wide" }, bar(u)),
      h("td", { class: "num" }, people(u, "all", u.before_said, w.today), " → ", people(u, "after", by ? `${u.after_said} ${by > 0 ? "+" : "−"}${Math.abs(by)}` : u.after_said, w.after)),
      h("td", { class: "num" }, people(u, "leavers", u.leavers_said, w.leavers)), h("td", { class: "num quiet less" }, u.share_said),
      h("td", { class: "num quiet less" }, u.limits_said),
      h("td", { class: `num ${u.change < 0 ? "up" : u.change > 0 ? "down" : "quiet"}` }, u.change_said),
      h("td", { class: "do" },
        h("button", { class: "button", type: "button", "data-id": `${u.unit}_less`, "aria-label": `${w.less}: ${u.name}`, title: -by >= u.most_less ? u.less_barred || w.no_less : "", disabled: -by >= u.most_less, onclick: () => step(u, -1) }, "−", h("span", { class: "word" }, ` ${w.less}`)),
        h("button", { class: "button", type: "button", "data-id": `${u.unit}_more`, "aria-label": `${w.more}: ${u.name}`, title: by >= u.most_more ? w.no_more : "", disabled: by >= u.most_more, onclick: () => step(u, 1) }, "+", h("span", { class: "word" }, ` ${w.more}`))));
  };
  const draw = () => put(parentElement, h("table", { class: "units" },
    h("caption", {}, data.caption, h("span", { class: "do" }, ` ${w.hint}`), h("button", { class: `button rank${data.kept ? "" : " unseen"}`, type: "button", "data-id": "rank", disabled: !data.kept, onclick: () => setTriggerValue("rank", true) }, w.rank)),
    h("thead", {}, h("tr", {}, h("th", { scope: "col" }, w.unit), h("th", { class: "wide", scope: "col" }, w.picture), h("th", { class: "num", scope: "col" }, `${w.today} → ${w.after}`), h("th", { class: "num", scope: "col" }, w.leavers),
      h("th", { class: "num less", scope: "col" }, w.share), h("th", { class: "num less", scope: "col" }, w.limits), h("th", { class: "num", scope: "col" }, w.change), h("th", { scope: "col" }, h("span", { class: "hidden" }, w.do)))),
    h("tbody", {}, data.units.map(row))));
  draw();
}
