// Keys for what the screen offers, and what was typed kept until it is saved; without this file all is a click away.
(() => {
  "use strict";
  const { dataset } = document.body;
  const store = (name, value) => {
    try {
      if (value === null) localStorage.removeItem(name);
      else if (value !== undefined) localStorage.setItem(name, value);
      return localStorage.getItem(name);
    } catch {
      return null; // a browser may keep nothing
    }
  };

  // What is typed into [data-draft] is kept under its name and the person's, until a page shows it saved.
  const mine = `draft ${dataset.person || ""} `;
  const sent = "sent";
  const before = JSON.parse(store(sent) || "null");
  if (before && before.at !== location.href && !("failed" in dataset)) {
    for (const name of before.names) store(name, null);
  }
  store(sent, null);
  for (const field of document.querySelectorAll("[data-draft]")) {
    const name = mine + field.dataset.draft;
    const kept = store(name);
    if (kept === field.value) store(name, null);
    else if (kept !== null) offer(field, name, kept);
    field.addEventListener("input", () => keep(field, name));
  }
  addEventListener("submit", (event) => {
    const names = [...event.target.querySelectorAll("[data-draft]")].map((it) => mine + it.dataset.draft);
    if (names.length) store(sent, JSON.stringify({ at: location.href, names }));
  });

  // A form that is on its way is not sent again by a second click; what does not lead away may be, later.
  addEventListener("submit", (event) => {
    const form = event.target;
    if (event.defaultPrevented || form.method !== "post") return;
    if ("sent" in form.dataset) event.preventDefault();
    form.dataset.sent = "";
    setTimeout(() => delete form.dataset.sent, 3000);
  });
  addEventListener("pageshow", () => document.querySelectorAll("form[data-sent]").forEach((it) => delete it.dataset.sent));

  // A browser that is full, or keeps nothing, is told of once: then nothing outlives a lost session.
  function keep(field, name) {
    const text = field.value === field.defaultValue ? null : field.value;
    if (store(name, text) === text || "unkept" in field.dataset) return;
    field.dataset.unkept = "";
    field.after(note(dataset.unkept));
  }

  function note(text) {
    const place = document.createElement("div");
    place.className = "kept-draft";
    place.setAttribute("role", "note");
    place.appendChild(document.createElement("p")).textContent = text;
    return place;
  }

  function offer(field, name, kept) {
    const place = note(dataset.kept);
    const text = document.createElement("blockquote");
    text.textContent = kept;
    const back = button(dataset.restore, () => {
      field.value = kept;
      field.dispatchEvent(new Event("input", { bubbles: true }));
      place.remove();
      field.focus();
    });
    const away = button(dataset.discard, () => {
      store(name, null);
      place.remove();
      field.focus();
    });
    place.append(text, back, " ", away);
    field.after(place);
  }

  function button(text, act) {
    const made = document.createElement("button");
    made.type = "button";
    made.textContent = text;
    made.addEventListener("click", act);
    return made;
  }

  // Of the rows of a list one is the current one: j and k lead to the next, and only its keys count.
  const rows = [...document.querySelectorAll("[data-row]")];
  const row = () => rows.find((it) => it.ariaCurrent);
  const enter = (it) => {
    if (it === row()) return;
    row()?.removeAttribute("aria-current");
    it.setAttribute("aria-current", "true");
  };
  const step = (key) => {
    const next = rows[rows.indexOf(row()) + { j: 1, k: -1 }[key]];
    next?.focus();
    return Boolean(next);
  };
  for (const it of rows) {
    it.tabIndex = -1;
    it.addEventListener("focusin", () => enter(it));
  }
  if (rows.length) enter(rows.find((it) => it.id && `#${it.id}` === location.hash) || rows[0]);

  // [data-key="a"] is pressed by a, [data-key="ctrl+enter"] also while one types; ? shows them all.
  const off = () => store("keys off") === "1"; // WCAG 2.1.4: keys of one letter can be turned off
  const near = (it) => [null, row()].includes(it.closest("[data-row]"));
  const all = () => [...document.querySelectorAll("[data-key]")].filter((it) => it.offsetParent !== null && !it.disabled && near(it));
  const press = (it) => (it.matches("input:not([type=checkbox], [type=radio], [type=submit]), textarea, select") ? it.focus() : it.click());
  addEventListener("keydown", (event) => {
    if (event.defaultPrevented || event.isComposing || event.altKey || event.metaKey) return;
    const types = event.target.closest?.("input:not([type=checkbox], [type=radio]), textarea, select, [contenteditable]");
    const key = event.key.toLowerCase();
    if (event.ctrlKey) {
      const found = all().find((it) => it.dataset.key === `ctrl+${key}`);
      if (found) act(event, found);
    } else if (types) {
      if (key === "escape") leave(event.target);
    } else if (!document.querySelector("dialog[open]") && !off()) {
      if (event.key === "?") show(event);
      else if (rows.length && "jk".includes(key) && step(key)) event.preventDefault();
      else if (key !== "enter" || !event.target.closest?.("a, button, summary")) {
        const found = all().find((it) => it.dataset.key === key);
        if (found) act(event, found);
      }
    }
  });

  function leave(field) {
    const inside = field.closest("[data-row]");
    if (inside) inside.focus();
    else field.blur();
  }

  function act(event, found) {
    event.preventDefault();
    press(found);
  }

  function show(event) {
    event?.preventDefault();
    const dialog = document.createElement("dialog");
    const title = document.createElement("h2");
    title.textContent = dataset.keys;
    title.id = "keys-title";
    dialog.setAttribute("aria-labelledby", title.id);
    const list = document.createElement("dl");
    const tell = (pressed, does) => {
      const told = list.appendChild(document.createElement("div"));
      told.appendChild(document.createElement("dt")).appendChild(document.createElement("kbd")).textContent = pressed;
      told.appendChild(document.createElement("dd")).textContent = does.trim();
    };
    if (rows.length > 1) {
      tell("j", dataset.rowNext);
      tell("k", dataset.rowBefore);
    }
    for (const it of all()) {
      tell(it.dataset.key, it.dataset.keyName || it.getAttribute("aria-label") || it.labels?.[0]?.textContent || it.textContent);
    }
    const choice = document.createElement("p");
    const box = choice.appendChild(document.createElement("input"));
    box.type = "checkbox";
    box.id = "keys-on";
    box.checked = !off();
    box.addEventListener("change", () => store("keys off", box.checked ? null : "1"));
    const label = choice.appendChild(document.createElement("label"));
    label.htmlFor = box.id;
    label.textContent = ` ${dataset.keysOff}`;
    dialog.append(title, list, choice, button(dataset.close, () => dialog.close()));
    dialog.addEventListener("close", () => dialog.remove());
    document.body.append(dialog);
    dialog.showModal();
  }

  if (document.querySelector("[data-key], [data-row]")) {
    const shown = button("?", show);
    shown.className = "keys";
    shown.setAttribute("aria-label", dataset.keys);
    document.querySelector("header.site .second")?.append(shown);
  }
})();
