// Beside a picture whose data are in the page: a button that shows them in a plot to zoom in.
(function () {
  'use strict';
  if (!window.uPlot) return;
  var UNITS = [['y', 31557600], ['d', 86400], ['h', 3600], ['min', 60], ['s', 1]];
  var TIMES = [0.001, 0.01, 0.1, 1, 10, 60, 600, 3600, 21600, 86400, 604800, 2592000, 7776000, 31557600, 315576000];
  function time(seconds) {
    if (seconds === 0) return '0 s';
    var rest = Math.abs(seconds), words = [];
    if (rest < 1) return +(seconds * 1000).toPrecision(3) + ' ms';
    for (var i = 0; i < UNITS.length && words.length < 2; i++) {
      var count = UNITS[i][0] === 's' ? Math.round(rest * 10) / 10 : Math.floor(rest / UNITS[i][1] + 1e-9);
      if (count > 0) words.push(count + ' ' + UNITS[i][0]);
      else if (words.length) break;
      rest -= count * UNITS[i][1];
    }
    return (seconds < 0 ? '-' : '') + words.join(' ');
  }
  function print(unit) {
    return function (value) {
      if (value === null || value === undefined) return '';
      if (unit === 'time') return time(value);
      if (unit === 'share') return +(value * 100).toPrecision(4) + ' %';
      return (+value.toPrecision(6)).toLocaleString('en');
    };
  }
  function axis(of, size) {
    var word = print(of.unit), more = {};
    if (of.unit === 'time' && of.powers) {
      more.splits = function (plot, index, min, max) {
        var seen = TIMES.filter(function (t) { return t >= min && t <= max; });
        return seen.length > 1 ? seen : [min, max];
      };
      more.filter = function (plot, splits) { return splits; };
    }
    return Object.assign(more, {
      label: of.title, size: size, stroke: '#22262b',
      grid: { stroke: '#d4d8dd', width: 1 }, ticks: { stroke: '#22262b', width: 1 },
      values: function (plot, splits) { return splits.map(function (v) { return v === null ? '' : word(v); }); }
    });
  }
  function show(place, spec) {
    var series = [{ label: spec.across.title, value: function (plot, v) { return print(spec.across.unit)(v); } }];
    var data = [spec.at], bands = [];
    spec.curves.forEach(function (curve) {
      var first = series.length, word = print(spec.up.unit);
      var label = curve.name || spec.up.title;
      series.push({ label: label, stroke: curve.color, width: 2, spanGaps: true, points: { show: false }, value: function (plot, v) { return word(v); } });
      data.push(curve.value);
      if (curve.upper) {
        ['upper', 'lower'].forEach(function (end) {
          series.push({ label: label + ', ' + end + ' end', stroke: curve.color + '55', width: 1, spanGaps: true, points: { show: false }, value: function (plot, v) { return word(v); } });
          data.push(curve[end]);
        });
        bands.push({ series: [first + 1, first + 2], fill: curve.color + '26' });
      }
    });
    return new window.uPlot({
      title: spec.title, width: Math.max(320, place.clientWidth - 24), height: 320,
      scales: { x: { time: false, distr: spec.across.powers ? 3 : 1 }, y: { distr: spec.up.powers ? 3 : 1 } },
      axes: [axis(spec.across, 50), axis(spec.up, 80)],
      cursor: { drag: { x: true, y: true, uni: 20 } },
      series: series, bands: bands
    }, data, place);
  }
  document.querySelectorAll('figure').forEach(function (figure) {
    var data = figure.querySelector('script[type="application/json"]');
    if (!data) return;
    var picture = figure.querySelector('.picture'), place = null;
    var button = document.createElement('button');
    button.type = 'button';
    button.textContent = 'Zoom';
    button.addEventListener('click', function () {
      var open = place === null;
      if (open) {
        place = document.createElement('div');
        place.className = 'zoom';
        figure.insertBefore(place, picture);
        picture.style.display = 'none';
        var hint = document.createElement('p');
        hint.textContent = 'Drag to zoom in, double-click to see all again.';
        place.appendChild(hint);
        JSON.parse(data.textContent).forEach(function (spec) { show(place, spec); });
      } else {
        place.remove();
        place = null;
        picture.style.display = '';
      }
      button.textContent = open ? 'Back to the picture' : 'Zoom';
    });
    figure.insertBefore(button, figure.firstChild);
  });
})();
