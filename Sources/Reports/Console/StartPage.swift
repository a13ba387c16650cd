import Diagnostics
import Runs
import Text

/// The page that a run prints before its first step: what it is, every setting, the mixture, an example of
/// each format, the arithmetic.
package enum StartPage {
  /// The lines of the page.
  package static func lines(_ summary: RunSummary) -> [String] {
    let passport = summary.passport
    var lines = ["run \(summary.name) | flan-train \(passport.programVersion) | \(summary.folder)"]
    if let step = summary.resumedFromStep { lines.append("resumed after step \(step)") }
    lines.append(
      passport.device.map { "\($0.words) | \($0.platformWords) | \($0.arithmetic)" }
        ?? "\(passport.threads) threads on \(passport.processor) | \(passport.blas)")
    lines += [""] + summary.settings.textLines()
    if !summary.mixture.isEmpty { lines += [""] + MixtureTextTable.textLines(summary.mixture) }
    if !summary.examples.isEmpty { lines += [""] + summary.examples.flatMap(exampleLines) }
    return lines + [""] + arithmeticLines(summary) + [""]
  }

  /// A format's first example, as the model sees it; long texts are shown in part.
  private static func exampleLines(_ example: InspectedExample) -> [String] {
    func line(_ title: String, _ text: String) -> String {
      let cut = text.count > 400 ? "\(text.prefix(300)) [...] \(text.suffix(80))" : text
      return "  \(title)  " + VisibleText.of(cut, indent: "          ")
    }
    return [
      "\(example.format): \(example.task), template \(example.template), \(example.inputTokens) + "
        + "\(example.targetTokens) tokens",
      line("prompt", example.prompt), line("target", example.target),
    ]
  }

  private static func arithmeticLines(_ summary: RunSummary) -> [String] {
    let numbers = summary.arithmetic
    let places = Double(numbers.tokensPerStep)
    let steps = Double(numbers.steps)
    let trained = summary.trainedCount.map { ", of which \(NumberText.grouped($0)) are trained" } ?? ""
    var lines = [
      "model     \(NumberText.grouped(summary.parameterCount)) weights\(trained)",
      "step      \(numbers.rows) rows x (\(numbers.inputLength) + \(numbers.targetLength)) tokens = "
        + "\(NumberText.grouped(numbers.tokensPerStep)) token places, about \(numbers.examplesPerStep) examples",
      "run       \(NumberText.grouped(numbers.steps)) steps = \(NumberText.short(places * steps)) token places, "
        + "about \(NumberText.short(Double(numbers.examplesPerStep) * steps)) examples",
    ]
    if let operations = numbers.operationsPerStep {
      lines.append(
        "work      \(NumberText.scientific(operations)) floating-point operations a step of full rows, "
          + "\(NumberText.scientific(operations * steps)) in all")
    }
    if let optimizer = summary.passport.optimizer { lines.append("optimizer \(optimizer)") }
    if let adapter = summary.passport.adapter { lines.append("adapter   \(adapter)") }
    if let parts = numbers.accumulation, parts > 1 {
      lines.append("parts     \(parts) of \(numbers.rows / parts) rows, gradients added")
    }
    if let memory = numbers.memoryBytes {
      let recomputed = numbers.recomputedBlocks.flatMap { count in
        numbers.blocks.map { ", \(count) of \($0) blocks recomputed" }
      }
      lines.append("memory    \(NumberText.bytes(memory)) at most\(recomputed ?? "")")
    }
    lines.append("best by   \(summary.bestMetric.rawValue)")
    return lines
  }
}
