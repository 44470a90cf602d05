// ---- the element ---------------------------------------------------------------------------------------------------
const ENOUGH = 25; // characters typed before anything is searched
const PAUSE = 350; // milliseconds without a key after which it is
const SHEET = new CSSStyleSheet();
SHEET.replaceSync(STYLE);

class DeflectSuggest extends HTMLElement {
  connectedCallback() {
    if (document.readyState !== "loading") this.attach();
    else document.addEventListener("DOMContentLoaded", () => this.attach(), { once: true });
  }

  // What the element says, else the script tag, else the site's settings.
  setting(name) {
    return this.getAttribute(name) ?? SCRIPT?.getAttribute(`data-${name}`) ?? SITE[name] ?? "";
  }

  attach() {
    if (this.shadowRoot) return; // moved on the page
    this.form ||= this.setting("form") ? document.querySelector(this.setting("form")) : this.closest("form");
    this.field = this.form && fieldOf(this.form, this.setting("field"));
    if (!this.field) return void console.warn('deflect: name a form that has a text area: <deflect-suggest form="#contact">');
    this.prepare();
    this.build();
    const last = buttonsOf(this.form).at(-1);
    if (!this.isConnected || (last && isBefore(this, last))) this.form.append(this); // below Send, which then stays
    this.listen();
  }

  prepare() {
    const language = this.setting("language") || this.closest("[lang]")?.lang || this.form.closest("[lang]")?.lang || "en";
    const base = language.toLowerCase().split("-")[0];
    this.words = SITE.words[base] || SITE.words.en;
    this.wordsIn = SITE.words[base] ? base : "en";
    this.searched = SITE.languages.find((each) => each === language.toLowerCase()) ||
      SITE.languages.find((each) => each.split("-")[0] === base) || SITE.languages[0];
    const service = this.setting("service");
    this.service = service && safe(service, location.href, ["https:", "http:"]).replace(/\/+$/, "");
    this.share = Math.min(Math.max(parseFloat(this.setting("control")) || 0, 0), 1);
    this.known = { impression: random(), searched: [], suggested: [], read: [], solved: false };
    this.turn = 0;
  }

  build() {
    this.live = make("p", { class: "unseen", role: "status" });
    this.pill = make("button", { class: "pill", type: "button", tabindex: "-1", hidden: true });
    this.panel = make("section", { class: "panel", "aria-label": this.words.heading, hidden: true });
    const dir = this.wordsIn === "ar" ? "rtl" : "ltr";
    const box = make("div", { class: "box", lang: this.wordsIn, dir }, this.live, this.panel, this.pill);
    this.place = new Place(this, this.form, this.field, box);
    const root = this.attachShadow({ mode: "open" });
    root.adoptedStyleSheets = [SHEET];
    root.append(box);
  }

  listen() {
    let timer = 0;
    const quietly = (promise) => promise.catch((error) => console.warn("deflect:", error.message));
    this.field.addEventListener("input", () => {
      clearTimeout(timer);
      timer = setTimeout(() => quietly(this.ask()), PAUSE);
    });
    const ready = () => { if (!this.service) quietly(index(this.searched)); };
    if (this.field.matches(":focus")) ready(); else this.field.addEventListener("focus", ready, { once: true });
    this.form.addEventListener("submit", () => this.sent(), { capture: true, passive: true });
    this.form.addEventListener("reset", () => this.forget());
    this.panel.addEventListener("click", (event) => this.clicked(event.target.closest("button")));
    this.panel.addEventListener("change", (event) => { this.agreed = event.target.checked; this.pass(); });
    this.panel.addEventListener("keydown", (event) => this.pressed(event));
    this.pill.addEventListener("click", () => this.panel.scrollIntoView({ block: "nearest" }));
    new IntersectionObserver(() => this.place.corner()).observe(this.panel);
    addEventListener("resize", () => this.still(() => {}));
  }

  // On the first words: until then nothing about the visitor is read or kept.
  enter() {
    const refused = navigator.globalPrivacyControl === true;
    if (refused) this.share = 0;
    this.known.visitor = visitor(this.share > 0);
    this.control = inControl(this.known.visitor, this.share);
    this.reporting = this.service && !refused;
    this.log("assigned");
  }

  still(change) {
    this.place.still(change, { below: this.setting("place") === "below", theme: this.setting("theme") });
  }

  async ask() {
    const text = this.field.value.trim().slice(0, LONGEST), turn = ++this.turn;
    if (text.length < ENOUGH) return this.articles?.length ? this.show([]) : undefined;
    if (text === this.text || this.hiddenByHand) return;
    this.text = text;
    if (!this.known.visitor) this.enter();
    const found = await this.find(text);
    if (turn === this.turn) this.found(text, found);
  }

  find(text) {
    const fromSite = () => askSite(text, this.searched);
    // Late, broken or gone: the site itself answers.
    return this.service ? askService(this.service, text, this.searched).catch(fromSite) : fromSite();
  }

  found(text, { source, articles }) {
    if (this.panel.querySelector("[aria-expanded=true]")) return; // who reads is not disturbed
    const slugs = articles.map((each) => each.slug);
    const changed = slugs.join("\n") !== this.shown;
    this.shown = slugs.join("\n");
    this.known.searched = [...this.known.searched, text].slice(-MOST);
    if (slugs.length && changed) {
      this.known.suggested = [...new Set([...this.known.suggested, ...slugs])];
      this.log("impression", { source, articles: slugs });
    }
    if (!this.control && changed) this.show(articles);
    else this.pass();
  }

