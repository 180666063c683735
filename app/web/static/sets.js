// The names of a set while they are typed: how long a short label is, and whether it can be told apart.
(() => {
  "use strict";

  // Which kind is looked for as somebody types, and how many are ticked.
  for (const choice of document.querySelectorAll("select[data-for]")) {
    choice.hidden = false;
    choice.addEventListener("change", () => {
      document.getElementById(choice.dataset.for).closest(".pick").dataset.kind = choice.value;
    });
  }
  for (const told of document.querySelectorAll("[data-ticked]")) {
    const form = told.closest("form");
    const count = () => {
      told.textContent = told.dataset.ticked.replace("{n}", form.querySelectorAll(":checked[type=checkbox]").length);
    };
    form.addEventListener("change", count);
    count();
  }

  const WAIT = 300;
  const DOUBTS = { "disambiguator-missing": "missing", "disambiguator-same": "same", "disambiguator-needless": "needless" };

  for (const place of document.querySelectorAll(".naming")) {
    const { id, changeset, limit } = place.dataset;
    const names = [...place.querySelectorAll(".named")];
    const of = (name, part) => name.querySelector(`input[name^="${part}."]`);
    let waiting = 0;
    let asking = null;

    const measure = (name) => {
      const length = [...of(name, "label").value.trim().replace(/\s+/gu, " ").normalize("NFC")].length;
      const shown = name.querySelector(".length");
      shown.querySelector("meter").value = length;
      shown.querySelector(".figure").textContent = `${length} / ${limit}`;
      shown.classList.toggle("over", length > Number(limit));
      const told = length > Number(limit) ? place.dataset.long : "";
      if (shown.querySelector(".told-long").textContent !== told) shown.querySelector(".told-long").textContent = told;
    };

    const show = (name, found) => {
      const shown = name.querySelector(".doubt");
      const links = (found.others || []).map((it) => {
        const link = document.createElement("a");
        link.href = `/workbench/competence-sets/${encodeURIComponent(it.id)}`;
        link.textContent = it.notation;
        return link;
      });
      const told = found.doubt ? place.dataset[DOUBTS[found.doubt]] : "";
      shown.replaceChildren(told, ...links.flatMap((it) => [" ", it]));
    };

    const ask = async () => {
      if (asking) asking.abort();
      asking = new AbortController();
      const query = new URLSearchParams(id === "new" ? {} : { id });
      if (changeset) query.set("changeset", changeset);
      for (const name of names) {
        query.append("lang", name.dataset.lang);
        query.append("label", of(name, "label").value);
        query.append("disambiguator", of(name, "disambiguator").value);
      }
      try {
        const answer = await fetch(`/v1/editorial/competence-sets/names?${query}`, { signal: asking.signal });
        if (answer.ok) for (const found of (await answer.json()).names) show(names.find((it) => it.dataset.lang === found.lang), found);
      } catch (error) {
        if (error.name !== "AbortError") throw error;
      }
    };

    place.addEventListener("input", (event) => {
      measure(event.target.closest(".named"));
      clearTimeout(waiting);
      waiting = setTimeout(ask, WAIT);
    });
  }
})();
