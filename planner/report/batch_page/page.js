(function () {
  "use strict";
  const { lang, words, columns, rows } = JSON.parse(document.getElementById("data").textContent);
  const at = (id) => document.getElementById(id);
  const place = Object.fromEntries(columns.map((c, i) => [c.key, i]));
  const dark = matchMedia("(prefers-color-scheme: dark)").matches;
  const ink = dark ? "#e8eaed" : "#1b1f24", faint = dark ? "#3d444d" : "#d0d7de", chosenColour = dark ? "#ff9d5c" : "#d55e00";
  const ramp = dark ? ["#39579a", "#3fa7a0", "#f1d54a"] : ["#35509a", "#2a9d8f", "#d9b310"];
  const locale = lang === "vi" ? "vi-VN" : "en-US";
  const write = {
    whole: new Intl.NumberFormat(locale, { maximumFractionDigits: 0 }), number: new Intl.NumberFormat(locale, { maximumFractionDigits: 4 }), exact: new Intl.NumberFormat(locale, { maximumFractionDigits: 12 }),
    share: new Intl.NumberFormat(locale, { style: "percent", minimumFractionDigits: 1, maximumFractionDigits: 2 }),
    short: new Intl.NumberFormat(locale, { notation: "compact", compactDisplay: lang === "vi" ? "long" : "short", maximumSignificantDigits: 4 }),
  };
  const said = (value, column) => value === null ? "" : column.kind === "text" ? value : column.kind === "tiny" ? value.toExponential(1) : write[column.kind].format(value);
  const fill = (sentence, values) => sentence.replace(/\{(\w+)(?::[^}]*)?\}/g, (_, name) => typeof values[name] === "number" ? write.whole.format(values[name]) : values[name]);
  const make = (tag, parts, text) => { const made = document.createElement(tag); Object.assign(made, parts); if (text !== undefined) made.textContent = text; return made; };

  // What can stand on an axis: figures and varied keys with two values at least. Words are numbered in the order of the runs.
  const axes = columns.map((column, i) => {
    if (!(column.varied || column.kind !== "text")) return null;
    const names = column.kind === "text" ? [...new Set(rows.map((row) => row[i]).filter((v) => v !== null))] : null;
    const number = names ? new Map(names.map((name, n) => [name, n])) : null;
    const values = rows.map((row) => row[i] === null ? null : number ? number.get(row[i]) : row[i]);
    let low = Infinity, high = -Infinity;
    for (const value of values) if (value !== null) { if (value < low) low = value; if (value > high) high = value; }
    if (!(low < high)) return null;
    return { i, column, names, values, low, high, label: (v) => names ? (Number.isInteger(v) ? names[v] : "") : ["whole", "number", "exact"].includes(column.kind) ? write.short.format(v) : said(v, column) };
  }).filter(Boolean);
  const axisOf = (key) => axes.find((axis) => axis.column.key === key);

  let shown = axes.filter((axis) => axis.column.first);
  if (shown.length < 2) shown = axes.slice(0, 4);
  const state = { chosen: -1, order: null, down: false, text: "", status: "", brushed: null, x: (axisOf("cost_vnd") || axes[0] || {}).column?.key, y: (axisOf("objective") || axes[1] || axes[0] || {}).column?.key, colour: (axisOf("cost_vnd") || axes[0] || {}).column?.key };
  let list = rows.map((_, n) => n);
  const planned = rows.filter((row) => row[place.leavers] !== null).length;

  // ---- pictures
  const lines = echarts.init(at("lines"), null), dots = echarts.init(at("dots"), null);
  const box = { left: 110, right: 110, top: 46, bottom: 16 }, frame = { left: 80, right: 24, top: 16, bottom: 56, outerBoundsMode: "none" };
  const wide = (chart) => chart.getWidth(), high = (chart) => chart.getHeight();
  const colours = (dimension) => {
    const axis = axisOf(state.colour);
    return axis && { show: false, type: "continuous", dimension, min: axis.low, max: axis.high, seriesIndex: 0, inRange: { color: ramp } };
  };
  const colourAxis = () => axisOf(state.colour);

  function drawLines() {
    const tint = colourAxis(), n = shown.length, room = Math.max(60, (wide(lines) - box.left - box.right) / Math.max(1, n - 1) - 12);
    const data = rows.map((_, r) => [...shown.map((axis) => axis.values[r] ?? "-"), tint ? tint.values[r] ?? "-" : "-"]);
    const kept = new Set(state.brushed ? [] : list);
    lines.setOption({
      animation: false, backgroundColor: "transparent", parallel: { ...box, parallelAxisDefault: { nameLocation: "end" } },
      parallelAxis: shown.map((axis, dim) => ({
        dim, type: "value", min: axis.low, max: axis.high, name: axis.column.label, nameGap: 14, nameTextStyle: { color: ink, fontSize: 12 }, nameTruncate: { maxWidth: dim % (n - 1 || 1) ? room : Math.min(room, 2 * box.left - 6), ellipsis: "…" },
        interval: axis.names ? 1 : undefined, axisLabel: { color: ink, fontSize: 11, formatter: axis.label, hideOverlap: true }, axisLine: { lineStyle: { color: ink } }, axisTick: { lineStyle: { color: ink } }, realtime: false,
      })),
      visualMap: tint && { ...colours(n) },
      series: [
        { type: "parallel", silent: true, progressive: 1000, data: state.brushed ? data : data.filter((_, r) => kept.has(r)), lineStyle: { width: 1, opacity: rows.length > 2000 ? 0.25 : 0.55 }, inactiveOpacity: 0.03 },
        { type: "parallel", id: "chosen", silent: true, z: 5, data: [], lineStyle: { width: 4, opacity: 1, color: chosenColour }, inactiveOpacity: 1 },
      ],
    }, { replaceMerge: ["parallelAxis", "series", "visualMap"] });
    drawChosenLine();
  }
  function drawChosenLine() {
    const r = state.chosen;
    lines.setOption({ series: [{ id: "chosen", data: r < 0 ? [] : [[...shown.map((axis) => axis.values[r] ?? "-"), "-"]] }] });
  }

  function drawDots() {
    const x = axisOf(state.x), y = axisOf(state.y), tint = colourAxis();
    if (!x || !y) return;
    const dot = (r) => [x.values[r], y.values[r], tint ? tint.values[r] : null];
    const seen = list.filter((r) => x.values[r] !== null && y.values[r] !== null);
    const axis = (of, gap, place) => ({ type: "value", min: of.low, max: of.high, interval: of.names ? 1 : undefined, name: of.column.label, nameLocation: "middle", nameGap: gap, nameTextStyle: { color: ink }, nameTruncate: { maxWidth: 300 }, axisLabel: { color: ink, fontSize: 11, formatter: of.label, hideOverlap: true }, splitLine: { lineStyle: { color: faint } }, position: place });
    const chosen = state.chosen >= 0 && x.values[state.chosen] !== null && y.values[state.chosen] !== null ? [dot(state.chosen)] : [];
    dots.setOption({
      animation: false, backgroundColor: "transparent", grid: frame, xAxis: axis(x, 32, "bottom"), yAxis: axis(y, 62, "left"), visualMap: tint && colours(2),
      series: [
        { type: "scatter", silent: true, clip: false, symbolSize: seen.length > 2000 ? 5 : 8, progressive: 2000, data: seen.map(dot), itemStyle: { opacity: 0.7 } },
        { type: "scatter", silent: true, clip: false, z: 5, symbolSize: 16, data: chosen, itemStyle: { color: chosenColour, borderColor: ink, borderWidth: 2 } },
      ],
    }, { replaceMerge: ["series", "visualMap"] });
  }

  // The run nearest to a point of a picture, -1 where none is near. Axes are straight between known ends, so it can be counted.
  const along = (axis, value, from, to) => from + (to - from) * (value - axis.low) / (axis.high - axis.low);
  function nearestLine(px, py) {
    const n = shown.length, step = (wide(lines) - box.left - box.right) / Math.max(1, n - 1), foot = high(lines) - box.bottom;
    const left = Math.min(n - 2, Math.max(0, Math.floor((px - box.left) / step))), part = (px - box.left) / step - left;
    if (n < 2 || part < -0.1 || part > 1.1) return -1;
    let best = -1, least = 8;
    for (const r of list) {
      const a = shown[left].values[r], b = shown[left + 1].values[r];
      if (a === null || b === null) continue;
      const ya = along(shown[left], a, foot, box.top), yb = along(shown[left + 1], b, foot, box.top);
      const away = Math.abs(ya + (yb - ya) * part - py) / Math.hypot(1, (yb - ya) / step);
      if (away < least) { least = away; best = r; }
    }
    return best;
  }
  function nearestDot(px, py) {
    const x = axisOf(state.x), y = axisOf(state.y);
    let best = -1, least = 10;
    if (!x || !y) return best;
    for (const r of list) {
      if (x.values[r] === null || y.values[r] === null) continue;
      const away = Math.hypot(along(x, x.values[r], frame.left, wide(dots) - frame.right) - px, along(y, y.values[r], high(dots) - frame.bottom, frame.top) - py);
      if (away < least) { least = away; best = r; }
    }
    return best;
  }
  function pointed(chart, nearest, near) {
    chart.getZr().on("click", (event) => { const run = nearest(event.offsetX, event.offsetY); if (run >= 0) choose(run); });
    chart.getZr().on("mousemove", (event) => {
      const run = nearest(event.offsetX, event.offsetY);
      near.textContent = run < 0 ? "" : rows[run][place.scenario];
    });
    chart.getZr().on("globalout", () => { near.textContent = ""; });
  }

  // ---- one run
  function choose(run) {
    state.chosen = run;
    const row = rows[run], told = make("dl");
    for (const [i, column] of columns.entries()) {
      if (row[i] === null || row[i] === "") continue;
      told.append(make("dt", {}, column.label));
      const value = make("dd");
      value.append(column.key === "folder" ? make("code", {}, row[i]) : said(row[i], column));
      told.append(value);
    }
    at("run").replaceChildren(told);
    drawChosenLine(); drawDots(); drawTable(true);
  }

  // ---- the table: only the rows that can be seen are in the page
  const HEIGHT = 26, table = at("table"), head = table.querySelector("thead"), body = table.querySelector("tbody");
  let drawn = [0, 0];
  function drawHead() {
    const line = make("tr");
    columns.forEach((column, i) => {
      const cell = make("th", { className: column.kind === "text" ? "" : "n" });
      cell.setAttribute("aria-sort", state.order === i ? (state.down ? "descending" : "ascending") : "none");
      cell.append(make("button", { type: "button", onclick: () => sort(i) }, column.label + (state.order === i ? (state.down ? " ▼" : " ▲") : "")));
      line.append(cell);
    });
    head.replaceChildren(line);
  }
  function drawTable(follow) {
    if (follow) {
      const spot = list.indexOf(state.chosen) * HEIGHT;
      if (spot >= 0 && (spot < table.scrollTop || spot > table.scrollTop + table.clientHeight - 2 * HEIGHT)) table.scrollTop = Math.max(0, spot - table.clientHeight / 2);
    }
    const first = Math.max(0, Math.floor(table.scrollTop / HEIGHT) - 10), last = Math.min(list.length, first + Math.ceil(table.clientHeight / HEIGHT) + 20);
    const gap = (n) => { const line = make("tr", { className: "room" }), cell = make("td", { colSpan: columns.length }); cell.style.height = n * HEIGHT + "px"; line.append(cell); return line; };
    const seen = list.slice(first, last).map((r) => {
      const line = make("tr", { tabIndex: -1 });
      line.dataset.at = r;
      line.dataset.run = rows[r][place.scenario];
      line.setAttribute("aria-selected", String(r === state.chosen));
      columns.forEach((column, i) => line.append(make("td", { className: column.kind === "text" ? "" : "n" }, said(rows[r][i], column))));
      return line;
    });
    drawn = [first, last];
    body.replaceChildren(...(first ? [gap(first)] : []), ...seen, ...(last < list.length ? [gap(list.length - last)] : []));
  }
  function sort(i) {
    if (state.order === i) state.down = !state.down; else { state.order = i; state.down = false; }
    refresh(false);
  }
  // Rows are made anew only where some are missing: one that is being pressed stays.
  table.addEventListener("scroll", () => requestAnimationFrame(() => {
    const top = Math.floor(table.scrollTop / HEIGHT), foot = Math.min(list.length, top + Math.ceil(table.clientHeight / HEIGHT));
    if (top < drawn[0] || foot > drawn[1]) drawTable(false);
  }));
  // A mouse chooses when it is pressed: the row under it may be made anew before it is let go.
  const pressed = (event) => { const line = event.target.closest("tr[data-at]"); if (line) choose(Number(line.dataset.at)); };
  body.addEventListener("pointerdown", (event) => { if (event.pointerType === "mouse" && event.button === 0) pressed(event); });
  body.addEventListener("click", (event) => { if (event.pointerType !== "mouse") pressed(event); });
  table.addEventListener("keydown", (event) => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (!step || !list.length || event.target.tagName === "BUTTON") return;
    event.preventDefault();
    choose(list[Math.min(list.length - 1, Math.max(0, list.indexOf(state.chosen) + step))]);
  });

  // ---- what is shown
  const folded = rows.map((row) => columns.map((column, i) => column.kind === "text" ? row[i] ?? "" : "").join("\n").toLocaleLowerCase(locale).normalize("NFC"));
  function refresh(pictures = true) {
    const wanted = state.text.toLocaleLowerCase(locale).normalize("NFC");
    list = rows.map((_, r) => r).filter((r) => (!state.brushed || state.brushed.has(r)) && (!state.status || rows[r][place.status] === state.status) && folded[r].includes(wanted));
    if (state.order !== null) {
      const i = state.order, way = state.down ? -1 : 1, letters = new Intl.Collator(locale, { numeric: true });
      list.sort((a, b) => {
        const u = rows[a][i], v = rows[b][i];
        if (u === null || u === "" || v === null || v === "") return (u === null || u === "" ? 1 : 0) - (v === null || v === "" ? 1 : 0) || a - b;
        return way * (columns[i].kind === "text" ? letters.compare(u, v) : u - v) || a - b;
      });
    }
    at("counts").textContent = fill(words.counts, { shown: list.length, runs: rows.length, planned }) + (planned < rows.length ? " " + words.without_plan : "");
    drawHead(); drawTable(false);
    if (pictures) { drawDots(); if (!state.brushed) drawLines(); }
  }
  function chooser(where, word, options, value, change) {
    const label = make("label", {}, word + " "), select = make("select", { onchange: () => change(select.value) });
    for (const [key, name] of options) select.append(make("option", { value: key }, name));
    select.value = value; label.append(select); where.append(label);
    return select;
  }
  const named = axes.map((axis) => [axis.column.key, axis.column.label]);

  at("title").textContent = words.page_title;
  for (const [id, word] of [["lines-title", "lines"], ["dots-title", "dots"], ["run-title", "run"], ["table-title", "table"]]) at(id).textContent = words[word];
  at("lines").setAttribute("aria-label", words.lines); at("dots").setAttribute("aria-label", words.dots);
  at("run").textContent = words.choose;
  at("axes").append(make("span", {}, words.lines_help));
  for (const axis of axes) {
    const label = make("label"), tick = make("input", { type: "checkbox", checked: shown.includes(axis) });
    tick.onchange = () => { shown = axes.filter((each) => each === axis ? tick.checked : shown.includes(each)); state.brushed = null; lines.clear(); refresh(); };
    label.append(tick, " " + axis.column.label); at("axes").append(label);
  }
  chooser(at("dots-choice"), words.across, named, state.x, (key) => { state.x = key; drawDots(); }).id = "across";
  chooser(at("dots-choice"), words.up, named, state.y, (key) => { state.y = key; drawDots(); }).id = "up";
  chooser(at("dots-choice"), words.colour, named, state.colour, (key) => { state.colour = key; drawLines(); drawDots(); }).id = "colour";
  const search = make("input", { type: "search", id: "search", placeholder: words.search });
  search.setAttribute("aria-label", words.search);
  search.oninput = () => { state.text = search.value; refresh(); };
  at("filters").append(search);
  chooser(at("filters"), columns[place.status].label, [["", words.all], ...[...new Set(rows.map((row) => row[place.status]))].map((s) => [s, s])], "", (value) => { state.status = value; refresh(); }).id = "status";
  at("filters").append(make("button", { type: "button", id: "clear", onclick: () => { Object.assign(state, { text: "", status: "", brushed: null }); search.value = ""; at("status").value = ""; lines.clear(); refresh(); } }, words.clear));

  // Ranges drawn on axes: the library keeps them; what they let through is counted here.
  lines.on("axisareaselected", () => {
    const ranges = shown.map((_, dim) => lines.getModel().getComponent("parallelAxis", dim).activeIntervals || []);
    state.brushed = ranges.some((each) => each.length) ? new Set(rows.map((_, r) => r).filter((r) => ranges.every((each, k) => !each.length || (shown[k].values[r] !== null && each.some(([a, b]) => shown[k].values[r] >= Math.min(a, b) && shown[k].values[r] <= Math.max(a, b)))))) : null;
    refresh();
  });
  pointed(lines, nearestLine, at("lines-near")); pointed(dots, nearestDot, at("dots-near"));
  addEventListener("resize", () => { lines.resize(); dots.resize(); drawLines(); drawDots(); drawTable(false); });
  refresh();
  document.documentElement.dataset.ready = "yes";
})();
