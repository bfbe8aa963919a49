/* A button that copies beside each API name and each command. */
(function () {
  "use strict";
  var words = document.body.dataset;

  function copy(text, source, done) {
    if (navigator.clipboard) { navigator.clipboard.writeText(text).then(done, byHand); } else { byHand(); }

    /* Where the browser keeps its clipboard from a file: the older way, and else the reader presses Ctrl+C. */
    function byHand() {
      select(source);
      if (document.execCommand && document.execCommand("copy")) { done(); }
    }
  }

  function select(source) {
    var range = document.createRange();
    range.selectNodeContents(source);
    getSelection().removeAllRanges();
    getSelection().addRange(range);
  }

  function add(source) {
    var button = document.createElement("button");
    button.type = "button";
    button.className = "copied";
    button.textContent = words.copy;
    button.setAttribute("aria-label", words.copy + " " + source.textContent);
    button.addEventListener("click", function () {
      copy(source.textContent, source, function () {
        button.textContent = words.copied;
        setTimeout(function () { button.textContent = words.copy; }, 2000);
      });
    });
    source.after(" ", button);
  }

  var left = Array.from(document.querySelectorAll(".finding:not([data-kind]) > :first-child > code, pre.copy > code"));
  var idle = window.requestIdleCallback || function (work) { setTimeout(work, 1); };
  (function some() {
    left.splice(0, 500).forEach(add);
    if (left.length) { idle(some); }
  }());
}());
