import Checkpoints
import Diagnostics
import Models
import Recipes
import Setup
import Storage

/// The low-rank adapter (LoRA) that a recipe or run trains, or that a folder holds as PEFT wrote it.
package struct InspectedAdapter: Sendable, Codable, Equatable {
  /// The adapted layers whose names have the same last part.
  package struct Target: Sendable, Codable, Equatable {
    /// That part: `q`.
    package var name: String
    /// The number of layers.
    package var layers: Int
    /// Elements of A `[rank, input]` and B `[output, rank]` of all these layers.
    package var weights: Int
    /// How many of them are trained.
    package var trained: Int
  }

  /// The recipe's name, or the adapter's folder.
  package var name: String
  /// The folder of the model that is adapted.
  package var baseModel: String
  /// The rows of each A.
  package var rank: Int
  /// Over the rank, what B (A x) is multiplied by.
  package var alpha: Double
  /// The share of the elements of A's inputs that training drops.
  package var dropout: Double
  /// The adapted layers, in the model's order.
  package var targets: [Target]
  /// Weights that are trained.
  package var trained: Int
  /// Weights of the model that is adapted, which stay as they are.
  package var baseWeights: Int

  /// The share of weights that are trained among all, those of the adapter included: 0...1.
  package var share: Double

  private init(name: String, baseModel: String, _ model: AdaptedModel, frozen: Set<String> = []) {
    (self.name, self.baseModel) = (name, baseModel)
    (rank, alpha, dropout) = (model.adapter.rank, model.adapter.alpha, model.adapter.dropout)
    baseWeights = model.base.parameters.reduce(0) { $0 + $1.shape.count }
    let shapes = Dictionary(uniqueKeysWithValues: model.adapterParameters.map { ($0.name, $0.shape.count) })
    var places: [String: Int] = [:]
    targets = []
    for weight in model.adapter.targets {
      let layer = LowRankAdapter.layer(weight)
      let part = layer.split(separator: ".").last.map(String.init) ?? layer
      let place = places[part] ?? targets.count
      if place == targets.count {
        places[part] = place
        targets.append(Target(name: part, layers: 0, weights: 0, trained: 0))
      }
      targets[place].layers += 1
      for name in [LowRankAdapter.down(weight), LowRankAdapter.up(weight)] {
        targets[place].weights += shapes[name] ?? 0
        targets[place].trained += frozen.contains(name) ? 0 : shapes[name] ?? 0
      }
    }
    trained = targets.reduce(0) { $0 + $1.trained }
    let all = targets.reduce(baseWeights) { $0 + $1.weights }
    share = Double(trained) / Double(max(all, 1))
  }

  /// The adapter that a recipe or run trains.
  /// - Throws: `InspectionError.noAdapter`; any `UserError` about recipe, vocabulary or model.
  package init(_ source: InspectionSource) throws {
    let loaded = source.loaded
    guard loaded.recipe.model.adapter != nil else {
      throw InspectionError.noAdapter(source: source.run?.path ?? loaded.file)
    }
    let setup = try ModelSetup(loaded, inputs: RecipeInputs(of: loaded, recipeFile: source.recipeFile))
    guard let model = setup.model as? AdaptedModel, let base = setup.source?.folder else {
      throw InspectionError.noAdapter(source: source.run?.path ?? loaded.file)
    }
    self.init(
      name: loaded.recipe.name, baseModel: base, model,
      frozen: try FrozenParameters(loaded, of: model).names)
  }

  /// The adapter in a folder; `nil` where the folder holds none.
  /// - Throws: `InspectionError.folderWithSettings`; any `UserError` about the folder or that of the model
  ///   that it adapts.
  package init?(folder: String, overrides: [String]) throws {
    if !OpenedAdapter.isIn(folder) { return nil }
    if let setting = overrides.first {
      throw InspectionError.folderWithSettings(folder: folder, setting: setting)
    }
    let opened = try OpenedModel(
      folder: folder, cache: HashCache(folder: CacheSettings().path, isReadOnly: true))
    guard let model = opened.model as? AdaptedModel else { return nil }
    self.init(name: folder, baseModel: opened.baseFolder, model)
  }
}
