"use strict";
(() => {
  // New drafts appear by themselves: where there is news the page is asked for again, and its list
  // is put in place.
  const main = document.getElementById("main");
  const shown = (place) => place.querySelector("[data-news]").dataset.news;
  const ask = async (address) => {
    const answer = await fetch(address, { redirect: "error" });
    if (!answer.ok) throw new Error("refused");
    return answer;
  };
  const look = async () => {
    const busy = main.contains(document.activeElement) && document.activeElement !== main;
    if (document.hidden || busy) return;
    const { news } = await (await ask("/review/news.json")).json();
    if (news === shown(main)) return;
    const text = await (await ask(location.href)).text();
    const fresh = new DOMParser().parseFromString(text, "text/html");
    main.replaceChildren(...fresh.getElementById("main").childNodes);
  };
  const often = () => {
    // No network, or signed out: what is shown stays, and the next look is in a moment.
    look().catch(() => {}).finally(() => setTimeout(often, 4000));
  };
  setTimeout(often, 4000);
})();
