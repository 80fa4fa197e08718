"use strict";
(() => {
  // What the next draft's page shows first is asked for while one works on this one. Its files never
  // change under their addresses, so that the browser has them when it comes to them.
  const { next, after } = document.currentScript.dataset;
  const load = async () => {
    const answer = await fetch(next, { headers: { accept: "application/json" } });
    if (!answer.ok) return;
    for (const file of (await answer.json()).load) {
      await (await fetch(file, { priority: "low" })).arrayBuffer();
    }
  };
  const saves = navigator.connection && navigator.connection.saveData;
  const begin = () => setTimeout(() => load().catch(() => {}), Number(after));
  if (!saves) addEventListener("load", begin);
})();
