/// The report's style sheet: one set of names, light and dark values.
enum PageStyle {
  static let css = """
    :root { color-scheme: light dark; --page: #fbfbfa; --card: #ffffff; --ink: #1c1c1a; --soft: #63625d;
      --rule: #e2e1dc; --s1: #1f66c7; --s2: #c2500a; --s3: #2a8a4a; --s4: #8a8983; }
    @media (prefers-color-scheme: dark) {
      :root { --page: #161615; --card: #1f1f1d; --ink: #ecebe6; --soft: #a3a29b; --rule: #373632;
        --s1: #6ba6f2; --s2: #f0934e; --s3: #5fc285; --s4: #8f8e87; }
    }
    * { box-sizing: border-box; }
    body { margin: 0; background: var(--page); color: var(--ink);
      font: 16px/1.5 system-ui, -apple-system, "Segoe UI", Roboto, sans-serif; }
    main { max-width: 1120px; margin: 0 auto; padding: 24px 16px 64px; }
    h1 { font-size: 1.6rem; line-height: 1.2; margin: 0 0 4px; overflow-wrap: anywhere; }
    h2 { font-size: 1.15rem; margin: 36px 0 10px; }
    p { margin: 0 0 8px; }
    .soft { color: var(--soft); overflow-wrap: anywhere; }
    .tiles { display: grid; grid-template-columns: repeat(auto-fit, minmax(150px, 1fr)); gap: 12px; margin: 20px 0; }
    .tile, figure { background: var(--card); border: 1px solid var(--rule); border-radius: 8px; }
    .tile { padding: 12px 14px; }
    .tile b { display: block; font-size: 1.45rem; line-height: 1.2; font-weight: 600; }
    .tile span { color: var(--soft); font-size: .85rem; }
    .plots { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(100%, 440px), 1fr)); gap: 12px; }
    figure { margin: 0; padding: 12px 12px 6px; }
    figcaption { font-weight: 600; font-size: .95rem; }
    svg { width: 100%; height: auto; display: block; }
    .legend { display: flex; flex-wrap: wrap; gap: 2px 16px; font-size: .82rem; color: var(--soft); }
    .legend i { display: inline-block; width: 18px; height: 0; border-top: 3px solid; margin-right: 6px;
      vertical-align: middle; }
    .legend i.dashed { border-top-style: dashed; }
    .line { fill: none; stroke-width: 2; stroke-linejoin: round; stroke: currentColor; }
    .line.dashed { stroke-dasharray: 6 5; }
    .mark { fill: currentColor; stroke: var(--card); stroke-width: 1.5; }
    .s1 { color: var(--s1); } .s2 { color: var(--s2); } .s3 { color: var(--s3); } .s4 { color: var(--s4); }
    .grid { stroke: var(--rule); stroke-width: 1; }
    .tick { fill: var(--soft); font-size: 13px; } .end { text-anchor: end; } .middle { text-anchor: middle; }
    .scroll { overflow-x: auto; border: 1px solid var(--rule); border-radius: 8px; background: var(--card);
      margin-bottom: 12px; }
    table { border-collapse: collapse; width: 100%; font-size: .88rem; }
    th, td { padding: 6px 10px; text-align: left; white-space: nowrap; border-bottom: 1px solid var(--rule); }
    tbody tr:last-child td { border-bottom: 0; }
    th { color: var(--soft); font-weight: 600; }
    .number { text-align: right; font-variant-numeric: tabular-nums; }
    details { margin: 8px 0; } summary { cursor: pointer; padding: 6px 0; }
    pre { background: var(--card); border: 1px solid var(--rule); border-radius: 8px; padding: 10px;
      white-space: pre-wrap; overflow-wrap: anywhere; margin: 4px 0 12px; font-size: .84rem; }
    .right { color: var(--s3); } .wrong { color: var(--s2); }
    """
}
