import Inspection
import Text

/// The paper's Table 2, as printed and as computed.
package enum PaperTextTable {
  /// The lines: a row for each model, then the notes.
  package static func textLines(_ table: PaperTable) -> [String] {
    var text = TextTable([
      .init("model"), .init("parameters", .right), .init("steps", .right), .init("tokens a step", .right),
      .init("pre-training", .right), .init("printed", .right), .init("finetuning", .right),
      .init("printed", .right), .init("%", .right), .init("printed", .right), .init(""),
    ])
    var notes: [String] = []
    for row in table.rows {
      if let note = row.note { notes.append("[\(notes.count + 1)] \(row.model): \(note).") }
      let numbers = zip(row.computed, row.printed).flatMap { [$0, $1] }
      text.add(
        [
          row.model, NumberText.short(row.parameters), NumberText.grouped(row.steps),
          NumberText.grouped(row.tokensPerStep),
        ] + numbers + [row.note == nil ? "" : "[\(notes.count)]"])
    }
    return [
      "Chung et al. 2022, Table 2: floating-point operations = 3 (encoder-decoder) or 6 (decoder) x parameters x tokens.",
      "Pre-training on 1e12 (T5), 780e9 (PaLM) or 1.3e12 tokens (cont-PaLM); finetuning on steps x rows x (2048 + 512).",
      "",
    ] + text.lines() + [""] + notes
  }
}
