"use strict";
// The twin of deflect/site/search.py: both cut, fold and rank alike. A change here is a change there.
const LETTERS = {
  "ß": "ss", "æ": "a", "ø": "o", "œ": "o", "ł": "l", "đ": "d", "ı": "i", "þ": "th", "ð": "d", "ς": "σ",
  "ـ": "", "ٱ": "ا", "ى": "ي", "ی": "ي", "ې": "ي", "ئ": "ي", "ة": "ه", "ک": "ك", "ؤ": "و",
};
for (const joint of "'’‐") LETTERS[joint] = "-";
for (const base of [0x660, 0x6f0]) for (let d = 0; d < 10; d++) LETTERS[String.fromCharCode(base + d)] = String(d);
const SPECIAL = new RegExp("[" + Object.keys(LETTERS).join("") + "]", "g");
const ARTICLE = /^[وفبك]?ال(?=[^]{3})/u;

function tokenise(text) {
  return text.normalize("NFKD").toLowerCase().replace(SPECIAL, (c) => LETTERS[c])
    .replace(/[\p{Mn}\p{Me}\p{Cf}]/gu, "").split(/[^\p{L}\p{N}\p{Mc}-]+/u).flatMap(words).map(bare);
}

function words(run) {
  const parts = run.split("-").filter(Boolean);
  return parts.length > 1 ? [...parts, parts.join("")] : parts;
}

function bare(word) {
  return word.replaceAll("ae", "a").replaceAll("oe", "o").replaceAll("ue", "u").replace(ARTICLE, "");
}

function place(terms, token) {
  let low = 0, high = terms.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (terms[middle] < token) low = middle + 1; else high = middle;
  }
  return low;
}

function matches(index, token) {
  const found = [], letters = [...token];
  for (let n = place(index.terms, token); n < index.terms.length && index.terms[n].startsWith(token); n++) {
    if (index.terms[n] === token) found.push([n, 1, 1]);
    else if (letters.length >= 2) found.push([n, 7 * letters.length, 10 * [...index.terms[n]].length]);
  }
  for (let cut = 1; cut <= 3; cut++) {
    const stem = letters.slice(0, -cut), n = place(index.terms, stem.join(""));
    if (stem.length >= 4 && index.terms[n] === stem.join("")) found.push([n, 6, 10]);
  }
  return found;
}

function rank(index, query, limit = 20) {
  const scores = new Map();
  for (const token of new Set(tokenise(query))) {
    const best = new Map();
    for (const [term, times, over] of matches(index, token)) {
      const posting = index.postings[term];
      for (let n = 0; n < posting.length; n += 2) {
        best.set(posting[n], Math.max(best.get(posting[n]) || 0, Math.floor(posting[n + 1] * times / over)));
      }
    }
    for (const [page, score] of best) scores.set(page, (scores.get(page) || 0) + score);
  }
  const top = Math.max(0, ...scores.values());
  return [...scores].filter(([, score]) => score > 0 && score * 4 >= top)
    .sort((a, b) => b[1] - a[1] || a[0] - b[0]).slice(0, limit);
}

if (typeof module === "object") module.exports = { tokenise, rank };

// ---- the page -------------------------------------------------------------------------------------------------

