// What a page needs beside what it shows: its language, the words of Streamlit's own in that language, the roles that its list of
// pages lacks, and word to the server when light turns dark, since pictures are inked there. The language stands in a cookie, too:
// whoever signs in comes back from another server to an address that names none.
const SPOKEN = ["aria-label", "placeholder", "title"];
const SHOWN = "[role=menu], [role=tooltip], [role=listbox], [data-testid*=Menu], [data-testid*=Tooltip], [data-testid^=stFileUploader], [data-testid=stDownloadButtonError], .gdg-seveqep";
const theirs = (window.__planner_theirs ??= new WeakMap());

// Comma and point are both the decimal sign of a number: a browser takes only the one of its own language and drops the other without
// a word, so that "25,5" became 255. Where it takes neither kind of sign the field counts whole things.
const OWN_SIGN = new Intl.NumberFormat(navigator.language).formatToParts(1.5).find((part) => part.type === "decimal").value;
const takesDecimals = (field) => field instanceof HTMLInputElement && (field.type === "number" ? Math.abs(field.min || -Infinity) > Number.MAX_SAFE_INTEGER : field.matches(".gdg-input"));
const decimalSign = (e) => {
  const field = e.composedPath()[0];
  if (!(e.key === "," || e.key === "." || e.code === "NumpadDecimal") || e.ctrlKey || e.metaKey || e.altKey || e.isComposing || !takesDecimals(field)) return;
  e.preventDefault();
  let taken = false;
  const take = () => { taken = true; };
  field.addEventListener("input", take);
  for (const sign of [OWN_SIGN, ".", ","]) if (!taken) document.execCommand("insertText", false, sign);
  field.removeEventListener("input", take);
};

export default function ({ data, setTriggerValue }) {
  document.documentElement.lang = data.lang;
  document.cookie = `${data.cookie}=${data.lang}; path=/; SameSite=Lax${location.protocol === "https:" ? "; Secure" : ""}`;
  const exact = new Map(data.words.filter(([said]) => !said.includes("{what}")));
  const open = data.words.filter(([said]) => said.includes("{what}")).map(([said, ours]) => [said.split("{what}"), ours]);
  const ours = (said) => {
    if (exact.has(said)) return exact.get(said);
    for (const [[before, after], put] of open) if (said.startsWith(before) && said.endsWith(after) && said.length > before.length) return put.replace("{what}", said.slice(before.length, said.length - after.length));
    return said;
  };
  // Of each place what Streamlit wrote there is kept, for when the language changes; what it writes anew counts as new.
  const say = (place, key, now, put) => {
    const kept = theirs.get(place) || {}, said = kept[key] && kept[key].ours === now ? kept[key].said : now, wanted = ours(said);
    if (wanted === now) return;
    theirs.set(place, { ...kept, [key]: { said, ours: wanted } });
    put(wanted);
  };
  const words = () => {
    for (const name of SPOKEN) for (const el of document.querySelectorAll(`[${name}]`)) say(el, name, el.getAttribute(name), (said) => el.setAttribute(name, said));
    for (const room of document.querySelectorAll(SHOWN)) {
      const walker = document.createTreeWalker(room, NodeFilter.SHOW_TEXT);
      for (let node = walker.nextNode(); node; node = walker.nextNode()) if (node.data.trim()) say(node, "text", node.data, (said) => { node.data = said; });
    }
  };
  const roles = () => {
    for (const list of document.querySelectorAll('[data-testid="stSidebarNavItems"]:not([role])')) list.setAttribute("role", "none");
    for (const group of document.querySelectorAll('[data-testid="stSidebarNavItems"] > div:not([role])')) {
      group.setAttribute("role", "group");
      group.setAttribute("aria-label", group.querySelector('[data-testid="stNavSectionHeader"] span, [data-testid="stNavSectionHeader"]')?.textContent.replace(/expand_(more|less)$/, "") || "");
    }
    for (const item of document.querySelectorAll('[data-testid="stSidebarNavItems"] li:not([role])')) item.setAttribute("role", "none");
  };
  let waits = false;
  const mend = () => { waits = false; words(); roles(); };
  const watch = new MutationObserver(() => { if (!waits) { waits = true; setTimeout(mend, 60); } });
  watch.observe(document.body, { childList: true, subtree: true, attributes: true, attributeFilter: SPOKEN });
  mend();
  const dark = window.matchMedia("(prefers-color-scheme: dark)");
  const turned = () => setTimeout(() => setTriggerValue("turned", dark.matches ? "dark" : "light"), 300);  // Streamlit changes its own colours first
  dark.addEventListener("change", turned);
  document.addEventListener("keydown", decimalSign, true);
  return () => { document.removeEventListener("keydown", decimalSign, true); watch.disconnect(); dark.removeEventListener("change", turned); };
}
