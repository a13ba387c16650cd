/// The report's style sheet: one set of names, light and dark values.
enum PageStyle {
  static let css = colors + layout + plots + tables + answers + paper

  private static let colors = """
    :root { color-scheme: light dark; --page: #f6f6f3; --card: #ffffff; --ink: #1b1c1e; --soft: #62656b;
      --rule: #e3e3de; --good: #1d8348; --bad: #b8480c; --heat: 33, 104, 196;
      --s1: #2168c4; --s2: #c9530f; --s3: #23854a; --s4: #8a4fbd; --s5: #b8860b; --s6: #0f8b8d; --s7: #c0396b;
      --s8: #6b6f76; }
    @media (prefers-color-scheme: dark) {
      :root { --page: #141517; --card: #1d1f22; --ink: #e9e9e6; --soft: #a2a5ab; --rule: #33363b;
        --good: #58c184; --bad: #f08b4f; --heat: 96, 160, 240;
        --s1: #6aa8f5; --s2: #f3944f; --s3: #5cc488; --s4: #bd92e8; --s5: #dcb145; --s6: #4fc3c5; --s7: #ee7ba6;
        --s8: #9a9ea6; }
    }
    .s1 { color: var(--s1); } .s2 { color: var(--s2); } .s3 { color: var(--s3); } .s4 { color: var(--s4); }
    .s5 { color: var(--s5); } .s6 { color: var(--s6); } .s7 { color: var(--s7); } .s8 { color: var(--s8); }

    """

  private static let layout = """
    * { box-sizing: border-box; }
    body { margin: 0; background: var(--page); color: var(--ink);
      font: 16px/1.5 system-ui, -apple-system, "Segoe UI", Roboto, "Noto Sans", sans-serif; }
    main { max-width: 1180px; margin: 0 auto; padding: 28px 16px 72px; }
    h1 { font-size: 1.7rem; line-height: 1.2; margin: 0 0 6px; overflow-wrap: anywhere; }
    h2 { font-size: 1.2rem; margin: 40px 0 12px; }
    h3 { font-size: 1rem; margin: 18px 0 8px; }
    p { margin: 0 0 8px; }
    .soft { color: var(--soft); overflow-wrap: anywhere; }
    .tiles { display: grid; grid-template-columns: repeat(auto-fit, minmax(150px, 1fr)); gap: 12px; margin: 20px 0; }
    .tile, figure, .scroll, .card { background: var(--card); border: 1px solid var(--rule); border-radius: 10px; }
    .tile { padding: 12px 14px; }
    .tile b { display: block; font-size: 1.5rem; line-height: 1.2; font-weight: 600; font-variant-numeric: tabular-nums; }
    .tile span { color: var(--soft); font-size: .85rem; line-height: 1.35; display: block; }
    .key { display: inline-block; width: 12px; height: 12px; border-radius: 3px; background: currentColor;
      margin-right: 7px; }
    @media (max-width: 520px) {
      .tiles { grid-template-columns: 1fr 1fr; gap: 8px; } main { padding-top: 18px; }
      h1 { font-size: 1.4rem; } .tile b { font-size: 1.25rem; }
    }

    """

