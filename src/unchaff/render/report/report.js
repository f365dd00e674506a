"use strict";
// The report's only script. Whatever the page says is put in as text, never as markup.
const data = JSON.parse(document.getElementById("data").textContent);
const { blocks, labels, steps } = data;
const BODY = labels.indexOf("body"), OTHER = labels.indexOf("other");
const at = (id) => document.getElementById(id);
const whole = new Intl.NumberFormat("en");

function make(tag, attributes, ...inner) {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes || {})) made.setAttribute(name, value);
  made.append(...inner);
  return made;
}

// A name or a text of the page, which may run from right to left, apart from what stands beside it.
const quote = (text) => make("bdi", {}, text);

// ---- what holds with some steps switched off ----

// The lowest chance with which the score took a block for body: what it is asked now has to reach that.
const judgement = (block) => block.v.find((v) => v[1] === data.score);
const taken = blocks.filter((b) => judgement(b)?.[0] === BODY).map((b) => b.c);
const least = taken.length ? Math.min(...taken) : 0.5;

// The conflict rule: the stronger verdict holds, of equals the earlier one.
const stronger = (holds, verdict) => (!holds || holds[2] < verdict[2] ? verdict : holds);
const strongest = (verdicts) => verdicts.reduce(stronger, null);

// The threshold of score/choice.py: the chance from which keeping blocks has the highest expected F1, over three
// readings of the page, but not less than half the chance of the median word; 1 where nothing is likely.
const READINGS = [[0.25, 0.25], [1, 0.5], [4, 0.25]];
const UNLIKELY = 0.2, FEW_WORDS = 12, HALF = 0.5;

function bestThreshold(open) {
  const ranked = [...open].sort((a, b) => b.c - a.c || b.w - a.w);
  const mass = ranked.reduce((sum, b) => sum + b.c * b.w, 0);
  if (mass < FEW_WORDS && !ranked.some((b) => b.c >= UNLIKELY)) return 1;
  const expected = ranked.map(() => 0);
  for (const [odds, weight] of READINGS) {
    const read = ranked.map((b) => b.c * odds / (1 - b.c + b.c * odds) * b.w);
    const all = read.reduce((sum, words) => sum + words, 0);
    let kept = 0, right = 0;
    ranked.forEach((block, i) => {
      kept += block.w;
      right += read[i];
      expected[i] += weight * right / (kept + all || 1);
    });
  }
  if (!ranked.length) return 1;
  let passed = 0;
  const middle = ranked.find((b) => (passed += b.c * b.w) >= mass / 2);
  return Math.max(ranked[expected.indexOf(Math.max(...expected))].c, HALF * middle.c);
}

function judged(block, threshold) {
  const yes = block.c >= threshold;
  const reason = `chance ${block.c.toFixed(2)} ${yes ? "over" : "under"} ${threshold.toFixed(2)}, asked now`;
  return [yes ? BODY : OTHER, data.score, yes ? 1 : 0, reason];
}

// What every block is with some steps off: verdicts before the score, the score on all that is open then, those
// after it. Where the score takes nothing for body, the steps after it have nothing to which they could add.
function verdictsWith(on) {
  const heard = blocks.map((b) => b.v.filter((v) => on[v[1]]));
  if (data.score < 0) return heard.map(strongest);
  if (!on[data.score]) return heard.map((all) => strongest(all.filter((v) => v[1] < data.score || v[0] !== BODY)));
  const early = heard.map((all) => all.filter((v) => v[1] < data.score));
  const isOpen = early.map((all) => !strongest(all)?.[2]);
  const openAsBefore = blocks.every((b, i) => isOpen[i] === Boolean(judgement(b)));
  const threshold = openAsBefore || !byBet ? least : bestThreshold(blocks.filter((_, i) => isOpen[i]));
  return blocks.map((block, i) => {
    const asBefore = judgement(block) && (openAsBefore || !byBet);
    const score = !isOpen[i] ? [] : [asBefore ? judgement(block) : judged(block, threshold)];
    return strongest([...early[i], ...score, ...heard[i].filter((v) => v[1] > data.score)]);
  });
}

// Only where the bet on F1 explains what the score took is it made again: PRECISE and THOROUGH lean.
const byBet = Math.abs(bestThreshold(blocks.filter(judgement)) - least) < 1e-9;
const keptAtFirst = new Set(data.kept);
const before = blocks.map((b) => (b.n < 0 ? null : b.v[b.n]));
const wasKept = before.map((v) => keptAtFirst.has(v ? v[0] : OTHER));
let now = before, isKept = wasKept, current = -1, query = "";

// ---- the blocks ----

