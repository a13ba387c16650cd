/// The report's script: it is part of the page, needs no network, and works where a page is opened as a file.
/// Without it the page shows the same; marks then tell their values as titles.
enum PageScript {
  /// Shows the values of a plot's lines under the pointer or finger.
  static let readings = """
    document.querySelectorAll('.plot').forEach(function (plot) {
      var lines = Array.from(plot.querySelectorAll('polyline[data-steps]')).map(function (line) {
        var points = Array.from(line.points), data = line.dataset;
        return {name: data.name, span: data.span, style: line.classList, steps: data.steps.split('|'),
          values: data.values.split('|'), x: points.map(function (p) { return p.x / 1000; })};
      });
      if (!lines.length) return;
      function add(parent, tag, style, text) {
        var element = document.createElement(tag);
        element.className = style;
        element.textContent = text || '';
        return parent.appendChild(element);
      }
      // They would be told twice.
      plot.querySelectorAll('.mark').forEach(function (mark) { mark.removeAttribute('title'); });
      var rule = add(plot, 'i', 'rule'), box = add(plot, 'div', 'reading');
      function nearest(line, x) {
        var best = 0;
        line.x.forEach(function (value, index) {
          if (Math.abs(value - x) < Math.abs(line.x[best] - x)) best = index;
        });
        return best;
      }
      function show(event) {
        var area = plot.getBoundingClientRect(), x = (event.clientX - area.left) / area.width;
        var found = lines.map(function (line) { return {line: line, index: nearest(line, x)}; });
        var first = found.reduce(function (a, b) {
          return Math.abs(b.line.x[b.index] - x) < Math.abs(a.line.x[a.index] - x) ? b : a;
        });
        var at = first.line.x[first.index], step = first.line.steps[first.index];
        box.textContent = '';
        add(box, 'b', '', 'step ' + step + (first.line.span ? ', mean of ' + first.line.span + ' steps' : ''));
        found.forEach(function (one) {
          var own = one.line.steps[one.index], row = add(box, 'span', '');
          add(row, 'i', 'key ' + Array.from(one.line.style).filter(function (s) { return /^s[0-9]$/.test(s); })[0]);
          row.append(one.line.name + ' ' + one.line.values[one.index] + (own === step ? '' : ' (step ' + own + ')'));
        });
        rule.style.left = at * 100 + '%';
        box.style[at > 0.5 ? 'right' : 'left'] = (at > 0.5 ? 1 - at : at) * 100 + '%';
        box.style[at > 0.5 ? 'left' : 'right'] = 'auto';
        plot.classList.add('read');
      }
      plot.addEventListener('pointermove', show);
      plot.addEventListener('pointerdown', show);
      plot.addEventListener('pointerleave', function () { plot.classList.remove('read'); });
    });

    """

  /// Loads the page of a run at work anew, with what is unfolded left so: not while it is out of sight or a
  /// value is read, and not for ever, since nobody tells the page of a run that was killed.
  static let reload = """
    (function () {
      var written = Number(document.documentElement.dataset.written), key = 'unfolded ' + location.pathname;
      function unfolded() { return Array.from(document.querySelectorAll('details')); }
      try {
        JSON.parse(sessionStorage.getItem(key) || '[]').forEach(function (index) {
          if (unfolded()[index]) unfolded()[index].open = true;
        });
      } catch (error) { /* A browser may keep nothing for files. */ }
      var timer = setInterval(function () {
        if (Date.now() / 1000 - written > \(daysOfReloading * 86_400)) return clearInterval(timer);
        if (document.hidden || document.querySelector('.plot.read')) return;
        var open = unfolded().map(function (one, index) { return one.open ? index : -1; });
        try { sessionStorage.setItem(key, JSON.stringify(open.filter(function (i) { return i >= 0; }))); } catch (error) {}
        location.reload();
      }, \(secondsBetweenReloads * 1000));
    })();

    """

  /// Seconds after which a page of a run at work is loaded anew.
  static let secondsBetweenReloads = 30
  private static let daysOfReloading = 2
}
