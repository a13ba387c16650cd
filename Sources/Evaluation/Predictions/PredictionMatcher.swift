import Diagnostics

/// Finds the example that each stored output of a task answers.
struct PredictionMatcher {
  private let task: String
  private let examples: [SuiteData.Example]
  private let places: [String: Int]

  init(task: String, examples: [SuiteData.Example]) {
    self.task = task
    self.examples = examples
    places = Dictionary(examples.enumerated().compactMap { place, example in example.id.map { ($0, place) } })
    {
      first, _ in first
    }
  }

  /// The example of each output: the one with its id, or for outputs without ids the examples in their order;
  /// and the examples without an output.
  /// - Throws: `SuiteError.unknownID`, `.duplicatePrediction`, `.targetMismatch`.
  func match(_ predictions: [StoredPrediction]) throws -> (indices: [Int], missing: [Int]) {
    var firstLines = [[String: Int]](repeating: [:], count: examples.count)
    var indices: [Int] = []
    for (order, prediction) in predictions.enumerated() {
      let index = try index(of: prediction, order: order)
      let name = examples[index].id ?? "\(index)"
      let line = firstLines[index].updateValue(
        prediction.location.line ?? 0, forKey: prediction.format ?? "")
      if let line {
        throw SuiteError.duplicatePrediction(
          location: prediction.location, task: task, id: name, firstLine: line)
      }
      if let stray = prediction.targets?.first(where: { !isReference($0, index) }) {
        throw SuiteError.targetMismatch(
          location: prediction.location, id: name, found: stray, expected: examples[index].references[0],
          place: examples[index].location)
      }
      indices.append(index)
    }
    return (indices, firstLines.indices.filter { firstLines[$0].isEmpty })
  }

  /// The targets that the outputs themselves give.
  /// - Throws: `SuiteError.noTarget`, `.duplicatePrediction`.
  static func ownTargets(of predictions: [StoredPrediction], task: String) throws -> [[String]] {
    var firstLines: [String: Int] = [:]
    return try predictions.map { prediction in
      guard let targets = prediction.targets else { throw SuiteError.noTarget(location: prediction.location) }
      if let id = prediction.id?.description,
        let line = firstLines.updateValue(
          prediction.location.line ?? 0, forKey: "\(id) \(prediction.format ?? "")")
      {
        throw SuiteError.duplicatePrediction(
          location: prediction.location, task: task, id: id, firstLine: line)
      }
      return targets
    }
  }

  private func index(of prediction: StoredPrediction, order: Int) throws -> Int {
    switch prediction.id {
    case .text(let text):
      if let place = places[text] { return place }
      if places.isEmpty, let index = Int(text), examples.indices.contains(index) { return index }
    case .index(let index):
      if let place = places["\(index)"] { return place }
      if examples.indices.contains(index) { return index }
    case nil: if examples.indices.contains(order) { return order }
    }
    throw SuiteError.unknownID(
      location: prediction.location, id: prediction.id?.description ?? "\(order)", task: task,
      count: examples.count, ownIDs: prediction.id == nil ? [] : places.keys.sorted())
  }

  private func isReference(_ target: String, _ index: Int) -> Bool {
    let wanted = PlainText.stripped(target)
    return examples[index].references.contains { reference in
      let own = PlainText.stripped(reference)
      return PlainText.areEqual(own, wanted) || PlainText.areEqual(PlainText.withoutParentheses(own), wanted)
    }
  }
}
