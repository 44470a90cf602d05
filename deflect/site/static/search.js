"use strict";
// The search box of the help centre's pages. What is searched, and how, is in engine.js, which is loaded on first use.
(() => {
function element(name, className, text) {
  const made = document.createElement(name);
  if (className) made.className = className;
  if (text) made.textContent = text;
  return made;
}

function engine(root) {
  return new Promise((resolve, reject) => {
    if (window.deflectSearch) { resolve(window.deflectSearch); return; }
    const script = element("script");
    // A new address each hour, so that no cache keeps it longer than the index that it reads.
    script.src = `${root}search/engine.js?h=${Math.floor(Date.now() / 36e5)}`;
    script.onload = () => resolve(window.deflectSearch);
    script.onerror = reject;
    document.head.append(script);
  });
}

function marked(index, query, text, className) {
  const into = element("span", className);
  let last = 0;
  for (const [start, end] of window.deflectSearch.marks(index, query, text)) {
    into.append(text.slice(last, start), element("mark", "", text.slice(start, end)));
    last = end;
  }
  into.append(text.slice(last));
  return into;
}

function search(form) {
  const input = form.querySelector("input"), list = form.querySelector(".hits"), live = form.querySelector("[role=status]");
  const full = form.dataset.page === "search" ? document.querySelector(".found") : null;
  const all = document.querySelector(".a-to-z"), root = form.dataset.root;
  const language = form.dataset.index.replace(/^search\/|\.js$/g, "");
  let waiting = null, active = -1, typed = false, closed = false, turn = 0;

  function load() {
    waiting ||= engine(root).then((found) => found.load(root, language)).then((index) => {
      // Who is choosing among what was found is not disturbed by what meaning adds.
      window.deflectSearch.warm(index).then(() => { if ((typed || full) && active < 0) update(); });
      return index;
    });
    waiting.catch(() => { waiting = null; });
    return waiting;
  }

  function hit(index, found, query) {
    const link = element("a", "hit"), search = window.deflectSearch;
    link.href = root + encodeURI(found.path);
    link.append(marked(index, query, found.title, "hit-title"), element("span", "hit-category", found.category));
    const text = found.snippet && search.excerpt(index, query, found.snippet);
    if (text) link.append(marked(index, query, text, "hit-text"));
    return link;
  }

  async function show(index) {
    const written = input.value, query = written.trim(), box = full || list, mine = ++turn;
    const limit = full ? 50 : 7, wanted = () => mine === turn;
    const found = query ? (await window.deflectSearch.find(index, written, { limit, wanted })) : { hits: [], sure: true };
    if (wanted()) fill(index, query, box, found);
  }

  function fill(index, query, box, { hits: found, sure }) {
    active = -1;
    live.classList.remove("seen");
    input.removeAttribute("aria-activedescendant");
    box.replaceChildren(...found.map((each) => hit(index, each, query)));
    if (!full) [...box.children].forEach(option);
    const note = found.length ? "near" : "nothing", unsure = Boolean(query) && !sure;
    // What is merely near is not shown as an answer: that comes first, with the way to a person.
    if (unsure) box.prepend(document.getElementById(`df-${note}`).content.cloneNode(true));
    if (!full && found.length) box.append(more(query));
    const results = found.length ? form.dataset.results.replace("{n}", found.length) : "";
    live.textContent = [unsure ? form.dataset[note] : "", results].filter(Boolean).join(". ");
    open(Boolean(query) && (found.length > 0 || unsure));
    if (full) {
      live.classList.toggle("seen", found.length > 0 && sure);
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
    list.hidden = !yes || closed; // what is found after somebody closed the list does not open it again
    input.setAttribute("aria-expanded", String(!list.hidden));
  }

  function move(step) {
    const options = [...list.querySelectorAll("[role=option]")];
    if (list.hidden || !options.length) return;
    active = (active + step + options.length + (active < 0 && step < 0 ? 1 : 0)) % options.length;
    options.forEach((link, n) => link.setAttribute("aria-selected", String(n === active)));
    input.setAttribute("aria-activedescendant", options[active].id);
    options[active].scrollIntoView({ block: "nearest" });
  }

  function close() {
    closed = true;
    open(false);
  }

  const update = () => load().then(show, () => { live.textContent = form.dataset.broken; live.classList.add("seen"); });

  if (!full) {
    input.setAttribute("role", "combobox");
    input.setAttribute("aria-autocomplete", "list");
    input.setAttribute("aria-controls", list.id);
    open(false);
  }
  input.addEventListener("focus", () => load().catch(() => {}), { once: true });
  input.addEventListener("input", () => { typed = true; closed = false; update(); });
  input.addEventListener("keydown", (event) => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step && !full) { event.preventDefault(); move(step); }
    if (event.key === "Enter" && active >= 0 && !list.hidden) { event.preventDefault(); list.querySelector("[aria-selected=true]").click(); }
    if (event.key === "Escape" && !full && !list.hidden) { event.preventDefault(); close(); }
  });
  form.addEventListener("focusout", (event) => { if (!form.contains(event.relatedTarget)) close(); });
  input.addEventListener("focus", () => { closed = false; if (typed && input.value.trim()) update(); });
  if (full) {
    form.addEventListener("submit", (event) => { event.preventDefault(); update(); });
    // Who reads an article and goes back, or passes the address on, finds what was searched.
    input.addEventListener("change", () => history.replaceState(null, "", `?q=${encodeURIComponent(input.value.trim())}`));
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

// The contact form's widget comes when somebody begins to write: who only looks around need not load it.
function suggest(form) {
  const load = () => {
    const script = element("script"), field = form.querySelector("textarea");
    script.src = form.dataset.widget;
    script.dataset.form = `#${form.id}`;
    // What was written or pasted before it came is searched, too.
    script.onload = () => { if (field.value) field.dispatchEvent(new Event("input", { bubbles: true })); };
    document.head.append(script);
  };
  if (form.contains(document.activeElement)) load();
  else form.addEventListener("focusin", load, { once: true });
}

if (typeof document === "object") document.addEventListener("DOMContentLoaded", () => {
  const form = document.querySelector("form.search"), contact = document.querySelector("form[data-widget]");
  if (form) search(form);
  if (contact) suggest(contact);
});
})();