  show(articles) {
    this.pill.textContent = `${articles.length} ↓`;
    this.still(() => {
      this.articles = articles;
      this.panel.hidden = !articles.length;
      if (!articles.length) this.shown = this.text = "";
      this.panel.replaceChildren(...(articles.length ? this.list(articles) : []));
    });
    this.say(articles.length ? this.words.found.replace("{n}", articles.length) : "");
    this.pass();
  }

  list(articles) {
    return [
      make("div", { class: "top" }, make("p", { class: "title", text: this.words.heading }),
        make("button", { type: "button", class: "hide", "aria-label": this.words.hide, title: this.words.hide })),
      make("ul", { role: "list" }, ...articles.map((each, number) => this.item(each, number))),
      make("p", { class: "note", text: this.words.or_send }),
      this.consent(),
    ];
  }

  consent() {
    if (/^mailto:/i.test(this.form.getAttribute("action"))) return ""; // a mail program drops fields that it does not know
    const box = make("input", { type: "checkbox" });
    box.checked = Boolean(this.agreed);
    return make("label", { class: "consent" }, box, make("span", { text: this.words.consent }));
  }

  item({ title, language }, number) {
    const body = make("div", { class: "article", id: `a${number}`, hidden: true });
    return make("li", {}, make("button", {
      type: "button", class: "open", "aria-expanded": "false", "aria-controls": `a${number}`, "data-number": String(number),
    }, make("span", { text: title, lang: language, dir: "auto" })), body);
  }

  clicked(button) {
    if (!button) return;
    if (button.className === "open") this.toggle(button);
    if (button.className === "hide") this.hide();
    if (button.className === "solved") this.solve(this.articles[button.dataset.number]);
  }

  pressed(event) {
    if (event.key !== "Escape") return;
    event.stopPropagation(); // a dialog that the form stands in stays open
    const open = this.panel.querySelector("[aria-expanded=true]");
    if (!open) return this.hide();
    this.toggle(open);
    open.focus();
  }

  hide() {
    this.hiddenByHand = true;
    this.forget();
    this.field.focus();
  }

  // Nothing is shown, also not what is still being looked up.
  forget() {
    this.turn++;
    this.show([]);
  }

  toggle(button) {
    const article = this.articles[button.dataset.number], wasOpen = button.getAttribute("aria-expanded") === "true";
    this.still(() => {
      for (const each of this.panel.querySelectorAll(".open")) {
        each.setAttribute("aria-expanded", String(each === button && !wasOpen));
        each.nextSibling.hidden = each !== button || wasOpen;
      }
    });
    if (wasOpen) return;
    this.known.read = [...new Set([...this.known.read, article.slug])];
    this.log("opened", { article: article.slug });
    this.pass();
    this.fill(button.nextSibling, article, button.dataset.number);
  }

  async fill(body, article, number) {
    if (body.firstChild) return;
    const text = make("div", {
      class: "text", tabindex: "0", role: "group", "aria-label": article.title, lang: article.language, dir: "auto",
    });
    text.append(make("p", { text: this.words.loading }));
    body.append(text, make("div", { class: "actions" },
      make("button", { type: "button", class: "solved", text: this.words.solved, "data-number": number }),
      link(article.url, { text: this.words.whole })));
    // Where the page may not be read from here, its beginning is known and a link leads to the rest.
    const read = await readArticle(article.url).catch(() => make("p", { class: "plain", text: article.text || this.words.broken }));
    this.still(() => text.replaceChildren(read));
  }

  solve(article) {
    this.known.solved = true;
    this.log("solved", { article: article.slug });
    const thanks = make("p", { class: "thanks", tabindex: "-1", text: this.words.thanks });
    this.still(() => this.panel.replaceChildren(thanks, this.consent()));
    this.pass();
    thanks.focus();
  }

  sent() {
    if (this.known.visitor) this.log("sent");
  }

  // While a ticked box says so, and only then, a hidden field of the form carries along what happened here.
  pass() {
    const agreed = this.panel.querySelector("[type=checkbox]")?.checked;
    if (!agreed) return void this.carried?.remove();
    this.carried ||= make("input", { type: "hidden", name: this.setting("name") || "deflect" });
    this.carried.value = JSON.stringify(this.known);
    if (!this.carried.isConnected) this.form.append(this.carried);
  }

  log(type, more = {}) {
    const { impression, visitor: who } = this.known, group = this.control ? "control" : "shown";
    const event = { version: 1, type, impression, visitor: who, group, share: this.share,
      at: new Date().toISOString(), page: here(), language: this.searched, ...more };
    this.dispatchEvent(new CustomEvent(`deflect:${type}`, { detail: event, bubbles: true, composed: true }));
    if (this.reporting) send(this.service, event);
  }

  say(text) {
    if (this.live.textContent !== text) this.live.textContent = text;
  }
}

function begin() {
  // Where other scripts joined this one to theirs, its own address is lost.
  const own = SCRIPT?.src && new URL(SCRIPT.src);
  if (own && own.pathname.endsWith("/widget.js")) SITE.root = new URL("./", own).href;
  customElements.define("deflect-suggest", DeflectSuggest);
  if (!SCRIPT || document.querySelector("deflect-suggest")) return;
  const selector = SCRIPT.getAttribute("data-form");
  if (!selector) return SCRIPT.closest("form") && join(SCRIPT.closest("form"));
  const find = () => {
    const form = document.querySelector(selector);
    if (form) join(form);
    return form;
  };
  if (find()) return;
  // A form that the page brings later, such as in a dialog.
  const watch = new MutationObserver(() => { if (find()) watch.disconnect(); });
  watch.observe(document, { childList: true, subtree: true });
}

function join(form) {
  const element = document.createElement("deflect-suggest");
  element.form = form;
  element.attach();
}

if (!customElements.get("deflect-suggest")) {
  if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", begin); else begin();
}
