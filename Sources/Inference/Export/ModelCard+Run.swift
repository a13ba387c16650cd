import Foundation
import Instructions
import Text

extension ModelCard {
  /// The hyperparameters.
  package func training(_ run: ExportedRun) -> String {
    let recipe = run.recipe
    var table = MarkdownTable(["setting", "value"])
    let examples = recipe.packing.examplesPerStep.map { ", \($0) examples" } ?? ""
    table.add(["optimizer", recipe.optimizer.rule.name])
    table.add(["learning rate", "\(recipe.optimizer.learningRate), \(recipe.optimizer.scheduleWords)"])
    table.add(["dropout", "\(recipe.model.dropout)"])
    table.add([
      "batch",
      "\(recipe.packing.rows) packed rows of \(recipe.packing.inputLength) + \(recipe.packing.targetLength) tokens"
        + examples,
    ])
    table.add(["steps", "\(Self.grouped(run.step)) of \(Self.grouped(recipe.train.steps))"])
    table.add(["seed", "\(recipe.seed)"])
    let about = recipe.about.lines.isEmpty ? "" : recipe.about.lines.joined(separator: "\n") + "\n\n"
    return "## Training\n\n" + about + table.text
  }

  /// What the model has seen: sources, mixture, and what became of the examples.
  package func data(_ run: ExportedRun) -> String {
    let data = run.recipe.data
    var sources = MarkdownTable(["source", "SHA-256"], textColumns: 2)
    // Evaluation files are inputs of the run as well, but were kept out of what the model has seen.
    for input in run.passport.data
    where !input.key.hasPrefix("data.hygiene.") && !input.key.hasSuffix(".validation") {
      sources.add([Markdown.code(input.path), Markdown.code(input.sha256)])
    }
    let shares = PromptFormat.allCases.map { "\($0.rawValue) \(Self.share(data.formats[$0]))" }
    let preset = data.mixture.preset.map { "the published \($0.rawValue), with " } ?? ""
    let standard = data.mixture.preset == nil ? "no cap" : "its caps"
    let cap = data.mixture.cap.map { "at most \(Self.grouped($0)) examples of a task count" } ?? standard
    let heldOut =
      data.heldOutClusters.isEmpty ? "none" : data.heldOutClusters.map(Markdown.text).joined(separator: ", ")
    var parts = [
      "## Data", sources.text,
      """
      - Mixture: \(preset)rates in proportion to the tasks' examples, \(cap), temperature \(Self.share(data.mixture.temperature)).
      - Formats by weight: \(shares.joined(separator: ", ")).
      - Held out: whole clusters (\(heldOut)), and \(data.heldOutInstances.words) of every other task.
      """,
    ]
    if let ledger = run.ledger, ledger.total.read > 0 { parts.append(examples(ledger)) }
    return parts.joined(separator: "\n\n")
  }

  private func examples(_ ledger: Ledger) -> String {
    let total = ledger.total
    let sum = Double(total.used + total.truncated)
    var table = MarkdownTable(["task", "examples", "share", "cut to the row", "left out"])
    for (task, counts) in ledger.tasks.sorted(by: { $0.key.utf8.lexicographicallyPrecedes($1.key.utf8) }) {
      let seen = counts.used + counts.truncated
      table.add([
        Markdown.text(task), Self.grouped(seen),
        sum > 0 ? Self.decimals(100 * Double(seen) / sum, 1) + "%" : "-",
        Self.grouped(counts.truncated), Self.grouped(counts.droppedTotal),
      ])
    }
    table.add([
      "all", Self.grouped(total.used + total.truncated), "", Self.grouped(total.truncated),
      Self.grouped(total.droppedTotal),
    ])
    return
      "Trained on \(Self.grouped(total.inputTokens)) input and \(Self.grouped(total.targetTokens)) target tokens:"
      + "\n\n" + table.text
  }

  /// The run's passport: what has to be the same for the same weights.
  package func passport(_ run: ExportedRun) -> String {
    let passport = run.passport
    var table = MarkdownTable(["passport of the run", ""], textColumns: 2)
    table.add(["name", Markdown.text(passport.name)])
    table.add(["flan-train", passport.programVersion])
    let recipe = URL(fileURLWithPath: passport.recipeFile).lastPathComponent
    table.add(["recipe", "\(Markdown.text(recipe)), SHA-256 `\(passport.recipeSHA256)`"])
    table.add(["resolved recipe", "SHA-256 `\(passport.resolvedRecipeSHA256)`"])
    if !passport.overrides.isEmpty {
      table.add(["overrides", passport.overrides.map(Markdown.code).joined(separator: " ")])
    }
    let vocabulary = passport.tokenizer.map { "\(Markdown.code($0.path)), SHA-256 `\($0.sha256)`" }
    table.add(["tokenizer", vocabulary ?? "bytes"])
    if let adapter = passport.adapter { table.add(["adapter", Markdown.text(adapter)]) }
    let first = passport.initialWeights.map { "\(Markdown.code($0.path)), SHA-256 `\($0.sha256)`" }
    table.add(["first weights", first ?? "drawn with seed \(run.recipe.seed)"])
    table.add(["seed", "\(run.recipe.seed)"])
    if let threads = passport.ownThreads { table.add(["threads", "\(threads)"]) }
    table.add(["processor", Markdown.text(passport.processor)])
    if passport.device == nil { table.add(["BLAS", Markdown.text(passport.blas)]) }
    for (key, value) in passport.deviceRows { table.add([key, Markdown.text(value)]) }
    table.add(["operating system", Markdown.text(passport.operatingSystem)])
    let promise =
      passport.device == nil
      ? "The same program and inputs give the same bytes, on any number of threads."
      : "The same program, plug-in, device and inputs give the same bytes where the device's kernels do."
    return "## Passport\n\n\(promise)\n\n" + table.text
  }

  /// A number without decimals that say nothing.
  package static func share(_ value: Double) -> String {
    value == value.rounded() && abs(value) < 1e15 ? "\(Int(value))" : "\(value)"
  }

  /// A fixed number of decimals.
  package static func decimals(_ value: Double, _ count: Int) -> String {
    String(format: "%.\(count)f", locale: nil, value)
  }
}
