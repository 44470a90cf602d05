"use strict";
(() => {
  const map = document.querySelector("svg.map");
  if (!map) return;
  const SIDE = 1000, NEAREST = 12;
  const sizes = [...map.querySelectorAll(".names")].map((group) => ({
    group, name: group.classList[1], font: Number(group.getAttribute("font-size")),
  }));
  const dots = [...map.querySelectorAll("path")];
  const dot = dots.length ? Number(dots[0].getAttribute("stroke-width")) : 0;
  let view = { x: 0, y: 0, side: SIDE };

  // The names that fit at this size, in letters of 12 pixels or as near to it as their places allow.
  const draw = () => {
    map.setAttribute("viewBox", `${view.x} ${view.y} ${view.side} ${view.side}`);
    const pixels = map.clientWidth / view.side;
    const fits = sizes.filter((size) => size.font * pixels >= 10.5).pop() || sizes[0];
    map.classList.remove("at-far", "at-near", "at-close");
    map.classList.add(`at-${fits.name}`);
    fits.group.setAttribute("font-size", Math.min(fits.font, 14 / pixels));
    for (const path of dots) path.setAttribute("stroke-width", dot * (view.side / SIDE) ** 0.35);
    map.classList.toggle("grab", view.side < SIDE);
  };
  const zoom = (factor, x = view.x + view.side / 2, y = view.y + view.side / 2) => {
    const side = Math.min(SIDE, Math.max(SIDE / NEAREST, view.side * factor));
    const keep = (at, low) => Math.min(SIDE - side, Math.max(0, at - (at - low) * side / view.side));
    view = { x: keep(x, view.x), y: keep(y, view.y), side };
    draw();
  };
  const at = (event) => {
    const box = map.getBoundingClientRect();
    return [view.x + (event.clientX - box.left) / box.width * view.side,
      view.y + (event.clientY - box.top) / box.height * view.side];
  };

  const buttons = document.querySelector(".zoom");
  buttons.hidden = false;
  buttons.addEventListener("click", (event) => {
    const way = event.target.dataset.zoom;
    if (way) zoom({ in: 0.6, out: 1 / 0.6, all: NEAREST }[way]);
  });
  // The wheel alone scrolls the page.
  map.addEventListener("wheel", (event) => {
    if (!event.ctrlKey && !event.metaKey) return;
    event.preventDefault();
    zoom(event.deltaY > 0 ? 1.2 : 1 / 1.2, ...at(event));
  }, { passive: false });
  map.addEventListener("dblclick", (event) => zoom(0.5, ...at(event)));

  let held = null, moved = false;
  map.addEventListener("pointerdown", (event) => {
    if (view.side < SIDE) held = { x: event.clientX, y: event.clientY, view };
    moved = false;
  });
  addEventListener("pointermove", (event) => {
    if (!held) return;
    const scale = held.view.side / map.clientWidth;
    const keep = (value) => Math.min(SIDE - view.side, Math.max(0, value));
    if (Math.hypot(event.clientX - held.x, event.clientY - held.y) > 4) moved = true;
    view = { side: view.side, x: keep(held.view.x - (event.clientX - held.x) * scale),
      y: keep(held.view.y - (event.clientY - held.y) * scale) };
    draw();
  });
  addEventListener("pointerup", () => { held = null; });
  map.addEventListener("click", (event) => { if (moved) event.preventDefault(); });
  map.addEventListener("dragstart", (event) => event.preventDefault());

  const rows = [...document.querySelectorAll("ol > li")];
  const disc = (number) => document.getElementById(`disc-${number}`);
  const light = (number, on) => {
    for (const each of [disc(number), document.getElementById(`question-${number}`)]) {
      if (each) each.classList.toggle("lit", on);
    }
  };
  for (const row of rows) {
    row.addEventListener("mouseenter", () => light(row.dataset.number, true));
    row.addEventListener("mouseleave", () => light(row.dataset.number, false));
  }
  for (const each of map.querySelectorAll(".question")) {
    const number = each.id.slice("disc-".length);
    each.addEventListener("mouseenter", () => light(number, true));
    each.addEventListener("mouseleave", () => light(number, false));
  }

  const names = new Map();
  for (const name of map.querySelectorAll(".name")) {
    names.set(name.dataset.number, [...(names.get(name.dataset.number) || []), name]);
  }
  const field = document.getElementById("find");
  if (field) {
    field.closest(".find").hidden = false;
    const texts = rows.map((row) => row.textContent.toLowerCase());
    field.addEventListener("input", () => {
      const words = field.value.toLowerCase().split(/\s+/).filter(Boolean);
      let found = 0;
      rows.forEach((row, index) => {
        row.hidden = !words.every((word) => texts[index].includes(word));
        found += row.hidden ? 0 : 1;
        const own = disc(row.dataset.number);
        for (const each of [own, ...(names.get(row.dataset.number) || [])]) {
          if (each) each.classList.toggle("dim", row.hidden);
        }
      });
      document.getElementById("found").textContent = words.length ? `${found} found` : "";
    });
  }
  addEventListener("resize", draw);
  draw();
})();
