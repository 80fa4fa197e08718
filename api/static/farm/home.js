/* My videos: what is being sent from this phone, and what becomes of what was sent. */
(function (root) {
  "use strict";
  const farm = root.farm;
  const EVERY = 2000; /* milliseconds between looks at what this phone keeps */
  const POLL = 5000; /* milliseconds between questions, where there are no server-sent events */
  const sendList = document.getElementById("sends");
  const videoList = document.getElementById("videos");
  const one = document.getElementById("one");

  /* ---- on this phone ---- */

  const live = {}; /* bytes sent by id, fresher than what is written down */

  function percentOf(send) {
    const sent = send.id in live ? live[send.id] : send.sent;
    return send.size ? Math.min(100, Math.floor((100 * sent) / send.size)) : 0;
  }

  function stateOf(send) {
    if (send.state === "stuck") {
      return farm.say.stuck;
    }
    if (root.navigator.onLine === false) {
      return farm.say.waits;
    }
    return send.sent > 0 ? farm.say.on_its_way : farm.say.queued;
  }

  function adviceOf(send) {
    if (send.state === "stuck") {
      return send.why || (send.whyKey === "consent" ? farm.say.need_consent : farm.say.no_product);
    }
    return root.navigator.onLine === false ? farm.say.kept : farm.say.close_ok;
  }

  function sendCard(send) {
    let card = sendList.querySelector('[data-id="' + send.id + '"]');
    if (card) {
      return card;
    }
    card = farm.copy("send-card");
    card.dataset.id = send.id;
    if (send.picture) {
      farm.part(card, "picture").src = send.picture;
    }
    farm.part(card, "remove").addEventListener("click", function () {
      farm.store.remove(send.id).then(showSends);
    });
    farm.part(card, "try-again").addEventListener("click", function () {
      farm.store.change(send.id, { state: "waiting", why: "", upload: "" }).then(farm.go);
    });
    sendList.appendChild(card);
    return card;
  }

  function put(element, text) {
    if (element.textContent !== text) {
      element.textContent = text;
    }
  }

  function drawSend(send) {
    const card = sendCard(send);
    const stuck = send.state === "stuck";
    const asks = stuck && (send.whyKey === "consent" || !send.productId);
    const away = root.navigator.onLine === false;
    card.className = "video " + (stuck ? "trouble" : away ? "waiting" : "working");
    put(farm.part(card, "product"), send.productName);
    put(farm.part(card, "title"), stateOf(send));
    put(farm.part(card, "advice"), adviceOf(send));
    put(farm.part(card, "percent"), stuck ? "" : percentOf(send) + " %");
    const bar = farm.part(card, "bar");
    bar.hidden = stuck;
    bar.value = percentOf(send);
    bar.setAttribute("aria-label", stateOf(send));
    farm.part(card, "actions").hidden = !stuck;
    farm.part(card, "put-right").hidden = !asks;
    farm.part(card, "put-right").href = "/farm/new?send=" + send.id;
    farm.part(card, "try-again").hidden = asks;
  }

  async function showSends() {
    if (!sendList) {
      return;
    }
    const all = (await farm.store.all()).filter(function (send) {
      return send.person === farm.facts.person || send.state === "chosen";
    });
    const under = all.filter(function (send) {
      return send.state !== "chosen";
    });
    under.forEach(drawSend);
    Array.prototype.forEach.call(sendList.children, function (card) {
      const kept = under.some(function (send) {
        return send.id === card.dataset.id;
      });
      if (!kept) {
        card.remove();
      }
    });
    document.getElementById("sending").hidden = under.length === 0;
    document.getElementById("unsent").hidden = under.length === all.length;
    showNothing();
  }

  function showNothing() {
    const any = videoList.children.length || sendList.children.length;
    document.getElementById("none-yet").hidden = any > 0;
  }

  function tellWords(words) {
    const told = document.getElementById("told");
    if (told) {
      told.textContent = words || "";
      told.hidden = !words;
    }
  }

  farm.sender.listen(function (kind, facts) {
    if (kind === "progress" && sendList) {
      const card = sendList.querySelector('[data-id="' + facts.id + '"]');
      if (card) {
        const percent = Math.floor((100 * facts.sent) / facts.total);
        live[facts.id] = facts.sent;
        farm.part(card, "percent").textContent = percent + " %";
        farm.part(card, "bar").value = percent;
        put(farm.part(card, "title"), farm.say.on_its_way);
      }
      return;
    }
    if (kind === "sent") {
      if (facts.before) {
        tellWords(farm.say.sent_before);
      }
      farm.service.videos().then(showVideos, function () {});
    }
    if (kind === "stopped" && sendList) {
      document.getElementById("sign-in").hidden = facts.why !== "sign_in";
      tellWords(facts.words);
    }
    showSends();
  });

  /* ---- at the service ---- */

  function fill(element, video) {
    element.className = (element.id === "one" ? "one " : "video ") + video.tone;
    element.dataset.step = video.step;
    put(farm.part(element, "title"), video.title);
    const advice = farm.part(element, "advice");
    put(advice, video.advice);
    advice.hidden = !video.advice;
    put(farm.part(element, "percent"), video.percent >= 0 ? video.percent + " %" : "");
    const bar = farm.part(element, "bar");
    bar.hidden = video.percent < 0;
    bar.value = Math.max(video.percent, 0);
    bar.setAttribute("aria-label", video.title);
  }

  function drawVideo(video, place) {
    let card = videoList.querySelector('[data-id="' + video.id + '"]');
    if (!card) {
      card = farm.copy("video-card");
      card.dataset.id = video.id;
    }
    card.querySelector("a").href = video.address;
    const picture = farm.part(card, "picture");
    if (picture.getAttribute("src") !== video.picture) {
      picture.src = video.picture;
    }
    put(farm.part(card, "product"), video.product);
    fill(card, video);
    if (videoList.children[place] !== card) {
      videoList.insertBefore(card, videoList.children[place] || null);
    }
  }

  function drawOne(video) {
    const dots = one.querySelectorAll(".dots li");
    Array.prototype.forEach.call(dots, function (dot, at) {
      const ready = video.step === dots.length - 1;
      dot.className = at < video.step || ready ? "done" : at === video.step ? "now" : "";
    });
    const changed = one.className !== "one " + video.tone;
    fill(one, video);
    if (changed) {
      root.location.reload(); /* there is a draft to watch now, or something to do */
    }
  }

  function showVideos(videos) {
    if (one) {
      videos.forEach(function (video) {
        if (video.id === one.dataset.id) {
          drawOne(video);
        }
      });
      return;
    }
    videos.forEach(drawVideo);
    while (videoList.children.length > videos.length) {
      videoList.lastElementChild.remove();
    }
    showNothing();
  }

  function poll() {
    setInterval(function () {
      if (document.visibilityState === "visible" && root.navigator.onLine !== false) {
        farm.service.videos().then(showVideos, function () {});
      }
    }, POLL);
  }

  /* Events where they come through; some carriers' proxies hold them back, then questions. */
  function follow() {
    if (!root.EventSource) {
      poll();
      return;
    }
    let came = false;
    const events = new EventSource("/farm/progress");
    events.addEventListener("videos", function (event) {
      came = true;
      showVideos(JSON.parse(event.data));
    });
    setTimeout(function () {
      if (!came) {
        events.close();
        poll();
      }
    }, POLL * 2);
    root.addEventListener("pagehide", function () {
      events.close();
    });
    root.addEventListener("pageshow", function (event) {
      if (event.persisted) {
        root.location.reload();
      }
    });
  }

  showSends();
  root.addEventListener("online", showSends);
  root.addEventListener("offline", showSends);
  setInterval(showSends, EVERY);
  follow();
})(self);
