"use strict";
// Tells the service what happens on the page: what, and what not, stands in docs/events.md.
// The page names itself by <body data-slug data-version>; what is a product card has data-seen, a
// link to the shop has data-cart ("card" for the one in the picture). After the page was shared,
// its script gives the document the event "shared". Whatever fails here fails alone.
(() => {
  const { slug, version } = document.body.dataset;
  const video = document.querySelector("video");
  if (!slug || !video) return;

  const DAY = 86_400_000;
  const KEPT = 6 * DAY; // the service takes no older events than of 7 days
  const VISITOR_LASTS = 30 * DAY;
  const MOST = 50; // events of a batch, as the service takes them
  const PAUSE = 5_000;
  const unfollowed =
    navigator.globalPrivacyControl === true ||
    [navigator.doNotTrack, window.doNotTrack].includes("1");

  // Storage may be forbidden, full or gone: then all of this lasts as long as the page.
  const attempt = (action, otherwise) => {
    try {
      return action();
    } catch {
      return otherwise;
    }
  };
  const UNSENT = "vc.events.";
  const VISITOR = "vc.visitor";
  const read = (name) => attempt(() => JSON.parse(localStorage.getItem(name)), null);
  const write = (name, value) =>
    attempt(() => localStorage.setItem(name, JSON.stringify(value)));
  const remove = (name) => attempt(() => localStorage.removeItem(name));
  const unsent = () =>
    attempt(() => Object.keys(localStorage).filter((name) => name.startsWith(UNSENT)), []);

  const chance = () =>
    Array.from(crypto.getRandomValues(new Uint8Array(12)), (byte) =>
      byte.toString(16).padStart(2, "0"),
    ).join("");
  const visitorOf = () => {
    if (unfollowed) return "";
    const known = read(VISITOR);
    if (/^[0-9a-f]{24}$/.test(known?.id) && Math.abs(Date.now() - known.at) < VISITOR_LASTS)
      return known.id;
    const id = chance();
    write(VISITOR, { id, at: Date.now() });
    return id;
  };
  if (unfollowed) for (const name of [VISITOR, ...unsent()]) remove(name);

  // Begins with the time, as UUIDs of version 7 do: so the rows of a day lie side by side.
  const moment = Date.now().toString(16).padStart(12, "0").slice(-12);
  const visit = {
    slug,
    version: Number(version),
    visit: moment + chance().slice(12),
    visitor: visitorOf(),
  };
  const own = UNSENT + visit.visit;
  let waiting = []; // what is not known to have arrived
  let count = 0;
  let timer = 0;

  const keep = () => {
    if (unfollowed) return;
    if (waiting.length) write(own, { ...visit, events: waiting });
    else remove(own);
  };
  // No time of this clock is told, only how long ago by it.
  const body = ({ events, ...of }) =>
    JSON.stringify({
      ...of,
      events: events.map(({ at, ...event }) => ({ ...event, ago: Math.max(0, Date.now() - at) })),
    });
  // True where the service needs no telling again: it has them, or will never take them.
  const sent = async (batch) => {
    try {
      const { status } = await fetch("/e", {
        method: "POST",
        body: body(batch),
        headers: { "Content-Type": "text/plain" },
        keepalive: true,
        credentials: "omit",
      });
      return status < 500 && status !== 408 && status !== 429;
    } catch {
      return false;
    }
  };
  const soon = (pause = PAUSE) => {
    if (!timer) timer = setTimeout(send, pause);
  };
  const send = async () => {
    tellWatched();
    const events = waiting.slice(0, MOST);
    const arrived = events.length && (await sent({ ...visit, events }));
    clearTimeout(timer);
    timer = 0;
    if (arrived) {
      waiting = waiting.filter((event) => !events.includes(event));
      keep();
    }
    if (waiting.length) soon(arrived ? 0 : 12 * PAUSE);
  };
  // The page may be gone before an answer: what is told so is told again by the next visit.
  const beacon = () => {
    tellWatched();
    for (let first = 0; first < waiting.length; first += MOST) {
      const events = waiting.slice(first, first + MOST);
      attempt(() => navigator.sendBeacon("/e", body({ ...visit, events })));
    }
    if (unfollowed) waiting = [];
  };
  const again = async () => {
    for (const name of unsent()) {
      const batch = read(name);
      if (name === own || !Array.isArray(batch?.events)) continue;
      const young = batch.events.filter(({ at }) => Date.now() - at < KEPT);
      for (let first = 0; first < young.length; first += MOST)
        if (!(await sent({ ...batch, events: young.slice(first, first + MOST) }))) return;
      remove(name);
    }
  };
  setTimeout(again, PAUSE);

  const { rate } = JSON.parse(document.getElementById("timeline").textContent);
  const frameAt = (seconds) => Math.floor((seconds * rate[0]) / rate[1] + 0.1);
  const startOf = (second) => Math.ceil((second * rate[0]) / rate[1]);
  let started = false; // until then nothing happens inside of the video
  const here = () => (started ? frameAt(video.currentTime) : -1);
  const told = new Set();
  const tell = (kind, frame = here(), until = -1) => {
    if (waiting.length >= 4 * MOST) return; // nobody has listened for long
    waiting.push({ n: count++, kind, frame, until, at: Date.now() });
    keep();
    soon();
  };
  const once = (kind) => {
    if (!told.has(kind)) tell(kind);
    told.add(kind);
  };

  // Every second that was played, once a visit, told as stretches.
  const seconds = new Set();
  let untold = [];
  const tellWatched = () => {
    untold.sort((one, other) => one - other);
    while (untold.length) {
      let many = 1;
      while (untold[many] === untold[0] + many) many++;
      const [first] = untold.splice(0, many);
      tell("watched", startOf(first), startOf(first + many));
    }
  };
  let played = 0;
  let before = null;
  video.addEventListener("playing", () => {
    started = true;
    before = video.currentTime;
  });
  for (const event of ["seeking", "pause"]) video.addEventListener(event, () => (before = null));
  video.addEventListener("timeupdate", () => {
    if (video.seeking || video.paused) return;
    const now = video.currentTime;
    if (before !== null && now > before) played += now - before;
    before = now;
    if (played >= 3) once("view");
    const second = Math.floor(now);
    if (seconds.has(second)) return;
    seconds.add(second);
    untold.push(second);
    soon();
  });

  // A card counts as seen when half of it was on the screen for a second without a break.
  const timers = new Map();
  const watcher = new IntersectionObserver(
    (changes) => {
      for (const { target, isIntersecting, intersectionRatio } of changes) {
        clearTimeout(timers.get(target));
        if (isIntersecting && intersectionRatio >= 0.5 && !document.hidden)
          timers.set(target, setTimeout(() => (once("impression"), watcher.disconnect()), 1_000));
      }
    },
    { threshold: 0.5 },
  );
  const look = () => {
    watcher.disconnect();
    for (const timer of timers.values()) clearTimeout(timer);
    if (document.hidden || told.has("impression")) return;
    for (const card of document.querySelectorAll("[data-seen]")) watcher.observe(card);
  };
  look();

  // The shop keeps who came only where its link says already from which page.
  // Every place of the slug gets one for the visitor: vc, attributes[vc], attribution/vc.
  const SLUGS = /[?&]((?:[^=&#]*(?:\[|%5B|\/))?)vc(\]|%5D|)=/gi;
  const follow = (event) => {
    const link = event.target.closest?.("a[data-cart][href]");
    if (!link || event.button > 1) return;
    if (visit.visitor && !link.href.includes(visit.visitor)) {
      const [address, part] = link.href.split("#");
      const said = Array.from(
        address.matchAll(SLUGS),
        ([, before, after]) => `&${before}vcv${after}=${visit.visitor}`,
      );
      link.href = address + said.join("") + (part === undefined ? "" : "#" + part);
    }
    if (link.dataset.cart === "card") once("card");
    once("cart");
    tell("tapped");
    beacon();
  };
  document.addEventListener("click", follow, true);
  document.addEventListener("auxclick", follow, true);
  document.addEventListener("shared", () => once("share"));

  // A page that is hidden may never be heard of again: it tells where it was left, and takes that
  // back if it was not the end.
  let left = null;
  const leave = () => {
    tellWatched();
    if (started && left === null) tell("left", (left = here()));
    beacon();
  };
  const comeBack = () => {
    if (left !== null) tell("back", left);
    left = null;
    look();
  };
  document.addEventListener("visibilitychange", () => {
    look();
    (document.hidden ? leave : comeBack)();
  });
  addEventListener("pagehide", leave);
  addEventListener("pageshow", ({ persisted }) => persisted && comeBack());
})();