const items = blocks.map((block, i) => {
  const text = make("p", { class: "text", dir: "auto" }, block.t);
  if (block.h) text.classList.add("heading");
  if (data.kinds[block.k] === "code") text.classList.add("code");
  const item = make("li", { id: `block-${i}`, tabindex: i ? "-1" : "0" });
  item.append(make("div", {}, make("p", { class: "meta" }), text));
  return item;
});
at("blocks").append(...items);

function stateOf(i) {
  if (isKept[i] === wasKept[i]) return isKept[i] ? "kept" : "dropped";
  return isKept[i] ? "now kept" : "now dropped";
}

const otherKeeps = (block) => block.o && keptAtFirst.has(block.o[0]);
const differs = (i) => Boolean(blocks[i].o) && otherKeeps(blocks[i]) !== wasKept[i];

function paint(i) {
  const item = items[i], verdict = now[i], label = verdict ? verdict[0] : OTHER;
  item.classList.toggle("kept", isKept[i]);
  item.classList.toggle("dropped", !isKept[i]);
  item.classList.toggle("changed", isKept[i] !== wasKept[i]);
  item.style.setProperty("--hue", Math.round(label * 137.5) % 360);
  const meta = item.firstChild.firstChild;
  const who = ` · ${labels[label]} · ${verdict ? steps[verdict[1]] : "no step"}`;
  meta.replaceChildren(make("span", { class: "state" }, stateOf(i)), who);
  if (differs(i)) {
    const otherwise = ` · ${data.other}: ${otherKeeps(blocks[i]) ? "kept" : "dropped"}`;
    meta.append(make("span", { class: "other" }, otherwise));
  }
}

// ---- why ----

function verdictLine(verdict) {
  const [label, step, strong, reason] = verdict;
  const who = ` by ${steps[step] || "no step"}, ${strong ? "strong" : "a hint"}: `;
  return make("span", {}, make("strong", {}, labels[label]), who, quote(reason));
}

function table(caption, heads, rows) {
  const head = make("tr", {}, ...heads.map((name) => make("th", { scope: "col" }, name)));
  return make("table", {}, make("caption", {}, caption), make("thead", {}, head), make("tbody", {}, ...rows));
}

function factRow([fact, value, weight]) {
  const number = (text) => make("td", { class: "number" }, text);
  const signed = (weight > 0 ? "+" : "") + weight.toFixed(2);
  return make("tr", {}, make("td", {}, data.facts[fact]), number(String(value)), number(signed));
}

function showReason(i) {
  const block = blocks[i], verdict = now[i], shown = [];
  const size = `${data.kinds[block.k]} · ${whole.format(block.w)} words`;
  shown.push(make("p", {}, `Block ${i} · ${size} · chance ${block.c.toFixed(2)}`));
  shown.push(make("p", {}, verdict ? verdictLine(verdict) : "No step has a say about it."));
  const lost = block.v.filter((v) => v !== verdict);
  if (lost.length) {
    const lines = lost.map((v) => make("li", {}, verdictLine(v)));
    shown.push(make("p", {}, "Overruled or switched off:"), make("ul", {}, ...lines));
  }
  if (block.o) {
    const [label, step, reason] = block.o;
    const who = ` by ${steps[step] || "no step"}: `;
    shown.push(make("p", {}, `${data.other}: `, make("strong", {}, labels[label]), who, quote(reason)));
  }
  const rows = block.f.map(factRow);
  if (rows.length) shown.push(table("What weighed most in the score", ["Fact", "Value", "Log-odds"], rows));
  at("reason").replaceChildren(...shown);
}

function go(i, focus) {
  if (i < 0 || i >= blocks.length) return;
  if (current >= 0) { items[current].classList.remove("here"); items[current].tabIndex = -1; }
  if (current < 0) items[0].tabIndex = -1;
  current = i;
  items[i].classList.add("here");
  items[i].tabIndex = 0;
  at("reason").setAttribute("aria-live", focus ? "polite" : "off");
  showReason(i);
  mark();
  if (focus) { items[i].scrollIntoView({ block: "nearest" }); items[i].focus({ preventScroll: true }); }
}

// ---- the strip ----

const SVG = "http://www.w3.org/2000/svg", chart = at("chart"), ends = [];
const total = blocks.reduce((sum, b) => ends[ends.push(sum + Math.max(b.w, 1)) - 1], 0);
const place = (words) => (words / (total || 1)) * 1000;
const left = (i) => place(i ? ends[i - 1] : 0);
const shapes = {};
for (const name of ["dropped", "kept", "changed", "least", "here"]) {
  chart.append(shapes[name] = document.createElementNS(SVG, name === "least" ? "line" : "path"));
  shapes[name].setAttribute("class", name);
}
const line = { x1: 0, x2: 1000, y1: 100 - 100 * least, y2: 100 - 100 * least };
for (const [name, value] of Object.entries(line)) shapes.least.setAttribute(name, value);

