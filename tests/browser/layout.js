// What is wrong with the texts of the page as it stands: lying over one another, cut, or wider than the page. Texts of pictures
// are noted as they are painted on their canvas; put this into a page before it is opened.
(() => {
  const painted = new WeakMap();
  const proto = CanvasRenderingContext2D.prototype, fill = proto.fillText, clear = proto.clearRect;
  const isPicture = (canvas) => canvas.hasAttribute && canvas.hasAttribute("data-zr-dom-id");
  proto.clearRect = function (...at) {
    if (isPicture(this.canvas)) painted.set(this.canvas, []);
    return clear.apply(this, at);
  };
  proto.fillText = function (text, x, y, ...more) {
    if (isPicture(this.canvas) && String(text).trim()) {
      const m = this.measureText(text), t = this.getTransform(), ratio = this.canvas.width / this.canvas.clientWidth || 1;
      const ends = [[-m.actualBoundingBoxLeft, -m.actualBoundingBoxAscent], [m.actualBoundingBoxRight, -m.actualBoundingBoxAscent], [m.actualBoundingBoxRight, m.actualBoundingBoxDescent], [-m.actualBoundingBoxLeft, m.actualBoundingBoxDescent]];
      const list = painted.get(this.canvas) || [];
      list.push({ text: String(text), colour: this.fillStyle,
        corners: ends.map(([a, b]) => { const p = t.transformPoint({ x: x + a, y: y + b }); return [p.x / ratio, p.y / ratio]; }) });
      painted.set(this.canvas, list);
    }
    return fill.call(this, text, x, y, ...more);
  };

  const apart = (a, b, slack) => {  // two boxes, turned or not: is there a line between them?
    for (const box of [a, b]) for (const [i, j] of [[0, 1], [1, 2]]) {
      const [dx, dy] = [box[j][0] - box[i][0], box[j][1] - box[i][1]], size = Math.hypot(dx, dy) || 1, on = ([x, y]) => (x * dx + y * dy) / size;
      const [p, q] = [a.map(on), b.map(on)];
      if (Math.min(Math.max(...p), Math.max(...q)) - Math.max(Math.min(...p), Math.min(...q)) <= slack) return true;
    }
    return false;
  };
  const light = (rgb) => { const [r, g, b] = rgb.map((v) => (v / 255 <= 0.03928 ? v / 255 / 12.92 : ((v / 255 + 0.055) / 1.055) ** 2.4)); return 0.2126 * r + 0.7152 * g + 0.0722 * b; };
  const contrast = (one, two) => { const [a, b] = [light(one), light(two)].sort((x, y) => y - x); return (a + 0.05) / (b + 0.05); };
  const rgb = (said) => { const probe = document.createElement("canvas").getContext("2d"); probe.fillStyle = said; probe.fillRect(0, 0, 1, 1); return [...probe.getImageData(0, 0, 1, 1).data].slice(0, 3); };

  const whole = (canvas) => {  // a picture may lie on several canvases
    const all = document.createElement("canvas");
    [all.width, all.height] = [canvas.width, canvas.height];
    for (const layer of canvas.parentElement.querySelectorAll("canvas")) if (layer.width && layer.height) all.getContext("2d").drawImage(layer, 0, 0);
    return all;
  };
  const pictures = () => [...document.querySelectorAll("canvas[data-zr-dom-id]")].filter((canvas) => canvas.clientWidth && painted.get(canvas)?.length);
  const inPictures = () => pictures().flatMap((canvas) => {
    const texts = painted.get(canvas), name = canvas.closest("[data-testid=stEChartsChart]")?.getAttribute("aria-label")?.slice(0, 40) || "picture", said = [];
    texts.forEach((one, i) => {
      if (one.corners.some(([x, y]) => x < -1.5 || y < -1.5 || x > canvas.clientWidth + 1.5 || y > canvas.clientHeight + 1.5)) said.push(`cut in ${name}: ${one.text}`);
      for (const other of texts.slice(i + 1)) if (!apart(one.corners, other.corners, 1)) said.push(`over one another in ${name}: ${one.text} | ${other.text}`);
    });
    return said;
  });
  // What a text of a picture stands on is looked up in the picture: the commonest colour just around it.
  const pale = () => pictures().flatMap((canvas) => {
    const context = whole(canvas).getContext("2d"), ratio = canvas.width / canvas.clientWidth, page = rgb(getComputedStyle(document.querySelector("[data-testid=stApp]")).backgroundColor);
    return painted.get(canvas).filter((one) => {
      const xs = one.corners.map((c) => c[0] * ratio), ys = one.corners.map((c) => c[1] * ratio), [left, top] = [Math.max(0, Math.min(...xs) - 3), Math.max(0, Math.min(...ys) - 3)];
      const [w, h] = [Math.max(1, Math.max(...xs) + 3 - left), Math.max(1, Math.max(...ys) + 3 - top)], dots = context.getImageData(left, top, w, h).data, seen = new Map();
      for (let i = 0; i < dots.length; i += 4) { const key = dots[i + 3] < 128 ? "page" : `${dots[i]},${dots[i + 1]},${dots[i + 2]}`; seen.set(key, (seen.get(key) || 0) + 1); }
      const ground = [...seen].sort((a, b) => b[1] - a[1])[0][0];
      one.ratio = contrast(rgb(one.colour), ground === "page" ? page : ground.split(",").map(Number));
      return one.ratio < 4.5;
    }).map((one) => `pale in a picture (${one.ratio.toFixed(1)}): ${one.text}`);
  });

  const parent = (node) => node.parentElement || (node.getRootNode() instanceof ShadowRoot ? node.getRootNode().host : null);
  // The part of a text that can be seen, once every box around it has cut off what lies outside.
  const seen = (r, el) => {
    let { left, top, right, bottom } = r;
    for (let up = el; up && up !== document.body; up = parent(up)) {
      const style = getComputedStyle(up), box = up.getBoundingClientRect();
      if (style.overflowX !== "visible") [left, right] = [Math.max(left, box.left), Math.min(right, box.right)];
      if (style.overflowY !== "visible" && !["auto", "scroll"].includes(style.overflowY)) [top, bottom] = [Math.max(top, box.top), Math.min(bottom, box.bottom)];
    }
    return { left, top, right, bottom, width: right - left, height: bottom - top };
  };
  const texts = () => {
    const found = [], walk = (root) => {
      const walker = document.createTreeWalker(root, NodeFilter.SHOW_TEXT | NodeFilter.SHOW_ELEMENT);
      for (let node = walker.nextNode(); node; node = walker.nextNode()) {
        if (node.shadowRoot) walk(node.shadowRoot);
        if (node.nodeType !== Node.TEXT_NODE || !node.data.trim()) continue;
        const el = node.parentElement;
        if (!el || ["STYLE", "SCRIPT", "NOSCRIPT", "OPTION"].includes(el.tagName) || el.closest("canvas, [data-testid=stDataFrame]") || !el.checkVisibility({ opacityProperty: true, visibilityProperty: true })) continue;
        const range = document.createRange();
        range.selectNodeContents(node);
        const whole = [...range.getClientRects()].filter((r) => r.width > 2 && r.height > 2), rects = whole.map((r) => seen(r, el)).filter((r) => r.width > 2 && r.height > 2);
        if (whole.length) found.push({ node, el, whole, rects, layer: layer(el), text: node.data.trim().slice(0, 60) });
      }
    };
    walk(document.body);
    return found;
  };
  // Two texts are only compared within one layer: what floats or stays in view lies over others on purpose.
  const layer = (el) => { for (let up = el; up; up = parent(up)) if (["fixed", "sticky"].includes(getComputedStyle(up).position) || up.getAttribute("role") === "dialog") return up; return document.body; };
  const told = (el, text) => { for (let up = el, i = 0; up && i < 6; up = parent(up), i++) if ([up.title, up.getAttribute("aria-label"), up.getAttribute("data-full")].some((said) => said && said.includes(text))) return true; return false; };
  const cut = (one) => {
    for (let up = one.el; up && up !== document.body; up = parent(up)) {
      const style = getComputedStyle(up), box = up.getBoundingClientRect();
      if (box.width <= 2 || box.height <= 2) return null;  // for readers of the screen alone
      const across = style.overflowX !== "visible", down = style.overflowY !== "visible";
      for (const r of one.whole) {
        if (across && (r.right > box.right + 1.5 || r.left < box.left - 1.5)) return ["auto", "scroll"].includes(style.overflowX) || told(one.el, one.node.data.trim()) ? null : `cut: ${one.text}`;
        if (down && (r.bottom > box.bottom + 4 || r.top < box.top - 4)) return ["auto", "scroll"].includes(style.overflowY) || told(one.el, one.node.data.trim()) ? null : `cut below: ${one.text}`;
      }
    }
    return null;
  };
  const faults = () => {
    const all = texts(), said = inPictures(), main = document.querySelector("[data-testid=stMain]");
    for (const room of [main, document.querySelector("[data-testid=stSidebarContent]")]) if (room && room.scrollWidth > room.clientWidth + 2) said.push(`wider than its room by ${room.scrollWidth - room.clientWidth} px: ${room.dataset.testid}`);
    const lines = all.flatMap((one) => one.rects.map((r) => ({ one, r }))).sort((a, b) => a.r.top - b.r.top);
    lines.forEach(({ one, r }, i) => {
      for (let j = i + 1; j < lines.length && lines[j].r.top < r.bottom - 3; j++) {
        const { one: other, r: q } = lines[j];
        if (other.el === one.el || other.layer !== one.layer) continue;
        if (Math.min(r.right, q.right) - Math.max(r.left, q.left) > 2 && Math.min(r.bottom, q.bottom) - Math.max(r.top, q.top) > 4) said.push(`over one another: ${one.text} | ${other.text}`);
      }
    });
    return [...new Set([...said, ...all.map(cut).filter(Boolean)])];
  };
  window.planner_layout = { faults, pale };
})();
