/* The page works without JavaScript; this adds the filter, folding and deep links. */
(function () {
  "use strict";
  var form = document.getElementById("filter");
  if (!form) { return; }
  var KEYS = ["part", "object", "severity", "rule"];
  var text = document.getElementById("filter-text");
  var boxes = KEYS.map(function (key) { return document.getElementById("filter-" + key); });
  var count = document.getElementById("filter-count");
  var nothing = document.getElementById("filter-nothing");
  var fold = document.getElementById("fold");
  var groups = Array.from(document.querySelectorAll(".group, .same, .cause, #day-one, #causes, #automation")).map(function (element) {
    return { element: element, hits: 0, hidden: false, folds: element.matches(".explained"), opened: null };
  });
  var byElement = new Map(groups.map(function (one) { return [one.element, one]; }));
  var findings = Array.from(document.querySelectorAll(".finding")).map(read);
  var foldable = Array.from(document.querySelectorAll("details.group"));

  function read(element) {
    var inside = [], section = "";
    for (var above = element.parentElement; above; above = above.parentElement) {
      if (byElement.has(above)) { inside.push(byElement.get(above)); }
      if (above.tagName === "SECTION") { section = above.id; break; }
    }
    var names = element.classList;
    var severity = names.contains("waived") ? "waived" : names[1];
    var part = section === "findings" || section === "automation" ? "differences" : section;
    return {
      element: element, inside: inside, words: null, hidden: false, keep: true, shown: true,
      values: [part, told(element, "object"), severity, told(element, "rule")],
      explained: inside.some(function (one) { return one.folds; }),
      cause: element.dataset.kind === "cause"
    };
  }

  /* What a finding does not say itself, because it is the same for all of its group, the group says. */
  function told(element, name) {
    for (var one = element; one; one = one.parentElement) {
      if (name in one.dataset) { return one.dataset[name]; }
    }
    return "";
  }

  function words(finding) {
    if (finding.words === null) { finding.words = finding.element.textContent.toLowerCase(); }
    return finding.words;
  }

  function toggle(one, hidden) {
    if (one.hidden !== hidden) { one.hidden = hidden; one.element.hidden = hidden; }
  }

  function fromFragment() {
    var asked = new URLSearchParams(location.hash.slice(1));
    var known = KEYS.concat("q").some(function (key) { return asked.has(key); });
    if (!known) { return false; }
    text.value = asked.get("q") || "";
    KEYS.forEach(function (key, at) {
      var value = asked.get(key) || "";
      if (value && !Array.from(boxes[at].options).some(function (one) { return one.value === value; })) {
        boxes[at].add(new Option(value, value));
      }
      boxes[at].value = value;
    });
    return true;
  }

  function toFragment() {
    var told = new URLSearchParams();
    KEYS.forEach(function (key, at) { if (boxes[at].value) { told.set(key, boxes[at].value); } });
    if (text.value.trim()) { told.set("q", text.value.trim()); }
    var fragment = told.toString();
    try {
      history.replaceState(null, "", fragment ? "#" + fragment : location.pathname + location.search);
    } catch (refused) { /* Shown inside of another page, which keeps its address: the filter works all the same. */ }
  }

  /* One pass: what is kept, and for each list how many there would be with another choice in it. */
  function apply() {
    var wanted = boxes.map(function (box) { return box.value; }), sought = text.value.trim().toLowerCase();
    var active = sought !== "" || wanted.some(Boolean);
    var tallies = KEYS.map(function () { return new Map(); }), shown = 0, within = 0;
    groups.forEach(function (one) { one.hits = 0; });
    findings.forEach(function (finding) {
      var misses = sought !== "" && !words(finding).includes(sought) ? KEYS.length + 1 : 0, missed = -1;
      for (var at = 0; misses < 2 && at < KEYS.length; at += 1) {
        if (wanted[at] && finding.values[at] !== wanted[at]) { misses += 1; missed = at; }
      }
      for (at = 0; misses < 2 && at < KEYS.length; at += 1) {
        if (misses === 0 || missed === at) {
          tallies[at].set(finding.values[at], (tallies[at].get(finding.values[at]) || 0) + 1);
        }
      }
      finding.keep = misses === 0;
      if (finding.keep) {
        shown += 1;
        within += finding.explained ? 1 : 0;
        finding.inside.forEach(function (one) { one.hits += 1; });
      }
    });
    findings.forEach(function (finding) {
      var context = finding.cause && finding.inside.some(function (one) { return one.hits > 0; });
      toggle(finding, !finding.keep && !context);
    });
    groups.forEach(function (one) {
      toggle(one, one.hits === 0 && active);
      if (one.folds) { unfold(one, active && one.hits > 0); }
    });
    form.parentElement.classList.toggle("active", active);
    boxes.forEach(function (box, at) { label(box, tallies[at]); });
    count.textContent = count.dataset.of.replace("{shown}", shown.toLocaleString(document.documentElement.lang))
      .replace("{all}", findings.length.toLocaleString(document.documentElement.lang)) +
      (active && within ? ", " + count.dataset.within.replace("{within}", within.toLocaleString(document.documentElement.lang)) : "");
    nothing.hidden = shown > 0;
  }

  /* What a cause explains is unfolded while it has hits, and as before afterwards. */
  function unfold(one, hit) {
    if (hit && one.opened === null) { one.opened = one.element.open; }
    if (hit) { one.element.open = true; }
    if (!hit && one.opened !== null) { one.element.open = one.opened; one.opened = null; }
  }

  function label(box, tally) {
    Array.from(box.options).forEach(function (option) {
      if (!option.value) { return; }
      var name = option.dataset.name || (box.id === "filter-severity" && form.dataset[option.value]) || option.value;
      option.textContent = name + " (" + (tally.get(option.value) || 0) + ")";
    });
  }

  function fill(box, at) {
    var there = new Set(Array.from(box.options).map(function (one) { return one.value; }));
    var values = new Set(findings.map(function (one) { return one.values[at]; }));
    Array.from(values).sort().forEach(function (value) {
      if (value && !there.has(value)) { box.add(new Option(value, value)); }
    });
  }

  function follow() {
    if (fromFragment()) {
      apply();
      var first = findings.find(function (one) { return one.keep; });
      if (first) { show(first.element); } else { form.scrollIntoView(); }
      return;
    }
    if (!location.hash) { clear(); apply(); return; }
    var target = location.hash.length > 1 && document.getElementById(named(location.hash.slice(1)));
    if (!target) { return; }
    var filtered = target.hidden;
    if (filtered) { clear(); apply(); }
    if (filtered || target.matches(".finding")) { show(target); }
  }

  /* What a link names; a broken one names nothing, and the rest of the page goes on. */
  function named(fragment) {
    try { return decodeURIComponent(fragment); } catch (broken) { return ""; }
  }

  function show(element) {
    for (var above = element.parentElement; above; above = above.parentElement) {
      if (above.tagName === "DETAILS") { above.open = true; }
    }
    element.scrollIntoView({ block: "start" });
  }

  /* The bar stays above what a link leads to, in as many rows as the language and the window give it. */
  function clearance() {
    var stays = getComputedStyle(form).position === "sticky";
    document.documentElement.style.scrollPaddingTop = stays ? form.offsetHeight + 8 + "px" : "";
  }

  function clear() {
    text.value = "";
    boxes.forEach(function (box) { box.value = ""; });
  }

  function changed() { apply(); toFragment(); }

  function folded() { return !foldable.some(function (one) { return one.open; }); }

  function relabel() { fold.textContent = folded() ? fold.dataset.unfold : fold.dataset.fold; }

  boxes.forEach(fill);
  form.hidden = false;
  form.addEventListener("input", changed);
  form.addEventListener("submit", function (event) { event.preventDefault(); });
  form.addEventListener("reset", function (event) { event.preventDefault(); clear(); changed(); });
  fold.addEventListener("click", function () {
    var open = folded();
    foldable.forEach(function (one) { one.open = open; });
    relabel();
  });
  document.addEventListener("toggle", relabel, true);
  window.addEventListener("hashchange", follow);
  window.addEventListener("resize", clearance);
  apply();
  clearance();
  follow();
}());
