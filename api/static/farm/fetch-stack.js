/* How tus-js-client talks where there is no XMLHttpRequest: in a service worker. */
(function (root) {
  "use strict";
  const farm = (root.farm = root.farm || {});

  function Answer(answer, body) {
    this.getStatus = function () {
      return answer.status;
    };
    this.getHeader = function (name) {
      return answer.headers.get(name) || undefined;
    };
    this.getBody = function () {
      return body;
    };
    this.getUnderlyingObject = function () {
      return answer;
    };
  }

  function Ask(method, address) {
    const headers = {};
    const controller = new AbortController();
    let progressed = function () {};
    this.getMethod = function () {
      return method;
    };
    this.getURL = function () {
      return address;
    };
    this.setHeader = function (name, value) {
      headers[name] = value;
    };
    this.getHeader = function (name) {
      return headers[name];
    };
    this.setProgressHandler = function (handler) {
      progressed = handler;
    };
    this.send = async function (body) {
      progressed(0);
      const answer = await fetch(address, {
        method: method, headers: headers, body: body || undefined,
        credentials: "same-origin", cache: "no-store", signal: controller.signal,
      });
      progressed(body ? body.size || 0 : 0);
      return new Answer(answer, await answer.text());
    };
    this.abort = function () {
      controller.abort();
      return Promise.resolve();
    };
    this.getUnderlyingObject = function () {
      return null;
    };
  }

  farm.fetchStack = {
    createRequest: function (method, address) {
      return new Ask(method, address);
    },
    getName: function () {
      return "fetch";
    },
  };
})(self);
