/* Marks in the table of contents which section is being read. */
(function () {
  "use strict";
  if (!window.IntersectionObserver) { return; }
  var links = new Map(Array.from(document.querySelectorAll(".toc a")).map(function (one) {
    return [one.getAttribute("href").slice(1), one];
  }));
  var current = null;
  var watcher = new IntersectionObserver(function (seen) {
    seen.forEach(function (one) {
      if (!one.isIntersecting || !links.has(one.target.id)) { return; }
      if (current) { current.removeAttribute("aria-current"); }
      current = links.get(one.target.id);
      current.setAttribute("aria-current", "true");
    });
  }, { rootMargin: "-15% 0px -80% 0px" });
  Array.from(document.querySelectorAll("#main section[id], #verdict")).forEach(function (one) { watcher.observe(one); });
}());
