import Diagnostics
import Instructions
import Models
import Recipes
import Settings

/// The adapter that a recipe asks for, with the names of its layers found in the model.
struct AdapterSetup {
  /// The adapter.
  let adapter: LowRankAdapter

  /// - Throws: `RecipeError.contradiction` for a target that no layer is of, and a rank that a layer has no
  ///   room for.
  init(_ settings: AdapterSettings, _ loaded: LoadedRecipe, of model: any LanguageModel) throws(RecipeError) {
    let layers = model.linearWeights.map(LowRankAdapter.layer)
    var found: Set<String> = []
    let texts = settings.targets.isEmpty ? model.standardTargets : settings.targets
    for (index, text) in texts.enumerated() {
      let matching = layers.filter { Self.isTarget($0, of: text) }
      if matching.isEmpty {
        throw .contradiction(
          location: loaded.place(of: "model.adapter.targets[\(index)]"),
          problem: "'\(text)' is no linear layer of the model",
          nextStep: Self.advice(for: text, among: layers))
      }
      found.formUnion(matching)
    }
    adapter = LowRankAdapter(
      rank: settings.rank, alpha: settings.alpha, dropout: settings.dropout,
      targets: model.linearWeights.filter { found.contains(LowRankAdapter.layer($0)) })
    for weight in model.parameters where adapter.targets.contains(weight.name) {
      let least = min(weight.shape[0], weight.shape[1])
      if settings.rank <= least { continue }
      throw .contradiction(
        location: loaded.place(of: "model.adapter.rank"),
        problem: "is \(settings.rank), but '\(LowRankAdapter.layer(weight.name))' is "
          + "\(weight.shape[0]) x \(weight.shape[1]): no rank above \(least) says more",
        nextStep: "Lower it to \(least) or less, or leave the layer out of model.adapter.targets.")
    }
  }

  /// Whether a layer is meant: by its whole name, by the end of it, or by a pattern of whole names.
  private static func isTarget(_ layer: String, of text: String) -> Bool {
    if text == "all-linear" { return true }
    if text.contains("*") || text.contains("?") { return NamePattern(text, isExact: true).matches(layer) }
    return layer == text || layer.hasSuffix(".\(text)")
  }

  /// The nearest name, or end of a name; else all the last parts there are.
  private static func advice(for text: String, among layers: [String]) -> String {
    var ends: [String] = []
    for end in layers.compactMap({ $0.split(separator: ".").last.map(String.init) }) where !ends.contains(end)
    {
      ends.append(end)
    }
    if let near = NearestName.suggestion(for: text, in: Set(layers + ends)) {
      return "Did you mean '\(near)'?"
    }
    return
      "There are \(ends.joined(separator: ", ")), and all-linear; \(layers[0]) is one of \(layers.count) names."
  }
}

extension AdapterSettings {
  /// The targets as an `adapter_config.json` has them: as they were given where PEFT reads them alike; `nil`
  /// for the layers' whole names.
  package func portableTargets(of model: any LanguageModel) -> [String]? {
    let texts = targets.isEmpty ? model.standardTargets : targets
    return texts.contains { $0.contains("*") || $0.contains("?") || $0 == "all-linear" } ? nil : texts
  }
}
