import Training

extension ReportPage {
  /// The held-out table of the best evaluation, each group beside the first evaluation's score.
  func evaluationSections() -> String {
    guard let best = record.best else { return "" }
    var text = "<h2>Held-out scores after step \(best.step)</h2>\n"
    let first = record.evaluations.first
    for group in best.groups {
      var rows = EvaluationTextTable.rows(of: group, by: .task).map { row in
        [row.name, row.cluster ?? ""] + row.scores.map(NumberText.score) + sums(row.all)
      }
      let formats = EvaluationTextTable.formats(of: group)
      let all = formats.map { format in
        EvaluationGroup(name: group.name, rows: group.rows.filter { $0.format == format }).exactMatch
      }
      rows.append(["all", ""] + all.map(NumberText.score) + sums(group))
      if let first, first.step < best.step, let before = first.group(group.name) {
        rows.append(["all, after step \(first.step)", ""] + formats.map { _ in "" } + sums(before))
      }
      let header =
        [EvaluationTextTable.title(of: group.name), "cluster"] + formats.map(\.rawValue)
        + ["exact match", "majority", "loss", "examples"]
      text += HTMLText.table(header: header, rows: rows, textColumns: 2)
    }
    return text
  }

  private func sums(_ group: EvaluationGroup) -> [String] {
    [
      NumberText.score(group.exactMatch), NumberText.score(group.majorityBaseline),
      NumberText.score(group.loss),
      NumberText.grouped(group.examples),
    ]
  }

  /// Decoded answers beside what they should be.
  func samples() -> String {
    guard let best = record.best, !best.samples.isEmpty else { return "" }
    let items = best.samples.map { sample in
      """
      <details><summary>\(HTMLText.escaped(sample.task)), \(sample.format.rawValue): \
      <span class="\(sample.isCorrect ? "right" : "wrong")">\(sample.isCorrect ? "right" : "wrong")</span></summary>
      <pre>\(HTMLText.escaped(sample.prompt))</pre>
      <p class="soft">should be</p><pre>\(HTMLText.escaped(sample.reference))</pre>
      <p class="soft">is</p><pre>\(HTMLText.escaped(sample.answer))</pre></details>
      """
    }
    return "<h2>Answers</h2>\n\(items.joined(separator: "\n"))\n"
  }

  /// Every setting of the resolved recipe.
  func settings() -> String {
    guard let recipe = record.recipe else { return "" }
    let table = HTMLText.table(
      header: ["setting", "value"], rows: recipe.settingRows.map { [$0.key, $0.value] }, textColumns: 2)
    return "<h2>Recipe</h2>\n<details><summary>All settings</summary>\n\(table)</details>\n"
  }

  /// What the run was made of.
  func passport() -> String {
    guard let passport = record.passport else { return "" }
    var rows = [
      ["program", passport.programVersion], ["recipe", passport.recipeFile],
      ["recipe's SHA-256", passport.recipeSHA256],
      ["resolved recipe's SHA-256", passport.resolvedRecipeSHA256],
      ["threads", "\(passport.threads)"], ["processor", passport.processor], ["BLAS", passport.blas],
      ["system", passport.operatingSystem],
    ]
    if !passport.overrides.isEmpty { rows.append(["overrides", passport.overrides.joined(separator: " ")]) }
    for input in passport.data + [passport.tokenizer, passport.initialWeights].compactMap({ $0 }) {
      rows.append(["\(input.path)", input.sha256])
    }
    let table = HTMLText.table(header: ["what", "which"], rows: rows, textColumns: 2)
    return "<h2>Passport</h2>\n<details><summary>What the run was made of</summary>\n\(table)</details>\n"
  }
}
