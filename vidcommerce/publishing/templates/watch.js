"use strict";
(() => {
  const timeline = JSON.parse(document.getElementById("timeline").textContent);
  const video = document.querySelector("video");
  const stage = document.querySelector(".stage");
  const links = [...document.querySelectorAll(".card")];
  const [numerator, denominator] = timeline.rate;
  let started = false; // until then the poster is shown, which has no card

  const showCards = (seconds) => {
    // A tenth of a frame, because browsers give times as rounded microseconds.
    const frame = Math.floor((seconds * numerator) / denominator + 0.1);
    links.forEach((link, number) => {
      const [start, stop] = timeline.cards[number];
      const hidden = !started || frame < start || frame >= stop;
      if (hidden && document.activeElement === link) video.focus({ preventScroll: true });
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
  for (const event of ["play", "seeking"])
    video.addEventListener(event, () => (started = true));
  for (const link of links) link.addEventListener("click", () => video.pause());

  // From a disk, browsers refuse to read caption files; the same captions stand in the page.
  if (location.protocol === "file:")
    for (const track of video.querySelectorAll("track")) {
      const captions = timeline.captions[track.srclang];
      if (captions) track.src = "data:text/vtt;charset=utf-8," + encodeURIComponent(captions);
    }

  const moment = /[?&#]t=(\d+(?:\.\d+)?)$/.exec(location.search + location.hash);
  if (moment) video.currentTime = Number(moment[1]);

  // The whole stage fills the screen, not the bare video, so that the card stays a link.
  const button = document.querySelector(".whole-screen");
  if (document.fullscreenEnabled) {
    video.classList.add("staged");
    button.hidden = false;
    button.addEventListener("click", () =>
      document.fullscreenElement ? document.exitFullscreen() : stage.requestFullscreen(),
    );
  }
})();