function bar(i, height) {
  return `M${left(i).toFixed(2)} 100V${(100 - height).toFixed(1)}H${place(ends[i]).toFixed(2)}V100Z`;
}

function mark() {
  shapes.here.setAttribute("d", current < 0 ? "" : bar(current, 100));
}

function draw() {
  const paths = { kept: [], dropped: [], changed: [] };
  const colour = (i) => (isKept[i] !== wasKept[i] ? "changed" : isKept[i] ? "kept" : "dropped");
  blocks.forEach((b, i) => paths[colour(i)].push(bar(i, Math.max(2, 100 * b.c))));
  for (const [name, bars] of Object.entries(paths)) shapes[name].setAttribute("d", bars.join(""));
  const kept = isKept.filter(Boolean).length;
  const label = `${blocks.length} blocks; ${kept} are kept; the score asks for ${least.toFixed(2)} at least`;
  chart.setAttribute("aria-label", label);
}

function under(event) {
  const box = chart.getBoundingClientRect();
  const words = ((event.clientX - box.left) / box.width) * total;
  let low = 0, high = ends.length - 1;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (ends[middle] > words) high = middle;
    else low = middle + 1;
  }
  return low;
}
chart.addEventListener("click", (event) => go(under(event), true));

// ---- search and filter ----

function highlight(i, hits) {
  const text = items[i].firstChild.lastChild, whole = blocks[i].t, parts = [];
  let from = 0;
  for (const [start, stop] of hits) {
    parts.push(whole.slice(from, start), make("mark", {}, whole.slice(start, stop)));
    from = stop;
  }
  text.replaceChildren(...parts, whole.slice(from));
}

// Signs with a special meaning in patterns are taken as they are; white space stands for any.
function pattern(words) {
  const plain = (word) => word.replace(/[\\^$.*+?()[\]{}|/]/g, "\\$&");
  return new RegExp(words.trim().split(/\s+/u).map(plain).join("\\s+"), "giu");
}

function hitsIn(text, sought) {
  return [...text.matchAll(sought)].filter((m) => m[0]).map((m) => [m.index, m.index + m[0].length]);
}

const shows = {
  all: () => true, kept: (i) => isKept[i], dropped: (i) => !isKept[i],
  changed: (i) => isKept[i] !== wasKept[i], differs,
};

function sift() {
  const sought = query.trim() ? pattern(query) : null, show = shows[at("show").value];
  let shown = 0, places = 0;
  blocks.forEach((block, i) => {
    const hits = sought ? hitsIn(block.t, sought) : [];
    if (sought || items[i].dataset.hit) highlight(i, hits);
    if (hits.length) items[i].dataset.hit = "1"; else delete items[i].dataset.hit;
    items[i].hidden = !show(i) || (sought !== null && !hits.length);
    shown += !items[i].hidden;
    places += hits.length;
  });
  if (items.length && !items.some((item) => item.tabIndex === 0 && !item.hidden)) {
    items.forEach((item) => { item.tabIndex = -1; });
    const first = items.find((item) => !item.hidden);
    if (first) first.tabIndex = 0;
  }
  at("count").textContent = `${sought ? `${places} found in ` : ""}${shown} of ${blocks.length} blocks`;
}
at("search").addEventListener("input", (event) => { query = event.target.value; sift(); });
at("show").addEventListener("change", sift);

// ---- switches ----

const wordsOf = (which) => blocks.reduce((sum, b, i) => sum + (which[i] ? b.w : 0), 0);

function summarise() {
  const words = wordsOf(isKept), all = wordsOf(isKept.map(() => true)), kept = isKept.filter(Boolean).length;
  const added = wordsOf(isKept.map((k, i) => k && !wasKept[i])), lost = wordsOf(isKept.map((k, i) => !k && wasKept[i]));
  const switched = added || lost ? ` (+${whole.format(added)} −${whole.format(lost)} words by switches)` : "";
  const said = `${whole.format(words)} of ${whole.format(all)} words, ${kept} of ${blocks.length} blocks`;
  at("body").textContent = said + switched;
}

const boxes = (group) => [...at(group).querySelectorAll("input")];
const checked = (group) => boxes(group).filter((box) => box.checked).map((box) => Number(box.value));

