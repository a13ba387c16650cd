import Recipes

/// Table 2 of Chung et al. 2022, computed anew: what finetuning costs beside pre-training.
///
/// Steps, rows and lengths of the Flan-T5 models are those of the recipes in `Recipes/paper`; those of the
/// decoders, which this program does not train, are the paper's Table 22.
package struct PaperTable: Sendable, Codable, Equatable {
  /// One model.
  package struct Row: Sendable, Codable, Equatable {
    /// The model.
    package var model: String
    /// The recipe that says how it is finetuned; `nil` for a decoder.
    package var recipe: String?
    /// The parameters that the paper counts with.
    package var parameters: Double
    /// Finetuning steps.
    package var steps: Int
    /// Token places of a step.
    package var tokensPerStep: Int
    /// What comes out.
    package var compute: FinetuningCompute
    /// What the paper prints: pre-training, finetuning, and the share in percent.
    package var printed: [String]
    /// What comes out, written in the same way.
    package var computed: [String]
    /// Why the two differ, where they do.
    package var note: String?
  }

  /// The models, in the paper's order.
  package var rows: [Row]

  /// The table.
  /// - Throws: what `RecipeLocator.locate` and `Recipe.load` throw.
  package init(locator: RecipeLocator = .standard()) throws {
    rows = try PaperModel.all.map { model in
      var (steps, tokens) = (model.steps, model.tokensPerStep)
      if let name = model.recipe {
        let recipe = try Recipe.load(locator.locate(name)).recipe
        steps = recipe.train.steps
        tokens = recipe.packing.rows * (recipe.packing.inputLength + recipe.packing.targetLength)
      }
      let compute = FinetuningCompute(
        parameters: model.parameters, tokens: Double(steps) * Double(tokens),
        pretrainingTokens: model.pretrainingTokens,
        factor: model.recipe == nil
          ? FinetuningCompute.decoderFactor : FinetuningCompute.encoderDecoderFactor)
      return Row(
        model: model.name, recipe: model.recipe, parameters: model.parameters, steps: steps,
        tokensPerStep: tokens, compute: compute, printed: model.printed, computed: Self.written(compute),
        note: model.note)
    }
  }

  /// Numbers as the table writes them: `1.8E+20`, and percent with one decimal.
  package static func written(_ compute: FinetuningCompute) -> [String] {
    [scientific(compute.pretraining), scientific(compute.finetuning), decimal(compute.share * 100)]
  }

  private static func scientific(_ value: Double) -> String {
    var (mantissa, exponent) = (value, 0)
    while mantissa >= 10 { (mantissa, exponent) = (mantissa / 10, exponent + 1) }
    if (mantissa * 10).rounded() >= 100 { (mantissa, exponent) = (mantissa / 10, exponent + 1) }
    return "\(decimal(mantissa))E+\(exponent)"
  }

  private static func decimal(_ value: Double) -> String {
    let tenths = Int((value * 10).rounded())
    return "\(tenths / 10).\(tenths % 10)"
  }
}

/// A model of the paper's Table 2.
private struct PaperModel {
  let name: String
  let recipe: String?
  let parameters: Double
  let pretrainingTokens: Double
  var steps = 0
  var tokensPerStep = 0
  let printed: [String]
  package var note: String?

  private static func t5(
    _ name: String, _ parameters: Double, _ printed: [String], note: String? = nil
  ) -> PaperModel {
    PaperModel(
      name: "Flan-T5-\(name)", recipe: "paper/flan-t5-\(name.lowercased()).json", parameters: parameters,
      pretrainingTokens: FinetuningCompute.standardPretrainingTokens, printed: printed, note: note)
  }

  /// 32 sequences of 2048 + 512 tokens a step (Table 22).
  private static func decoder(
    _ name: String, _ parameters: Double, tokens: Double, steps: Int, _ printed: [String],
    note: String? = nil
  ) -> PaperModel {
    PaperModel(
      name: name, recipe: nil, parameters: parameters, pretrainingTokens: tokens, steps: steps,
      tokensPerStep: 32 * (2048 + 512), printed: printed, note: note)
  }

  static let all = [
    t5("Small", 60e6, ["1.8E+20", "2.9E+18", "1.6"]),
    t5("Base", 220e6, ["6.6E+20", "9.1E+18", "1.4"]),
    t5(
      "Large", 770e6, ["2.3E+21", "2.4E+19", "1.1"],
      note: "1.046 %, which the paper rounds up to 1.1"),
    t5("XL", 3e9, ["9.0E+21", "5.6E+19", "0.6"]),
    t5("XXL", 11e9, ["3.3E+22", "7.6E+19", "0.2"]),
    decoder("Flan-PaLM 8B", 8e9, tokens: 780e9, steps: 40_000, ["3.7E+22", "1.6E+20", "0.4"]),
    decoder("Flan-PaLM 62B", 62e9, tokens: 780e9, steps: 40_000, ["2.9E+23", "1.2E+21", "0.4"]),
    decoder("Flan-PaLM 540B", 540e9, tokens: 780e9, steps: 21_000, ["2.5E+24", "5.6E+21", "0.2"]),
    decoder("Flan-cont-PaLM 62B", 62e9, tokens: 1.3e12, steps: 60_000, ["4.8E+23", "1.8E+21", "0.4"]),
    decoder(
      "Flan-U-PaLM 540B", 540e9, tokens: 780e9, steps: 30_000, ["2.5E+23", "5.6E+21", "0.2"],
      note:
        "the paper's exponent of pre-training is one too low (its own share says E+24), and its finetuning is that of "
        + "21,000 steps, where its Table 22 has 30,000"),
  ]
}
