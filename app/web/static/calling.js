// The names of colleagues while somebody types @ in a [data-calls]: a list below the field (WAI-ARIA 1.2,
// a textbox that controls a listbox). Without this file a name is typed as any word.
(() => {
  "use strict";
  const MOST = 8;
  const TYPED = /(?:^|[^\p{L}\p{N}_@])@((?:[\p{L}\p{N}_][\p{L}\p{M}\p{N}_.'’ -]{0,60})?)$/u;
  const { called, calledNone } = document.body.dataset;
  const plain = (text) => text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();
  let asked = null;
  const people = (path) => {
    asked ??= fetch(path).then(async (answer) => (answer.ok ? (await answer.json()).items : []), () => []);
    return asked;
  };

  // Whoever has a word that begins so, those whose name does first; a name that stands there whole is done.
  const fitting = (known, typed) => {
    const said = plain(typed);
    const begins = known.filter((it) => plain(it.name).startsWith(said) && plain(it.name) !== said.trimEnd());
    const inside = known.filter((it) => !begins.includes(it) && plain(it.name).includes(` ${said}`));
    return [...begins, ...inside].slice(0, MOST);
  };

  const start = (field) => {
    const around = document.createElement("span");
    around.className = "calling";
    field.before(around);
    const list = document.createElement("ul");
    list.className = "suggestions";
    list.id = `${field.id}-people`;
    list.hidden = true;
    list.setAttribute("role", "listbox");
    list.setAttribute("aria-label", field.dataset.callsName);
    const spoken = document.createElement("span");
    spoken.className = "hidden";
    spoken.setAttribute("role", "status");
    around.append(field, list, spoken);
    field.setAttribute("aria-autocomplete", "list");
    field.setAttribute("aria-controls", list.id);
    let chosen = -1;

    const choose = (place) => {
      list.children[chosen]?.setAttribute("aria-selected", "false");
      chosen = place;
      const now = list.children[chosen];
      now?.setAttribute("aria-selected", "true");
      now?.scrollIntoView({ block: "nearest" });
      if (now) field.setAttribute("aria-activedescendant", now.id);
      else field.removeAttribute("aria-activedescendant");
    };
    const close = () => {
      choose(-1);
      list.hidden = true;
      spoken.textContent = "";
    };
    const typed = () => {
      const end = field.selectionStart;
      return end === field.selectionEnd ? field.value.slice(0, end).match(TYPED)?.[1] : undefined;
    };
    const option = (it, place) => {
      const made = document.createElement("li");
      made.id = `${list.id}-${place}`;
      made.setAttribute("role", "option");
      made.setAttribute("aria-selected", "false");
      made.dataset.name = it.name;
      const name = document.createElement("span");
      name.dir = "auto";
      name.textContent = it.name;
      const kind = document.createElement("span");
      kind.className = "kind";
      kind.textContent = it.organisation || "";
      made.append(name, kind);
      return made;
    };
    const look = async () => {
      if (typed() === undefined) return close();
      const known = await people(field.dataset.calls);
      const said = typed();
      const found = said === undefined || document.activeElement !== field ? [] : fitting(known, said);
      list.replaceChildren(...found.map(option));
      list.hidden = !found.length;
      choose(found.length ? 0 : -1);
      spoken.textContent = found.length ? called.replace("{n}", found.length) : said ? calledNone : "";
    };
    const take = (place) => {
      const said = typed() ?? "";
      const from = field.selectionStart - said.length;
      field.setRangeText(`${list.children[place].dataset.name} `, from, field.selectionStart, "end");
      close();
      field.dispatchEvent(new Event("input", { bubbles: true }));
    };

    field.addEventListener("input", look);
    field.addEventListener("keydown", (event) => {
      const count = list.hidden ? 0 : list.children.length;
      if (!count || event.isComposing || event.ctrlKey || event.altKey || event.metaKey) return;
      const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
      if (step) choose((chosen + step + count) % count);
      else if ((event.key === "Enter" || event.key === "Tab") && !event.shiftKey) take(chosen);
      else if (event.key === "Escape") close();
      else return;
      event.preventDefault();
    });
    list.addEventListener("mousedown", (event) => event.preventDefault());
    list.addEventListener("click", (event) => {
      const node = event.target.closest("li");
      if (node) take([...list.children].indexOf(node));
    });
    field.addEventListener("blur", close);
  };

  document.querySelectorAll("[data-calls]").forEach(start);
})();
