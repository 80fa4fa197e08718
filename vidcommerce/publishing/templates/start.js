"use strict";
// Stands right behind the video, so that it is asked for before the rest of the page is read.
(() => {
  const video = document.querySelector("video");
  const { saveData, effectiveType = "4g" } = navigator.connection || {};
  if ((saveData || effectiveType !== "4g") && video.dataset.small) video.src = video.dataset.small;
  video.controls = false; // the page has its own, which leave the card free
  video.muted = true;
  const starts = "starts" in video.dataset && !matchMedia("(prefers-reduced-motion: reduce)").matches;
  // The page itself says "none": where its rest comes late, no browser begins with the large file.
  video.preload = starts ? "auto" : "metadata";
  video.autoplay = starts;
})();
