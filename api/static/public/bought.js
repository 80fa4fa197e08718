/* Offers "bought it" where this browser has the number that goes to the shop with the cart link. */
(() => {
  "use strict";
  const form = document.getElementById("bought");
  let known = null;
  try {
    known = JSON.parse(localStorage.getItem("vc.visitor"));
  } catch {
    /* no storage: then there is nothing to offer */
  }
  if (!form || !/^[0-9a-f]{24}$/.test(known?.id)) return;
  form.elements.visitor.value = known.id;
  form.hidden = false;
})();
