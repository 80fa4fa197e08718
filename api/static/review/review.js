"use strict";
(() => {
  const desk = document.querySelector(".desk");
  const video = document.getElementById("video");
  const form = document.getElementById("correct");
  const status = document.getElementById("status");
  const approve = document.getElementById("approve");
  const save = document.getElementById("save");
  const fields = [...form.querySelectorAll("textarea, input:not([type=hidden])")];
  const places = [...document.querySelectorAll(".lines li")].map((item) => ({
    item,
    at: Number(item.querySelector(".time").dataset.at),
    field: item.querySelector("textarea"),
  }));
  const usual = status ? status.textContent : "";

  const changed = (field) => field.value !== field.defaultValue;
  const dirty = () => fields.some(changed);
  const mark = () => {
    for (const field of fields) (field.closest("li") || field.parentElement).classList.toggle("changed", changed(field));
    const now = dirty();
    if (approve) {
      approve.disabled = now;
      save.classList.toggle("second", !now);
      approve.classList.toggle("second", now);
    }
    if (status) {
      status.textContent = now ? desk.dataset.changed : usual;
      status.classList.toggle("changed", now);
    }
  };
  form.addEventListener("input", mark);
  mark();

  let sending = false;
  for (const each of document.forms) each.addEventListener("submit", () => (sending = true));
  addEventListener("beforeunload", (event) => {
    if (dirty() && !sending) event.preventDefault();
  });

  const moment = document.getElementById("refuse-at");
  const refuse = document.querySelector(".refuse");
  if (moment && video) {
    // Where the video was stopped is what is meant, unless another second is written.
    refuse.addEventListener("toggle", () => {
      if (!refuse.open || moment.value || !video.paused || video.currentTime < 0.05) return;
      const [minutes, seconds] = [Math.floor(video.currentTime / 60), (video.currentTime % 60).toFixed(2)];
      moment.value = `${minutes}:${seconds.padStart(5, "0")}`;
    });
  }

  if (video) {
    const show = (at) => {
      video.currentTime = at + 0.05;
    };
    for (const { item, at, field } of places) {
      item.querySelector(".time").addEventListener("click", (event) => {
        event.preventDefault();
        show(at);
        video.play();
      });
      field.addEventListener("focus", () => {
        if (video.paused) show(at);
      });
    }
    for (const link of document.querySelectorAll(".moment[data-at]")) {
      link.addEventListener("click", (event) => {
        event.preventDefault();
        show(Number(link.dataset.at));
        video.scrollIntoView({ block: "nearest" });
      });
    }
    video.addEventListener("timeupdate", () => {
      const now = places.findLast(({ at }) => at <= video.currentTime + 0.01);
      for (const place of places) place.item.classList.toggle("now", place === now);
    });
  }
  addEventListener("keydown", (event) => {
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey) && form.contains(event.target)) {
      event.preventDefault();
      if (dirty()) form.requestSubmit(save);
    } else if (event.code === "KeyP" && event.altKey && video) {
      event.preventDefault(); // not Ctrl+Space, with which many switch to Chinese
      if (video.paused) video.play();
      else video.pause();
    }
  });

  // A video that is being drawn: look every two seconds, and never throw away what was typed.
  const wait = async () => {
    try {
      const answer = await fetch(`/review/${desk.dataset.clip}/state.json`);
      const said = await answer.json();
      if (answer.ok && !said.working && !dirty()) {
        location.reload();
        return;
      }
    } catch {
      // no network just now
    }
    setTimeout(wait, 2000);
  };
  if (desk.dataset.working === "yes") setTimeout(wait, 2000);
})();