function update() {
  const on = steps.map(() => false), kept = new Set(checked("labels"));
  for (const step of checked("steps")) on[step] = true;
  now = on.every(Boolean) ? before : verdictsWith(on);
  isKept = now.map((v) => kept.has(v ? v[0] : OTHER));
  blocks.forEach((_, i) => paint(i));
  summarise();
  draw();
  sift();
  if (current >= 0) showReason(current);
}

function choice(group, value, name, count, on) {
  const box = make("input", { type: "checkbox", value, name: group });
  box.checked = box.defaultChecked = on;
  at(group).append(make("label", {}, box, ` ${name} `, make("small", {}, whole.format(count))));
}
const seen = labels.map(() => 0), decided = steps.map(() => 0);
before.forEach((v) => { seen[v ? v[0] : OTHER] += 1; if (v) decided[v[1]] += 1; });
labels.forEach((name, i) => {
  if (seen[i] || keptAtFirst.has(i)) choice("labels", i, name, seen[i], keptAtFirst.has(i));
});
const spoke = new Set(blocks.flatMap((b) => b.v.map((v) => v[1])));
steps.forEach((name, i) => { if (spoke.has(i)) choice("steps", i, name, decided[i], true); });
at("switches").addEventListener("change", update);
at("switches").addEventListener("reset", () => setTimeout(update));

// ---- keys and pointer ----

// The next block that is shown, from a place that may lie before the first or behind the last.
function walk(from, by) {
  let i = from + by;
  while (i >= 0 && i < blocks.length && items[i].hidden) i += by;
  go(i, true);
}

function nextChange() {
  const order = blocks.map((_, i) => (i + current + 1) % blocks.length);
  const found = order.find((i) => !items[i].hidden && (isKept[i] !== wasKept[i] || differs(i)));
  if (found !== undefined) go(found, true);
}

const keys = {
  ArrowDown: () => walk(current, 1), j: () => walk(current, 1),
  ArrowUp: () => walk(current, -1), k: () => walk(current, -1),
  Home: () => walk(-1, 1), End: () => walk(blocks.length, -1), c: nextChange,
};
document.addEventListener("keydown", (event) => {
  const field = event.target.closest("input, select, button, summary, textarea");
  if (event.key === "Escape" && event.target === at("search")) leaveSearch();
  if (field || event.ctrlKey || event.metaKey || event.altKey) return;
  const inside = event.target.closest("main") || event.target === document.body;
  if (event.key === "/" || (inside && Object.hasOwn(keys, event.key))) {
    event.preventDefault();
    if (event.key === "/") at("search").focus();
    else keys[event.key]();
  }
});

function leaveSearch() {
  at("search").value = query = "";
  sift();
  go(Math.max(current, 0), true);
}

// The number of the block in which something happened; -1 outside of all, or in the current one.
function placeOf(event) {
  const item = event.target.closest("#blocks > li");
  return item && items[current] !== item ? items.indexOf(item) : -1;
}
at("blocks").addEventListener("focusin", (event) => go(placeOf(event), true));
at("blocks").addEventListener("click", (event) => go(placeOf(event), true));
at("blocks").addEventListener("pointerover", (event) => {
  if (event.pointerType === "mouse") go(placeOf(event), false);
});

// ---- what is known about the whole page ----

at("title").textContent = data.title || "A page without title";
at("address").textContent = data.url;
function known(name, value, id) {
  const shown = make("span", id ? { id, role: "status" } : {}, value);
  at("summary").append(make("div", {}, make("dt", {}, name), make("dd", {}, shown)));
}
known("Quality", `${data.quality.toFixed(2)} (the F1 the body probably has)`);
known("Kind of page", data.kind[0] ? `${data.kind[0]} (${data.kind[1].toFixed(2)})` : "unknown");
known("Body", "", "body");
if (data.other) {
  const words = wordsOf(blocks.map(otherKeeps));
  known(data.other, `${whole.format(words)} words; ${blocks.filter((_, i) => differs(i)).length} blocks differ`);
  at("show").append(make("option", { value: "differs" }, `judged otherwise by ${data.other}`));
}
at("warnings").append(...data.warnings.map((text) => make("li", {}, quote(text))));
at("warnings").hidden = !data.warnings.length;
for (const [name, value, source, others] of data.fields) {
  const lost = others.flatMap(([v, s], i) => [i ? "; " : "", quote(v), ` (${s})`]);
  const cells = [[quote(value)], [source], lost].map((inner) => make("td", {}, ...inner));
  at("fields").append(make("tr", {}, make("th", { scope: "row" }, name), ...cells));
}
if (!data.fields.length) at("metadata").hidden = true;
update();
