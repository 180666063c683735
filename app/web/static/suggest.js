// Suggestions while somebody types: a combobox with a list (WAI-ARIA 1.2). Without this file the form works as it is.
(() => {
  "use strict";
  const WAIT = 90;
  const MOST = 8;

  // The letters that answer what was typed, marked; offsets count code points as the service does.
  const marked = (text, spans) => {
    const letters = [...text];
    const shown = document.createElement("span");
    let at = 0;
    for (const [from, to] of spans || []) {
      shown.append(letters.slice(at, from).join(""));
      const mark = document.createElement("mark");
      mark.textContent = letters.slice(from, to).join("");
      shown.append(mark);
      at = to;
    }
    shown.append(letters.slice(at).join(""));
    return shown;
  };

  const option = (id, item, kinds) => {
    const { concept, matched } = item;
    const name = concept.label || { text: matched.text, lang: matched.lang };
    const made = document.createElement("li");
    made.id = id;
    made.setAttribute("role", "option");
    made.dataset.id = concept.id;
    made.dataset.name = concept.notation || concept.id;
    const told = document.createElement("span");
    told.dir = "auto";
    if (matched.text === name.text) told.append(marked(matched.text, matched.spans));
    else {
      told.append(name.text);
      const by = document.createElement("span");
      by.className = "told-by";
      by.append(marked(matched.text, matched.spans));
      if (matched.lang && matched.lang !== name.lang) by.append(` [${matched.lang}]`);
      told.append(by);
    }
    const kind = document.createElement("span");
    kind.className = "kind";
    kind.textContent = `${kinds[concept.kind] || ""} ${concept.notation || ""}`.trim();
    made.append(told, kind);
    return made;
  };

  const start = (form) => {
    const input = form.querySelector("input[type=search]");
    const { suggest, concepts, lang, kept, found, none, kind } = form.dataset;
    const kinds = JSON.parse(form.dataset.kinds);
    const list = document.createElement("ul");
    list.className = "suggestions";
    list.id = `${input.id}-suggestions`;
    list.hidden = true;
    list.setAttribute("role", "listbox");
    list.setAttribute("aria-label", input.labels[0].textContent);
    const spoken = document.createElement("span");
    spoken.className = "hidden";
    spoken.setAttribute("role", "status");
    input.parentElement.append(list);
    form.append(spoken);
    input.setAttribute("role", "combobox");
    input.setAttribute("aria-autocomplete", "list");
    input.setAttribute("aria-expanded", "false");
    input.setAttribute("aria-controls", list.id);
    let chosen = -1;
    let asked = "";
    let waiting = 0;
    let asking = null;

    const choose = (place) => {
      const options = list.children;
      if (options[chosen]) options[chosen].setAttribute("aria-selected", "false");
      chosen = place;
      const now = options[chosen];
      if (now) {
        now.setAttribute("aria-selected", "true");
        now.scrollIntoView({ block: "nearest" });
        input.setAttribute("aria-activedescendant", now.id);
      } else input.removeAttribute("aria-activedescendant");
    };
    const close = () => {
      clearTimeout(waiting);
      if (asking) asking.abort();
      list.hidden = true;
      input.setAttribute("aria-expanded", "false");
      choose(-1);
    };
    const open = (made) => {
      const node = list.children[made];
      if (kind) {
        // A field of a form, which is sent later: the code says which one is meant.
        input.value = node.dataset.name;
        return close();
      }
      location.assign(concepts + encodeURIComponent(node.dataset.id) + kept);
    };
    const show = (items) => {
      list.replaceChildren(...items.map((it, place) => option(`${list.id}-${place}`, it, kinds)));
      chosen = -1;
      input.removeAttribute("aria-activedescendant");
      list.hidden = !items.length;
      input.setAttribute("aria-expanded", String(items.length > 0));
      spoken.textContent = items.length ? found.replace("{n}", items.length) : none;
    };
    const ask = async () => {
      const text = input.value.trim();
      if (asking) asking.abort();
      if (!text) return close();
      asking = new AbortController();
      asked = text;
      const query = new URLSearchParams({ q: text, lang, limit: MOST });
      if (kind) query.set("kind", form.dataset.kind); // which may be chosen beside it
      try {
        const answer = await fetch(`${suggest}?${query}`, { signal: asking.signal });
        if (answer.ok && asked === text && document.activeElement === input) {
          show((await answer.json()).items);
        }
      } catch (error) {
        if (error.name !== "AbortError") close();
      }
    };

    input.addEventListener("input", () => {
      clearTimeout(waiting);
      waiting = setTimeout(ask, WAIT);
    });
    input.addEventListener("keydown", (event) => {
      const count = list.hidden ? 0 : list.children.length;
      if (event.key === "Escape" && count) {
        event.preventDefault();
        close();
      } else if (event.key === "ArrowDown" && !count && input.value.trim()) {
        event.preventDefault();
        ask();
      } else if (count && (event.key === "ArrowDown" || event.key === "ArrowUp")) {
        event.preventDefault();
        const step = event.key === "ArrowDown" ? 1 : -1;
        choose(chosen + step < -1 ? count - 1 : chosen + step >= count ? -1 : chosen + step);
      } else if (count && event.key === "Enter" && chosen >= 0) {
        event.preventDefault();
        open(chosen);
      }
    });
    list.addEventListener("mousedown", (event) => event.preventDefault());
    list.addEventListener("click", (event) => {
      const node = event.target.closest("li");
      if (node) open([...list.children].indexOf(node));
    });
    input.addEventListener("blur", close);
  };

  document.querySelectorAll("[data-suggest]").forEach(start);

  // The switch of releases closes when somebody goes elsewhere.
  const closing = (event) => {
    for (const it of document.querySelectorAll("details.switch[open]")) {
      if (event.key === "Escape") {
        it.open = false;
        it.querySelector("summary").focus();
      } else if (event.type === "click" && !it.contains(event.target)) it.open = false;
    }
  };
  document.addEventListener("click", closing);
  document.addEventListener("keydown", (event) => event.key === "Escape" && closing(event));
})();
