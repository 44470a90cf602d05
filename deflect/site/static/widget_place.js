// ---- where the panel stands: never where it moves or covers Send ---------------------------------------------------
const GAP = 16, NARROWEST = 260, WIDEST = 380, TALL = 320; // pixels

// The text area that people see: some forms hide one against robots.
function fieldOf(form, selector) {
  if (selector) return form.querySelector(selector);
  const areas = [...form.querySelectorAll("textarea")];
  return areas.find((each) => each.offsetParent) || areas[0];
}

function buttonsOf(form) {
  return [...form.elements].filter((each) => each.tagName === "BUTTON" || ["submit", "button"].includes(each.type));
}

function isBefore(one, other) {
  return Boolean(one.compareDocumentPosition(other) & Node.DOCUMENT_POSITION_FOLLOWING);
}

function isRightToLeft(element) {
  return getComputedStyle(element).direction === "rtl";
}

// Whether the page behind an element is dark, whatever the system prefers.
function isDark(element) {
  for (let each = element; each; each = each.parentElement) {
    const [red, green, blue, opaque = 1] = (getComputedStyle(each).backgroundColor.match(/[\d.]+/g) || []).map(Number);
    if (blue !== undefined && opaque > 0.5) return 0.299 * red + 0.587 * green + 0.114 * blue < 128;
  }
  const scheme = getComputedStyle(document.documentElement).colorScheme;
  return scheme.includes("dark") && (!scheme.includes("light") || matchMedia("(prefers-color-scheme: dark)").matches);
}

class Place {
  constructor(host, form, field, box) {
    Object.assign(this, { host, form, field, box, panel: box.querySelector(".panel"), pill: box.querySelector(".pill") });
  }

  // Make a change and find the panel its place: beside the form, else below it, else over what is below it.
  still(change, { below, theme }) {
    const before = this.where();
    change();
    if (this.panel.hidden) this.host.removeAttribute("flow");
    else {
      this.box.classList.toggle("dark", theme ? theme === "dark" : isDark(this.form));
      if (below || !this.beside()) this.below(before);
    }
    this.corner();
  }

  // Where the form's buttons are, to the pixel.
  where() {
    const boxes = buttonsOf(this.form).map((each) => each.getBoundingClientRect());
    return boxes.map(({ x, y, width, height }) => [x, y, width, height].map(Math.round).join()).join(";");
  }

  beside() {
    const room = this.room();
    if (!room) return false;
    this.host.removeAttribute("flow");
    this.put(this.panel, room);
    // A form that cuts off what stands out of it cuts this off as well.
    const { x, y } = this.panel.getBoundingClientRect();
    return y < 0 || y + GAP > innerHeight || document.elementFromPoint(x + GAP, y + GAP) === this.host;
  }

  // Room beside the form in which nothing of the page stands; null if there is none.
  room() {
    const form = this.form.getBoundingClientRect(), { top } = this.field.getBoundingClientRect();
    const free = isRightToLeft(this.form) ? form.left : document.documentElement.clientWidth - form.right;
    const width = Math.min(WIDEST, free - 2 * GAP);
    const left = isRightToLeft(this.form) ? form.left - GAP - width : form.right + GAP;
    const places = [0.05, 0.5, 0.95].flatMap((x) => [0, 0.3, 0.6, 1].map((y) => [left + x * width, top + y * TALL]));
    return width >= NARROWEST && places.every((place) => this.isFree(...place)) ? { left, top, width } : null;
  }

  isFree(x, y) {
    const found = y < 0 || y >= innerHeight ? null : document.elementFromPoint(x, y);
    return !found || found === this.host || found.contains(this.form);
  }

  below(before) {
    for (const each of ["left", "top", "width"]) this.panel.style[each] = "";
    this.host.setAttribute("flow", "");
    if (this.where() === before) return;
    const { left, bottom, width } = this.form.getBoundingClientRect();
    this.host.removeAttribute("flow");
    this.put(this.panel, { left, top: bottom + GAP / 2, width: Math.max(width, NARROWEST) });
  }

  // While the panel is out of sight, a pill says so in the lower corner of the field, clear of the grip that resizes it.
  corner() {
    const { top, bottom } = this.panel.getBoundingClientRect(), field = this.field.getBoundingClientRect();
    this.pill.hidden = this.panel.hidden || (top < innerHeight - 2 * GAP && bottom > 0);
    const { width, height } = this.pill.getBoundingClientRect();
    const left = isRightToLeft(this.field) ? field.left + GAP : field.right - width - GAP;
    this.put(this.pill, { left, top: field.bottom - height - GAP / 4 });
  }

  put(element, at) {
    const from = this.host.getBoundingClientRect();
    element.style.left = `${at.left - from.left}px`;
    element.style.top = `${at.top - from.top}px`;
    if (at.width) element.style.width = `${at.width}px`;
  }
}
