// The page's own script: the view for low vision, sorting and search of tables.
// Without it the page is complete; nothing is loaded and nothing is sent.
(function () {
  "use strict";
  var root = document.documentElement;
  var KEY = "nok-view";
  var NAMES = ["size", "colour", "spacing", "figures"];
  var view = {};

  try {
    view = JSON.parse(localStorage.getItem(KEY)) || {};
  } catch (ignored) {
    view = {}; // storage may be closed on a file:// page
  }
  NAMES.forEach(apply); // before the page is drawn, so that it does not flash
  document.addEventListener("DOMContentLoaded", start);

  function start() {
    var say = JSON.parse(document.body.dataset.say);
    startView();
    var live = document.body.appendChild(element("p", { "class": "live", "aria-live": "polite" }));
    document.querySelectorAll(".tbl").forEach(function (box) {
      var table = box.querySelector("table");
      if (!table || !table.tHead || table.tBodies[0].rows.length < 3) return;
      makeSortable(table, say, live);
      if (box.hasAttribute("data-search")) addSearch(table, say);
    });
  }

  function element(tag, attributes, text) {
    var made = document.createElement(tag);
    Object.keys(attributes).forEach(function (name) {
      made.setAttribute(name, attributes[name]);
    });
    if (text) made.textContent = text;
    return made;
  }

  // ---- view ----

  function apply(name) {
    if (view[name]) root.setAttribute("data-" + name, view[name]);
    else root.removeAttribute("data-" + name);
  }

  function startView() {
    var bar = document.querySelector(".lv");
    var more = document.querySelector("[aria-controls=view]");
    var panel = document.getElementById("view");
    if (!bar) return;
    bar.hidden = false;
    show(Boolean(view.colour || view.spacing || view.figures));
    more.addEventListener("click", function () { show(panel.hidden); });
    document.querySelectorAll("[data-set]").forEach(function (button) {
      button.addEventListener("click", function () {
        view[button.dataset.set] = button.dataset.to;
        apply(button.dataset.set);
        mark();
        try {
          localStorage.setItem(KEY, JSON.stringify(view));
        } catch (ignored) { /* the choice lasts while the page is open */ }
      });
    });
    mark();

    function show(open) {
      panel.hidden = !open;
      more.setAttribute("aria-expanded", String(open));
    }
  }

  function mark() {
    document.querySelectorAll("[data-set]").forEach(function (button) {
      var chosen = (view[button.dataset.set] || "") === button.dataset.to;
      button.setAttribute("aria-pressed", String(chosen));
    });
    if (view.figures === "off") {
      document.querySelectorAll("figure details").forEach(function (one) { one.open = true; });
    }
  }

  // ---- sorting ----

  function makeSortable(table, say, live) {
    var collator = new Intl.Collator(root.lang, { numeric: true });
    Array.from(table.tHead.rows[0].cells).forEach(function (head, column) {
      var button = element("button", { type: "button" }, head.textContent);
      head.textContent = "";
      head.appendChild(button);
      button.addEventListener("click", function () {
        var down = head.getAttribute("aria-sort") === "ascending";
        table.tHead.querySelectorAll("th").forEach(function (one) {
          one.removeAttribute("aria-sort");
        });
        head.setAttribute("aria-sort", down ? "descending" : "ascending");
        sort(table.tBodies[0], column, down, collator);
        live.textContent = say.sorted
          .replace("{column}", button.textContent)
          .replace("{order}", down ? say.descending : say.ascending);
      });
    });
  }

  // Rows with words in place of a number stay below, in either order.
  function sort(body, column, down, collator) {
    var rows = Array.from(body.rows).map(function (row) {
      var cell = row.cells[column];
      return { row: row, value: valueOf(cell), missing: cell.classList.contains("wd") };
    });
    var numbers = rows.every(function (one) { return one.missing || typeof one.value === "number"; });
    rows.sort(function (one, other) {
      if (one.missing || other.missing) return one.missing - other.missing;
      var order = numbers ? one.value - other.value
        : collator.compare(textOf(one.row.cells[column]), textOf(other.row.cells[column]));
      return down ? -order : order;
    });
    rows.forEach(function (one) { body.appendChild(one.row); });
  }

  function textOf(cell) {
    return (cell.dataset.v || cell.textContent).trim();
  }

  // A cell's number: the first one in it, with a Russian or English decimal mark.
  function valueOf(cell) {
    var text = textOf(cell).replace(/[\u00a0\u202f]/g, "").replace(/\u2212/g, "-").replace(",", ".");
    var found = /^[^\d+-]*([+-]?\d+(\.\d+)?)/.exec(text);
    return found && (cell.dataset.v || cell.classList.contains("r")) ? Number(found[1]) : text;
  }

  // ---- search ----

  function addSearch(table, say) {
    var line = element("p", { "class": "find" });
    var label = line.appendChild(element("label", {}, say.search + " "));
    var input = label.appendChild(element("input", { type: "search" }));
    var found = line.appendChild(element("span", { role: "status" }));
    table.parentNode.insertBefore(line, table);
    input.addEventListener("input", function () {
      var wanted = folded(input.value.trim());
      var rows = Array.from(table.tBodies[0].rows);
      rows.forEach(function (row) { row.hidden = folded(row.textContent).indexOf(wanted) < 0; });
      var shown = rows.filter(function (row) { return !row.hidden; }).length;
      found.textContent = say.found.replace("{shown}", shown).replace("{all}", rows.length);
    });
  }

  function folded(text) {
    return text.toLowerCase().replace(/\u0451/g, "\u0435");
  }
})();
