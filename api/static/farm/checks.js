/* Looks at a clip on the phone before it is sent, and says in plain words what could be better.
   Nothing here stops a clip that the service may still be able to use. */
(function (root) {
  "use strict";
  const farm = (root.farm = root.farm || {});
  const DARK = 45; /* of 255, mean light of a frame; a lit room at night is near 60 */
  const SHORT_SECONDS = 5;
  const LONG_SECONDS = 180;
  const BIG_BYTES = 300 * 1024 * 1024;
  const SMALL_SIDE = 480;
  const PATIENCE = 8000; /* milliseconds for the browser to show a frame */
  const MOMENTS = [0.1, 0.5, 0.9];
  const PICTURE_SIDE = 240;

  /* Pure: facts {bytes, type, seconds, width, height, light: [0..255]} and limits
     {shortest, longest (seconds), largest (bytes)} to a list of [kind, name of a sentence], where
     kind is "stop", "bad" or "hint". Unknown facts are null and say nothing. */
  function advice(facts, limits) {
    if (!facts.bytes) {
      return [["stop", "empty"]];
    }
    if (/^image\//.test(facts.type || "")) {
      return [["stop", "photo"]];
    }
    const found = [];
    if (limits.largest && facts.bytes > limits.largest) {
      found.push(["stop", "too_big"]);
    } else if (facts.bytes > BIG_BYTES) {
      found.push(["hint", "big"]);
    }
    return found.concat(lengthAdvice(facts.seconds, limits), pictureAdvice(facts));
  }

  function lengthAdvice(seconds, limits) {
    if (!seconds) {
      return [["hint", "unknown"]];
    }
    if (seconds < limits.shortest) {
      return [["bad", "too_short"]];
    }
    if (seconds > limits.longest) {
      return [["bad", "too_long"]];
    }
    if (seconds < SHORT_SECONDS) {
      return [["hint", "short"]];
    }
    return seconds > LONG_SECONDS ? [["hint", "long"]] : [];
  }

  function pictureAdvice(facts) {
    const found = [];
    if (facts.width && facts.width > facts.height) {
      found.push(["hint", "lying"]);
    }
    if (facts.width && Math.min(facts.width, facts.height) < SMALL_SIDE) {
      found.push(["hint", "small"]);
    }
    if (facts.light.length && Math.max.apply(null, facts.light) < DARK) {
      found.push(["bad", "dark"]);
    }
    return found;
  }

  /* Mean light of RGBA bytes, 0 to 255, weighted as eyes do (BT.709). */
  function lightOf(pixels) {
    let sum = 0;
    for (let at = 0; at < pixels.length; at += 4) {
      sum += 0.2126 * pixels[at] + 0.7152 * pixels[at + 1] + 0.0722 * pixels[at + 2];
    }
    return pixels.length ? sum / (pixels.length / 4) : 0;
  }

  function happens(element, name) {
    return new Promise(function (resolve, reject) {
      const timer = setTimeout(function () {
        reject(new Error(name));
      }, PATIENCE);
      element.addEventListener(name, function () {
        clearTimeout(timer);
        resolve();
      }, { once: true });
      element.addEventListener("error", function () {
        clearTimeout(timer);
        reject(new Error("error"));
      }, { once: true });
    });
  }

  function drawn(video) {
    const scale = PICTURE_SIDE / Math.max(video.videoWidth, video.videoHeight);
    const canvas = document.createElement("canvas");
    canvas.width = Math.max(1, Math.round(video.videoWidth * scale));
    canvas.height = Math.max(1, Math.round(video.videoHeight * scale));
    canvas.getContext("2d").drawImage(video, 0, 0, canvas.width, canvas.height);
    return canvas;
  }

  async function seen(video, facts) {
    const middle = Math.floor(MOMENTS.length / 2);
    for (let at = 0; at < MOMENTS.length; at += 1) {
      const sought = happens(video, "seeked");
      video.currentTime = facts.seconds * MOMENTS[at];
      await sought;
      const canvas = drawn(video);
      const frame = canvas.getContext("2d").getImageData(0, 0, canvas.width, canvas.height);
      facts.light.push(lightOf(frame.data));
      if (at === middle) {
        facts.picture = canvas.toDataURL("image/jpeg", 0.7);
      }
    }
  }

  /* Facts of a file; what this browser can't find out stays null. */
  async function look(file) {
    const facts = {
      bytes: file.size, type: file.type, seconds: null, width: null, height: null,
      light: [], picture: "",
    };
    const address = URL.createObjectURL(file);
    const video = document.createElement("video");
    video.muted = true;
    video.preload = "auto";
    video.playsInline = true;
    try {
      const known = happens(video, "loadeddata");
      video.src = address;
      await known;
      facts.seconds = isFinite(video.duration) ? video.duration : null;
      facts.width = video.videoWidth || null;
      facts.height = video.videoHeight || null;
      if (facts.seconds && facts.width) {
        await seen(video, facts);
      }
    } catch (error) {
      /* A browser that can't play this kind of clip; the service may well be able to. */
    } finally {
      video.removeAttribute("src");
      video.load();
      URL.revokeObjectURL(address);
    }
    return facts;
  }

  farm.checks = { advice: advice, look: look, lightOf: lightOf };
})(self);