  private static let plots = """
    .plots { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(100%, 440px), 1fr)); gap: 12px; }
    figure { margin: 0; padding: 12px 16px 10px 12px; min-width: 0; }
    .axis { font-size: 12px; line-height: 1; color: var(--soft); margin: 12px 0 0 4px; overflow-wrap: anywhere; }
    .axis.level { margin: 30px 0 0; text-align: right; }
    figcaption { font-weight: 600; font-size: .95rem; }
    .plot { position: relative; height: 210px; margin: 10px 0 0 48px; touch-action: pan-y; }
    .plot svg { position: absolute; inset: 0; width: 100%; height: 100%; overflow: visible; display: block; }
    .plot .y, .plot .x { position: absolute; font-size: 12px; line-height: 1; color: var(--soft);
      font-variant-numeric: tabular-nums; white-space: nowrap; }
    .plot .y { right: calc(100% + 8px); transform: translateY(-50%); }
    .plot .x { top: calc(100% + 8px); transform: translateX(-50%); }
    .plot .x.last { transform: translateX(calc(-100% + 14px)); }
    .legend { display: flex; flex-wrap: wrap; gap: 2px 16px; font-size: .82rem; color: var(--soft); margin-top: 2px; }
    .legend i { display: inline-block; width: 18px; height: 0; border-top: 3px solid; margin-right: 6px;
      vertical-align: middle; }
    .legend i.dashed { border-top-style: dashed; }
    .line { fill: none; stroke: currentColor; stroke-width: 2; stroke-linejoin: round; vector-effect: non-scaling-stroke; }
    .line.faint { opacity: .3; stroke-width: 1.2; }
    .line.dashed { stroke-dasharray: 5 5; stroke-width: 1.5; }
    .grid { stroke: var(--rule); stroke-width: 1; vector-effect: non-scaling-stroke; }
    .mark { position: absolute; width: 9px; height: 9px; margin: -4.5px 0 0 -4.5px; border-radius: 50%;
      background: currentColor; border: 1.5px solid var(--card); }
    .flag { position: absolute; top: 0; bottom: 0; width: 9px; margin-left: -4.5px;
      background: linear-gradient(var(--bad), var(--bad)) center / 1px 100% no-repeat; opacity: .75; }
    .rule, .reading { display: none; position: absolute; top: 0; pointer-events: none; }
    .read .rule, .read .reading { display: block; }
    .rule { bottom: 0; border-left: 1px solid var(--soft); opacity: .6; }
    .reading { z-index: 1; margin: 4px 10px; padding: 6px 10px; max-width: min(20em, 90%); background: var(--card);
      border: 1px solid var(--rule); border-radius: 6px; box-shadow: 0 2px 8px rgba(0, 0, 0, .18);
      font-size: 12px; line-height: 1.45; font-variant-numeric: tabular-nums; }
    .reading b, .reading span { display: block; overflow-wrap: anywhere; }
    .reading .key { width: 9px; height: 9px; margin-right: 6px; }

    """

  private static let tables = """
    .scroll { overflow-x: auto; margin-bottom: 12px; }
    table { border-collapse: separate; border-spacing: 0; width: 100%; font-size: .88rem; }
    th, td { padding: 6px 10px; text-align: left; white-space: nowrap; border-bottom: 1px solid var(--rule); }
    tbody tr:last-child td { border-bottom: 0; }
    th { color: var(--soft); font-weight: 600; vertical-align: bottom; }
    th:first-child, td:first-child { position: sticky; left: 0; background: var(--card); }
    .step, .wide td.step { white-space: nowrap; overflow-wrap: normal; font-variant-numeric: tabular-nums; }
    .number { text-align: right; font-variant-numeric: tabular-nums; }
    .heat { background: rgba(var(--heat), var(--h)); }
    .sum td { font-weight: 600; border-top: 2px solid var(--rule); }
    .wide td { white-space: normal; overflow-wrap: anywhere; min-width: 7em; }
    .wide td:first-child { min-width: 0; }
    td.up { color: var(--good); } td.down { color: var(--bad); }
    @media (max-width: 520px) {
      table { font-size: .8rem; } th, td { padding: 5px 8px; }
      td:first-child { max-width: 42vw; overflow: hidden; text-overflow: ellipsis; }
      .wide td:first-child { max-width: none; position: static; }
    }
    details { margin: 8px 0; } summary { cursor: pointer; padding: 6px 0; color: var(--soft); }

    """

  private static let answers = """
    .cards { display: grid; grid-template-columns: repeat(auto-fill, minmax(min(100%, 340px), 1fr)); gap: 12px; }
    .card { padding: 12px 14px; min-width: 0; }
    .card header { display: flex; justify-content: space-between; gap: 10px; font-size: .85rem; }
    .card header b { font-weight: 600; overflow-wrap: anywhere; }
    .badge { font-size: .78rem; font-weight: 600; border: 1px solid currentColor; border-radius: 99px; padding: 0 9px;
      height: 1.6em; line-height: 1.5em; white-space: nowrap; }
    .right { color: var(--good); } .wrong { color: var(--bad); }
    .card dt { color: var(--soft); font-size: .78rem; margin-top: 8px; }
    .card dl { margin: 0; } .card dd { margin: 0; }
    pre { white-space: pre-wrap; overflow-wrap: anywhere; margin: 0; font: .82rem/1.45 ui-monospace, Menlo, Consolas,
      "DejaVu Sans Mono", monospace; }
    .prompt pre { max-height: 9.6em; overflow-y: auto; background: var(--page); border-radius: 6px; padding: 6px 8px; }

    """

  private static let paper = """
    @media print {
      body { background: none; font-size: 12px; print-color-adjust: exact; } main { max-width: none; padding: 0; }
      figure, .tile, .card { break-inside: avoid; } h2, h3 { break-after: avoid; }
      .scroll { overflow: visible; } th:first-child, td:first-child { position: static; }
      .prompt pre { max-height: none; }
    }
    """
}
