/* Every farmer's page: installs the service worker, goes on with what waits, reads aloud. */
(function (root) {
  "use strict";
  const farm = (root.farm = root.farm || {});
  const PAUSES = [3000, 5000, 10000, 20000, 30000]; /* milliseconds until the next try */
  let tries = 0;
  let timer = null;

  farm.facts = JSON.parse(document.getElementById("farm-facts").textContent);
  farm.say = farm.facts.say;

  /* The element inside `element` that its template calls `name`. */
  farm.part = function (element, name) {
    return element.querySelector('[data-is="' + name + '"]');
  };

  farm.copy = function (id) {
    return document.getElementById(id).content.firstElementChild.cloneNode(true);
  };

  /* Goes on with what waits; comes back to it by itself while this page is open. */
  farm.go = function () {
    clearTimeout(timer);
    return farm.sender.run().then(function (why) {
      if (why === "away") {
        timer = setTimeout(farm.go, PAUSES[Math.min(tries, PAUSES.length - 1)]);
        tries += 1;
      } else {
        tries = 0;
      }
      return why;
    });
  };

  function goAtOnce() {
    tries = 0;
    farm.go();
  }

  function showNetwork() {
    document.getElementById("offline").hidden = root.navigator.onLine !== false;
  }

  root.addEventListener("online", showNetwork);
  root.addEventListener("offline", showNetwork);
  root.addEventListener("online", goAtOnce);
  root.addEventListener("pageshow", goAtOnce);
  document.addEventListener("visibilitychange", function () {
    if (document.visibilityState === "visible") {
      goAtOnce();
    }
  });
  showNetwork();

  /* Asks the browser to go on even when this page is closed, where it can. */
  farm.sendLater = function () {
    if (!root.navigator.serviceWorker) {
      return Promise.resolve();
    }
    const asked = root.navigator.serviceWorker.ready.then(function (registration) {
      return registration.sync ? registration.sync.register("send") : undefined;
    }).catch(function () {
      /* Not allowed here: it goes on when the page is opened. */
    });
    const patience = new Promise(function (resolve) {
      setTimeout(resolve, 1000);
    });
    return Promise.race([asked, patience]);
  };

  if (root.navigator.serviceWorker) {
    root.navigator.serviceWorker.register("/farm/sw.js", { scope: "/farm" }).catch(function () {
      /* Without https, or in a private window: the pages work, but not without a network. */
    });
  }

  /* What a reader would read, in the order of the screen. */
  function wordsOfScreen() {
    const found = [];
    const all = document.querySelectorAll(
      "main h1, main h2, main p, main li, main label, main button, main a.button, main strong"
    );
    Array.prototype.forEach.call(all, function (element) {
      const inside = element.parentElement.closest("li, label, button, a.button, p");
      const silent = element.closest("[data-speak], [data-plain], [aria-hidden], template, .way");
      if (element.offsetParent !== null && !inside && !silent) {
        const text = element.innerText.replace(/\s+/g, " ").trim();
        if (text) {
          found.push(text);
        }
      }
    });
    return found;
  }

  function voiceFor(language) {
    const voices = root.speechSynthesis.getVoices().filter(function (voice) {
      return voice.lang.toLowerCase().indexOf(language) === 0;
    });
    const near = voices.filter(function (voice) {
      return voice.localService;
    });
    return near[0] || voices[0] || null;
  }

  function readAloud() {
    const speech = root.speechSynthesis;
    if (speech.speaking) {
      speech.cancel();
      return;
    }
    wordsOfScreen().forEach(function (text) {
      const saying = new SpeechSynthesisUtterance(text);
      saying.lang = farm.facts.lang === "zh" ? "zh-CN" : farm.facts.lang;
      saying.voice = voiceFor(farm.facts.lang);
      saying.rate = 0.9;
      speech.speak(saying);
    });
  }

  function showSpeakers() {
    const can = root.speechSynthesis && root.SpeechSynthesisUtterance;
    Array.prototype.forEach.call(document.querySelectorAll("[data-speak]"), function (button) {
      button.hidden = !can;
      button.addEventListener("click", readAloud);
    });
    root.addEventListener("pagehide", function () {
      if (can) {
        root.speechSynthesis.cancel();
      }
    });
  }
  showSpeakers();
})(self);
