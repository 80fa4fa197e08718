"use strict";
(() => {
  const timeline = JSON.parse(document.getElementById("timeline").textContent);
  const { say } = timeline;
  const video = document.querySelector("video");
  const stage = document.querySelector(".stage");
  const part = (name) => stage.querySelector("." + name);
  const links = [...document.querySelectorAll(".card")];
  const [numerator, denominator] = timeline.rate;
  let started = false; // until then the poster is shown, which has no card

  const showCards = (seconds) => {
    // A tenth of a frame, because browsers give times as rounded microseconds.
    const frame = Math.floor((seconds * numerator) / denominator + 0.1);
    links.forEach((link, number) => {
      const [start, stop] = timeline.cards[number];
      const hidden = !started || frame < start || frame >= stop;
      if (hidden && document.activeElement === link) part("toggle").focus({ preventScroll: true });
      link.hidden = hidden;
    });
  };

  if ("requestVideoFrameCallback" in HTMLVideoElement.prototype) {
    const follow = (_now, frame) => {
      showCards(frame.mediaTime);
      video.requestVideoFrameCallback(follow);
    };
    video.requestVideoFrameCallback(follow);
  } else {
    const follow = () => {
      showCards(video.currentTime);
      if (!video.paused) requestAnimationFrame(follow);
    };
    for (const event of ["play", "seeked", "timeupdate"]) video.addEventListener(event, follow);
  }
  for (const event of ["playing", "seeking"])
    video.addEventListener(event, () => (started = true));
  for (const link of document.querySelectorAll("[data-cart]"))
    link.addEventListener("click", () => video.pause());

  // From a disk, browsers refuse to read caption files; the same captions stand in the page.
  if (location.protocol === "file:")
    for (const track of video.querySelectorAll("track")) {
      const captions = timeline.captions[track.srclang];
      if (captions) track.src = "data:text/vtt;charset=utf-8," + encodeURIComponent(captions);
    }

  // One file starts soonest. Where it comes too slowly, the adaptive stream goes on, or the small
  // file.
  const PATIENCE = 2_500; // milliseconds without a picture
  const stream = video.querySelector("source[type*=mpegurl]");
  const ways = [video.canPlayType(stream.type) && stream.src, video.dataset.small].filter(Boolean);
  if (video.src) ways.length = 0; // it is the small one already
  let timer = 0;
  const change = () => {
    if (!ways.length) return;
    const [at, plays] = [video.currentTime, !video.paused || (!started && video.autoplay)];
    video.src = ways.shift();
    video.currentTime = at;
    if (plays) video.play().catch(() => {});
    hurry();
  };
  const hurry = () => {
    clearTimeout(timer);
    if (video.paused && (started || !video.autoplay)) return;
    timer = setTimeout(() => video.readyState < 3 && change(), PATIENCE);
  };
  for (const event of ["play", "waiting"]) video.addEventListener(event, hurry);
  video.addEventListener("error", change);
  hurry();

  const moment = /[?&#]t=(\d+(?:\.\d+)?)$/.exec(location.search + location.hash);
  if (moment) video.currentTime = Number(moment[1]);

  // Own controls: a tap on the picture, and a bar below the card's part of it.
  const remembered = (sound) => {
    try {
      if (sound !== undefined) sessionStorage.setItem("vc.sound", sound ? "on" : "off");
      return sessionStorage.getItem("vc.sound") === "on";
    } catch {
      return false; // a browser that keeps nothing
    }
  };
  const toggle = () => (video.paused ? video.play().catch(() => {}) : video.pause());
  const bar = part("bar");
  const line = part("line");
  const clock = (seconds) =>
    Math.floor(seconds / 60) + ":" + String(Math.floor(seconds % 60)).padStart(2, "0");
  const draw = () => {
    const { paused, muted, currentTime } = video;
    const duration = video.duration || 0;
    stage.classList.toggle("playing", !paused);
    stage.classList.toggle("muted", muted);
    part("toggle").ariaLabel = paused ? say.play : say.pause;
    part("sound").ariaLabel = muted ? say.sound_on : say.sound_off;
    line.value = duration ? Math.round((currentTime / duration) * 1000) : 0;
    line.style.setProperty("--played", line.value / 10 + "%");
    line.ariaValueText = clock(currentTime) + " / " + clock(duration);
  };
  const CHANGES = ["play", "pause", "ended", "volumechange", "timeupdate", "durationchange"];
  for (const event of CHANGES) video.addEventListener(event, draw);
  video.addEventListener("click", () => swiped || toggle());
  part("toggle").addEventListener("click", toggle);
  line.addEventListener("input", () => {
    video.currentTime = (line.value / 1000) * (video.duration || 0);
  });
  part("sound").addEventListener("click", () => {
    video.muted = !video.muted;
    remembered(!video.muted);
    if (!video.muted) video.play().catch(() => {});
  });
  for (const name of ["bar", "side"]) part(name).hidden = false;
  draw();

  // Who turned the sound on hears the next video too, where the browser lets it.
  if (video.autoplay && remembered()) {
    video.muted = false;
    video.play().catch(() => {
      video.muted = true;
      video.play().catch(() => {});
    });
  }

  // The whole stage fills the screen, not the bare video, so that the card stays a link.
  const button = part("whole-screen");
  if (document.fullscreenEnabled) {
    button.hidden = false;
    button.addEventListener("click", () =>
      document.fullscreenElement ? document.exitFullscreen() : stage.requestFullscreen(),
    );
  }

  const tell = (text) => {
    part("told").textContent = text;
    setTimeout(() => (part("told").textContent = ""), 3_000);
  };
  part("share")?.addEventListener("click", async () => {
    const url = document.querySelector("link[rel=canonical]").href;
    try {
      if (navigator.share) await navigator.share({ title: document.title, url });
      else await navigator.clipboard.writeText(url).then(() => tell(say.copied));
    } catch (error) {
      if (error.name !== "AbortError") tell(url);
      return;
    }
    document.dispatchEvent(new Event("shared"));
  });

  // Translations stand under the lines that are in the picture. Who reads one of their languages,
  // and not the video's, sees it from the start.
  const primary = (tag) => tag.split("-")[0].toLowerCase();
  const translations = [...video.querySelectorAll("track")].filter(
    (track) => track.srclang !== timeline.language,
  );
  const translate = (chosen) => {
    for (const one of translations) one.track.mode = one === chosen ? "showing" : "disabled";
    part("translate").ariaPressed = String(Boolean(chosen));
  };
  if (translations.length) {
    const own = { srclang: timeline.language };
    const all = [own, ...translations];
    const reads = navigator.languages.map(primary);
    const mine = reads.map((tag) => all.find((one) => primary(one.srclang) === tag)).find(Boolean);
    let now = Math.max(0, all.indexOf(mine));
    translate(translations[now - 1]);
    part("translate").addEventListener("click", () => {
      now = (now + 1) % all.length;
      translate(translations[now - 1]);
      tell(translations[now - 1]?.label ?? say.subtitles_off);
    });
  }

  // The village's videos stand in a row: sideways to the next, since upwards is the product.
  const FAR = 60; // CSS pixels that a swipe covers at least
  const row = {};
  let swiped = false;
  const go = (where) => row[where] && location.assign(row[where].path);
  const near = async () => {
    const shown = await (await fetch(timeline.shop + "videos.json")).json();
    const own = shown.findIndex(({ path }) => path === timeline.path);
    const others = shown.filter(({ path }) => path !== timeline.path);
    if (!others.length) return;
    row.next = others[Math.max(own, 0) % others.length];
    row.before = others[(Math.max(own, 0) - 1 + others.length) % others.length];
    const next = part("next");
    next.href = row.next.path;
    next.title = next.firstElementChild.textContent = `${say.next}: ${row.next.title}`;
    next.hidden = false;
  };
  if (timeline.shop && part("next")) addEventListener("load", () => near().catch(() => {}));

  let from = null;
  stage.addEventListener("pointerdown", (event) => {
    swiped = false;
    const held = event.pointerType !== "mouse" && event.isPrimary && event.target !== line;
    from = held ? event : null;
  });
  stage.addEventListener("pointerup", (event) => {
    if (!from) return;
    const [right, down] = [event.clientX - from.clientX, event.clientY - from.clientY];
    from = null;
    swiped = Math.abs(right) > FAR && Math.abs(right) > 2 * Math.abs(down);
    if (swiped) go(right < 0 ? "next" : "before");
  });
  document.addEventListener("keydown", (event) => {
    const where = { ArrowRight: "next", ArrowLeft: "before" }[event.key];
    const busy = event.altKey || event.ctrlKey || event.metaKey || event.shiftKey;
    if (where && !busy && !event.target.closest?.("input, textarea, select")) go(where);
  });
})();
