
(function () {
  "use strict";
  var form = document.getElementById("filter");
  if (!form) { return; }
  var text = document.getElementById("filter-text");
  var selects = ["object", "severity", "rule"].map(function (key) {
    return { key: key, box: document.getElementById("filter-" + key) };
  });
  var count = document.getElementById("filter-count");
  var fold = document.getElementById("fold");
  var findings = Array.from(document.querySelectorAll(".finding")).map(function (element) {
    return { element: element, words: element.textContent.toLowerCase() };
  });
  var groups = Array.from(document.querySelectorAll(".group"));

  function wanted(finding) {
    var words = text.value.trim().toLowerCase();
    return (!words || finding.words.includes(words)) && selects.every(function (one) {
      return !one.box.value || finding.element.dataset[one.key] === one.box.value;
    });
  }

  function apply() {
    var shown = 0;
    findings.forEach(function (finding) {
      var keep = wanted(finding);
      finding.element.hidden = !keep;
      shown += keep ? 1 : 0;
    });
    groups.forEach(function (group) {
      group.hidden = !group.querySelector(".finding:not([hidden])");
    });
    count.textContent = shown + " of " + findings.length + " findings shown";
  }

  function foldAll() {
    var open = groups.some(function (group) { return group.open; });
    groups.forEach(function (group) { group.open = !open; });
    label();
  }

  function label() {
    var open = groups.some(function (group) { return group.open; });
    fold.textContent = open ? "Fold all" : "Unfold all";
  }

  form.hidden = false;
  form.addEventListener("input", apply);
  form.addEventListener("submit", function (event) { event.preventDefault(); });
  form.addEventListener("reset", function () { setTimeout(apply, 0); });
  fold.addEventListener("click", foldAll);
  groups.forEach(function (group) { group.addEventListener("toggle", label); });
  apply();
}());
