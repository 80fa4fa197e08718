"use strict";
// Gives a report the random id that the video's page keeps of this browser, so that two reports of
// one person are not taken for those of two. Who wants no id has none, and reports all the same.
(() => {
  try {
    const kept = JSON.parse(localStorage.getItem("vc.visitor"));
    document.getElementById("report").elements.visitor.value = kept?.id ?? "";
  } catch {
    // Storage may be forbidden.
  }
})();
