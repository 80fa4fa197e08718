"use strict";
(() => {
  // A moderator's day by keyboard: decisions are sent in the background and the desk is put in place
  // as it then is; the video of the comment that one reads plays its second beside it.
  const main = document.getElementById("main");
  document.documentElement.classList.add("scripted");
  const desk = () => document.getElementById("desk");
  const cards = () => [...main.querySelectorAll("li.comment")];
  const now = () => document.activeElement?.closest?.("li.comment") ?? main.querySelector("li.comment.now");
  let busy = false;

  // --- the comment that one reads ------------------------------------------------------------
  const seek = (video) => {
    if (video.readyState > 0) video.currentTime = Number(video.dataset.at);
  };
  const beside = (card) => {
    const video = document.getElementById("video");
    if (!video || video.dataset.of === card.dataset.id) return;
    const fresh = video.dataset.file !== card.dataset.video;
    video.dataset.of = card.dataset.id;
    video.dataset.at = card.dataset.moment;
    video.hidden = false;
    if (fresh) {
      video.dataset.file = card.dataset.video;
      video.poster = card.dataset.poster;
      const sources = [card.dataset.video, card.dataset.full].map((address) => {
        const source = document.createElement("source");
        source.src = address;
        source.type = "video/mp4";
        return source;
      });
      video.replaceChildren(...sources);
      video.onloadedmetadata = () => seek(video);
      video.load();
    } else seek(video);
    document.getElementById("about").replaceChildren();
  };
  const choose = (card) => {
    if (!card) return;
    for (const other of main.querySelectorAll("li.comment.now")) if (other !== card) other.classList.remove("now");
    card.classList.add("now");
    beside(card);
  };
  const go = (card) => {
    if (!card) return;
    choose(card);
    card.focus({ preventScroll: true });
    card.scrollIntoView({ block: "nearest" });
  };
  const step = (by) => {
    const all = cards();
    const at = all.indexOf(now());
    go(all[at < 0 ? 0 : Math.min(Math.max(at + by, 0), all.length - 1)]);
  };
  main.addEventListener("focusin", (event) => choose(event.target.closest("li.comment")));

  // --- what is sent ----------------------------------------------------------------------------
  const tell = (sentence) => {
    const said = document.getElementById("said");
    const note = document.createElement("p");
    note.className = "note bad";
    note.setAttribute("role", "alert");
    note.textContent = sentence;
    said.replaceChildren(note);
  };
  const put = (html, ids) => {
    const fresh = new DOMParser().parseFromString(html, "text/html").getElementById("desk");
    if (!fresh) throw new Error("not the desk");
    // The video goes on where it is: only what stands around it is new.
    const old = desk();
    const video = document.getElementById("video");
    fresh.querySelector("#video")?.replaceWith(video);
    old.replaceWith(fresh);
    const clash = document.getElementById("clash");
    if (clash) return clash.focus();
    go(ids.map((id) => document.getElementById(`c-${id}`)).find(Boolean) ?? cards()[0]);
    if (!cards().length) main.focus();
  };
  const after = (card) => {
    // Where to go on: at this comment if it stays, else at those after it, else before it.
    const all = cards();
    const at = Math.max(all.indexOf(card), 0);
    return [...all.slice(at), ...all.slice(0, at).reverse()].map((one) => one.dataset.id);
  };
  const send = async (form, button) => {
    if (busy) return;
    busy = true;
    const ids = after(form.closest("li.comment"));
    form.setAttribute("aria-busy", "true");
    try {
      const body = new URLSearchParams(new FormData(form, button));
      const answer = await fetch(form.action, { method: "POST", body, headers: { accept: "text/html" } });
      put(await answer.text(), ids);
      history.replaceState(null, "", answer.redirected ? answer.url : location.href);
    } catch {
      tell(desk().dataset.offline);
    } finally {
      form.removeAttribute("aria-busy");
      busy = false;
    }
  };
  main.addEventListener("submit", (event) => {
    if (event.target.method !== "post") return;
    event.preventDefault();
    send(event.target, event.submitter);
  });
  main.addEventListener("change", (event) => {
    const form = event.target.closest(".sift");
    if (form) form.requestSubmit();
  });

  // --- what was written before -------------------------------------------------------------------
  const writer = async (card) => {
    const address = card?.querySelector("a.about")?.href ?? (card && `/moderate/${card.dataset.id}`);
    if (!address) return;
    const answer = await fetch(address, { headers: { accept: "text/html" } });
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    const part = page.getElementById("history");
    const about = document.getElementById("about");
    if (part) about.replaceChildren(part);
    about.querySelector("a")?.focus({ preventScroll: true });
  };

  // --- the lease ---------------------------------------------------------------------------------
  const ask = (ids, keepalive = false) => {
    const body = new URLSearchParams({ csrf: desk().dataset.csrf });
    for (const id of ids) body.append("ids", id);
    return fetch("/moderate/leases", { method: "POST", body, keepalive });
  };
  const renew = async () => {
    const ids = cards().map((card) => card.dataset.id);
    if (desk().dataset.leased !== "yes" || !ids.length) return;
    const { mine } = await (await ask(ids)).json();
    if (ids.some((id) => !mine.includes(id)) && cards().every((card) => ids.includes(card.dataset.id))) tell(desk().dataset.lost);
  };
  setInterval(() => renew().catch(() => {}), Number(desk().dataset.renew));
  addEventListener("pagehide", () => desk().dataset.leased === "yes" && ask([], true).catch(() => {}));
  addEventListener("pageshow", (event) => event.persisted && location.reload());

  // --- keys ----------------------------------------------------------------------------------------
  const press = (selector) => {
    const button = now()?.querySelector(selector);
    if (button) button.form.requestSubmit(button);
  };
  const open = (selector) => {
    const card = now();
    const more = card?.querySelector("details.more");
    if (!more) return;
    more.open = true;
    const field = card.querySelector(selector);
    (field ?? more.querySelector("summary")).focus();
  };
  const flip = (details) => {
    if (details) details.open = !details.open;
  };
  const play = () => {
    const video = document.getElementById("video");
    if (!video || video.hidden) return;
    if (!video.paused) return video.pause();
    if (video.dataset.played !== video.dataset.of) seek(video);
    video.dataset.played = video.dataset.of;
    video.play().catch(() => {});
  };
  const keys = {
    ArrowDown: () => step(1),
    j: () => step(1),
    ArrowUp: () => step(-1),
    k: () => step(-1),
    a: () => press(".decide button[value=show]"),
    u: () => document.getElementById("undo")?.form.requestSubmit(document.getElementById("undo")),
    p: play,
    x: () => flip(now()?.querySelector("details.veil")),
    m: () => flip(now()?.querySelector("details.more")),
    t: () => open(".tags input[name=tags]"),
    f: () => open(".flood button"),
    b: () => open(".ban select, .ban button"),
    h: () => writer(now()).catch(() => tell(desk().dataset.offline)),
    g: () => document.getElementById("sift")?.focus(),
    Escape: () => go(now() ?? cards()[0]),
  };
  addEventListener("keydown", (event) => {
    const typing = event.target.closest?.("input, select, textarea, video");
    if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
    if (typing && event.key !== "Escape") return;
    // Letters only count within the desk (WCAG 2.2, 2.1.4): who speaks to the browser says letters, too.
    if (event.key.length === 1 && !main.contains(document.activeElement)) return;
    const key = event.key.length === 1 ? event.key.toLowerCase() : event.key;
    const digit = /^[1-9]$/.test(key) && now()?.querySelectorAll(".decide button[name=reason]")[Number(key) - 1];
    const act = digit ? () => digit.form.requestSubmit(digit) : keys[key];
    if (!act) return;
    event.preventDefault();
    act();
  });
  choose(cards()[0]);
  main.focus({ preventScroll: true });
})();
