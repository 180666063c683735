// Counts the characters of a text while it is typed.
"use strict";
for (const told of document.querySelectorAll("[data-length]")) {
  const field = document.getElementById(told.dataset.length);
  const most = told.textContent.split("/")[1]?.trim();
  field?.addEventListener("input", () => {
    const length = [...field.value].length;
    told.textContent = most ? `${length} / ${most}` : `${length}`;
    told.classList.toggle("bad", Boolean(most) && length > Number(most));
  });
}

// One box chooses all rows of a table, and what is chosen is counted.
for (const place of document.querySelectorAll("[data-every]")) {
  const table = document.querySelector("table.choose");
  const boxes = [...table.querySelectorAll("tbody input[type=checkbox]")];
  const every = place.querySelector("input");
  const told = document.querySelector("[data-chosen]");
  const count = () => {
    const chosen = boxes.filter((it) => it.checked).length;
    told.textContent = chosen;
    every.checked = chosen === boxes.length;
    every.indeterminate = chosen > 0 && chosen < boxes.length;
  };
  every.addEventListener("change", () => {
    for (const it of boxes) it.checked = every.checked;
    count();
  });
  table.addEventListener("change", count);
  place.hidden = false;
  count();
}

// What may be meant by a word that is in no dictionary: asked for on demand, put into the field by a click.
for (const list of document.querySelectorAll("[data-spell]")) {
  const field = document.getElementById("new-text");
  const offer = (word, found) => {
    const place = document.createElement("span");
    place.className = "meant";
    place.setAttribute("role", "group");
    for (const it of found) {
      const by = document.createElement("button");
      by.type = "button";
      by.className = "quiet";
      by.dataset.by = it;
      by.lang = word.lang;
      by.textContent = it;
      place.append(by, " ");
    }
    if (!found.length) place.textContent = list.dataset.none;
    return place;
  };
  const ask = async (word) => {
    const query = `${list.dataset.spell}&word=${encodeURIComponent(word.dataset.word)}`;
    const answer = await fetch(query).catch(() => null);
    if (!answer?.ok) return location.assign(word.href);
    const place = offer(word, (await answer.json()).corrections);
    word.parentElement.querySelector(".meant")?.remove();
    word.after(" ", place);
    (place.querySelector("button") || word).focus();
  };
  list.addEventListener("click", (event) => {
    const word = event.target.closest("[data-word]");
    const by = event.target.closest("[data-by]");
    if (!field || !(word || by)) return;
    event.preventDefault();
    if (word) return ask(word);
    const slip = by.closest("li").querySelector("[data-word]").dataset.word;
    field.value = field.value.replaceAll(slip, by.dataset.by);
    field.dispatchEvent(new Event("input", { bubbles: true }));
    field.focus();
  });
}
