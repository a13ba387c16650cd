import Diagnostics
import Instructions
import Models
import Recipes
import Settings

/// The parameters that a recipe leaves as they are: what `train.only` does not name, and what `train.freeze`
/// does; beside an adapter all others.
package struct FrozenParameters {
  /// Their names.
  package let names: Set<String>

  /// - Throws: `RecipeError.contradiction` for a pattern that no parameter is of, and where nothing is left
  ///   to train.
  package init(_ loaded: LoadedRecipe, of model: any LanguageModel) throws(RecipeError) {
    let settings = loaded.recipe.train
    let adapted = model as? AdaptedModel
    let all = (adapted?.adapterParameters ?? model.parameters).map(\.name)
    let wanted = try Self.names(of: settings.only, "train.only", loaded, among: all)
    let frozen = try Self.names(of: settings.freeze, "train.freeze", loaded, among: all)
    let left = all.filter { frozen.contains($0) || !settings.only.isEmpty && !wanted.contains($0) }
    names = Set(left + (adapted?.base.parameters.map(\.name) ?? []))
    if left.count < all.count { return }
    throw .contradiction(
      location: loaded.place(of: "train.freeze"), problem: "leaves no parameter to train",
      nextStep: "Take a pattern out, or name more in train.only.")
  }

  /// The names that are of one of the patterns.
  private static func names(
    of texts: [String], _ key: String, _ loaded: LoadedRecipe, among all: [String]
  ) throws(RecipeError) -> Set<String> {
    var found: Set<String> = []
    for (index, text) in texts.enumerated() {
      let pattern = NamePattern(text, isExact: true)
      let matching = all.filter(pattern.matches)
      if matching.isEmpty {
        throw .contradiction(
          location: loaded.place(of: "\(key)[\(index)]"),
          problem: loaded.recipe.model.adapter == nil
            ? "'\(text)' is no parameter of the model"
            : "'\(text)' is no parameter of the adapter, which alone is trained",
          nextStep: advice(for: text, among: all))
      }
      found.formUnion(matching)
    }
    return found
  }

  /// The nearest name, or pattern of the names that begin or end alike; else what the names begin with.
  private static func advice(for text: String, among all: [String]) -> String {
    let parts = all.map { $0.split(separator: ".") }
    let beginnings = parts.flatMap { parts in
      (1..<max(parts.count, 2)).map { parts.prefix($0).joined(separator: ".") + ".*" }
    }
    let ends = parts.flatMap { parts in
      (1..<max(parts.count, 2)).map { "*." + parts.suffix($0).joined(separator: ".") }
    }
    if let near = NearestName.suggestion(for: text, in: Set(all + beginnings + ends)) {
      return "Did you mean '\(near)'?"
    }
    var first: [String] = []
    for part in parts.compactMap(\.first).map({ "\($0).*" }) where !first.contains(part) {
      first.append(part)
    }
    return "There are \(first.joined(separator: ", ")); \(all[0]) is one of \(all.count) names."
  }
}
