"use strict";
(() => {
  // New drafts appear by themselves: where there is news the page is asked for again, and its list
  // is put in place. Keys lead from draft to draft, and what one looks for is looked for as it is said.
  const main = document.getElementById("main");
  const shown = (place) => place.querySelector("[data-news]").dataset.news;
  const drafts = () => [...main.querySelectorAll("a.draft")];
  const ask = async (address) => {
    const answer = await fetch(address, { redirect: "error" });
    if (!answer.ok) throw new Error("refused");
    return answer;
  };
  const put = async (address) => {
    const text = await (await ask(address)).text();
    const fresh = new DOMParser().parseFromString(text, "text/html");
    const at = main.contains(document.activeElement) ? document.activeElement.getAttribute("href") : null;
    main.replaceChildren(...fresh.getElementById("main").childNodes);
    if (at) drafts().find((draft) => draft.getAttribute("href") === at)?.focus({ preventScroll: true });
  };
  const look = async () => {
    const writes = document.activeElement.closest?.("form");
    if (document.hidden || writes) return;
    const { news } = await (await ask("/review/news.json")).json();
    if (news !== shown(main)) await put(location.href);
  };
  const often = () => {
    // No network, or signed out: what is shown stays, and the next look is in a moment.
    look().catch(() => {}).finally(() => setTimeout(often, 4000));
  };
  setTimeout(often, 4000);

  main.addEventListener("change", (event) => {
    const form = event.target.closest(".sift");
    if (form) form.requestSubmit();
  });

  const step = (by) => {
    const all = drafts();
    const at = all.indexOf(document.activeElement);
    const next = all[at < 0 ? (by > 0 ? 0 : all.length - 1) : Math.min(Math.max(at + by, 0), all.length - 1)];
    if (next) next.focus();
  };
  const keys = {
    ArrowDown: () => step(1),
    j: () => step(1),
    ArrowUp: () => step(-1),
    k: () => step(-1),
    n: () => document.getElementById("next")?.click(),
    "/": () => document.getElementById("look")?.focus(),
  };
  addEventListener("keydown", (event) => {
    const typing = event.target.closest?.("input, select, textarea");
    if (typing && event.key === "Escape" && !event.isComposing) typing.blur();
    // Letters only count within the list (WCAG 2.2, 2.1.4): who speaks to the browser says letters, too.
    if (event.key.length === 1 && !main.contains(document.activeElement)) return;
    const act = keys[event.key.length === 1 ? event.key.toLowerCase() : event.key];
    if (!act || typing || event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
    event.preventDefault();
    act();
  });
})();