function highlighter(query) {
  const tokens = tokenise(query);
  const meant = (word) => tokenise(word).some((w) => tokens.some((t) => w === t || (t.length > 1 && w.startsWith(t)) ||
    (w.length >= 4 && t.startsWith(w) && t.length - w.length <= 3)));
  return (text, into) => {
    let last = 0;
    for (const hit of text.matchAll(/[\p{L}\p{N}\p{M}\p{Cf}]+(?:[-'’‐‑][\p{L}\p{N}\p{M}\p{Cf}]+)*/gu)) {
      if (!meant(hit[0])) continue;
      into.append(text.slice(last, hit.index), element("mark", "", hit[0]));
      last = hit.index + hit[0].length;
    }
    into.append(text.slice(last));
    return into;
  };
}

function snippet(text, query, length = 150) {
  const probe = highlighter(query), box = document.createElement("p");
  probe(text, box);
  const first = box.querySelector("mark");
  const at = first && first.previousSibling ? first.previousSibling.textContent.length : 0;
  let start = at < 60 ? 0 : text.indexOf(" ", at - 50) + 1;
  const end = text.length <= start + length ? text.length : text.lastIndexOf(" ", start + length);
  return (start ? "… " : "") + text.slice(start, end > start ? end : start + length) + (end < text.length ? " …" : "");
}

function element(name, className, text) {
  const made = document.createElement(name);
  if (className) made.className = className;
  if (text) made.textContent = text;
  return made;
}

function search(form) {
  const input = form.querySelector("input"), list = form.querySelector(".hits"), live = form.querySelector("[role=status]");
  const full = form.dataset.page === "search" ? document.querySelector(".found") : null;
  const all = document.querySelector(".a-to-z"), root = form.dataset.root;
  let waiting = null, active = -1, typed = false;

  function load() {
    waiting ||= new Promise((resolve, reject) => {
      const script = element("script");
      // A new address each hour, so that no cache keeps an index longer than the pages it names.
      script.src = `${root}${form.dataset.index}?h=${Math.floor(Date.now() / 36e5)}`;
      script.onload = () => resolve(window.deflectIndex);
      script.onerror = reject;
      document.head.append(script);
    });
    return waiting;
  }

  function hit(index, number, query) {
    const [path, title, category, text] = index.pages[number], mark = highlighter(query);
    const link = element("a", "hit");
    link.href = root + encodeURI(path);
    link.append(mark(title, element("span", "hit-title")), element("span", "hit-category", category));
    if (text) link.append(mark(snippet(text, query), element("span", "hit-text")));
    return link;
  }

  function show(index) {
    const query = input.value.trim(), box = full || list, found = query ? rank(index, query, full ? 50 : 7) : [];
    active = -1;
    live.classList.remove("seen");
    input.removeAttribute("aria-activedescendant");
    box.replaceChildren(...found.map(([number]) => hit(index, number, query)));
    if (!full) [...box.children].forEach(option);
    if (query && !found.length) box.append(document.getElementById("df-nothing").content.cloneNode(true));
    if (!full && found.length) box.append(more(query));
    live.textContent = !query ? "" : found.length ? form.dataset.results.replace("{n}", found.length) : form.dataset.nothing;
    open(Boolean(query));
    if (full) {
      live.classList.toggle("seen", found.length > 0);
      full.hidden = !query;
      all.hidden = Boolean(found.length);
    }
  }

  function option(link, number) {
    link.id = `df-hit-${number}`;
    link.tabIndex = -1;
    link.setAttribute("role", "option");
    link.setAttribute("aria-selected", "false");
  }

  function more(query) {
    const link = element("a", "more", form.dataset.more);
    link.href = `${form.action}?q=${encodeURIComponent(query)}`;
    option(link, "more");
    return link;
  }

  function open(yes) {
    if (full) return;
    list.hidden = !yes;
    input.setAttribute("aria-expanded", String(yes));
  }

  function move(step) {
    const options = [...list.querySelectorAll("[role=option]")];
    if (list.hidden || !options.length) return;
    active = (active + step + options.length + (active < 0 && step < 0 ? 1 : 0)) % options.length;
    options.forEach((link, n) => link.setAttribute("aria-selected", String(n === active)));
    input.setAttribute("aria-activedescendant", options[active].id);
    options[active].scrollIntoView({ block: "nearest" });
  }

  const update = () => load().then(show, () => { live.textContent = form.dataset.broken; live.classList.add("seen"); });

  if (!full) {
    input.setAttribute("role", "combobox");
    input.setAttribute("aria-autocomplete", "list");
    input.setAttribute("aria-controls", list.id);
    open(false);
  }
  input.addEventListener("focus", () => load().catch(() => {}), { once: true });
  input.addEventListener("input", () => { typed = true; update(); });
  input.addEventListener("keydown", (event) => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step && !full) { event.preventDefault(); move(step); }
    if (event.key === "Enter" && active >= 0 && !list.hidden) { event.preventDefault(); list.querySelector("[aria-selected=true]").click(); }
    if (event.key === "Escape" && !full && !list.hidden) { event.preventDefault(); open(false); }
  });
  form.addEventListener("focusout", (event) => { if (!form.contains(event.relatedTarget)) open(false); });
  input.addEventListener("focus", () => { if (typed && input.value.trim()) update(); });
  if (full) {
    form.addEventListener("submit", (event) => { event.preventDefault(); update(); });
    input.value = new URLSearchParams(location.search).get("q") || "";
    if (input.value) update();
  }
  document.addEventListener("keydown", (event) => {
    if (event.key !== "/" || event.ctrlKey || event.metaKey || event.altKey || event.target.closest("input, textarea, select")) return;
    event.preventDefault();
    input.focus();
    input.select();
  });
}

if (typeof document === "object") document.addEventListener("DOMContentLoaded", () => {
  const form = document.querySelector("form.search");
  if (form) search(form);
});
