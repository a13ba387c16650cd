import Autograd
import Evaluation
import Instructions
import Models
import Recipes
import Setup

/// Finds the operation with which training left the finite numbers: the first that gave NaN or an infinity.
///
/// A step that diverges has spoilt the weights that it began with. So they are made again: from the newest
/// checkpoint before the step, or the run's first weights, all steps since are taken once more, which gives
/// the same bits; then the step in question is taken operation by operation. Steps that go well pay nothing
/// for it.
package struct DivergenceSearch {
  private let state: TrainingState
  private let data: TrainingData
  private let checkpoints: CheckpointKeeper
  private let recipe: Recipe
  private let trainingStep: TrainingStep
  private let loadFirstWeights: () throws -> Void

  package init(_ run: PreparedRun) {
    state = run.state
    data = run.data
    checkpoints = run.checkpoints
    recipe = run.loaded.recipe
    trainingStep = run.step
    loadFirstWeights = run.loadFirstWeights
  }

  /// What a search has found.
  package struct Finding {
    /// Where the first value that is not finite came up.
    package var origin: DivergenceReport.Origin?
    /// Why it was not found.
    package var note: String?
    /// The norms of the parameters before the step, by name; `nil` where they were not restored.
    package var norms: [String: Double]?
  }

  /// Searches in the step `index`, counted from 0.
  /// - Parameters:
  ///   - batch: the step's batch.
  ///   - shouldStop: asked between steps.
  /// - Throws: what reading a checkpoint, drawing a batch or running a program throws.
  package func search(step index: Int, _ batch: PackedBatch, shouldStop: () -> Bool) throws -> Finding {
    let first = try restore()
    if first > index { return Finding(note: "every checkpoint is of a later step") }
    var batches = BatchCursor(data.batches)
    for step in first..<index {
      if shouldStop() { return Finding(note: "the search was called off") }
      let batch = try data.locatingExamples { try batches.batch(step: step) }
      _ = try trainingStep.run(batch, recipe.inputs(ofStep: step, batch, state.model), isShared: false)
    }
    let norms = try parameterNorms()
    if let origin = try spoiltState() { return Finding(origin: origin, norms: norms) }
    let inputs = recipe.inputs(ofStep: index, batch, state.model)
    guard let place = try trainingStep.runToFirstNonFinite(batch, inputs) else {
      return Finding(
        note: "taken again, the step stays finite: suspect the machine's memory or processor", norms: norms)
    }
    return Finding(origin: origin(place, batch), norms: norms)
  }

  /// Fills the tensors.
  /// - Returns: the steps that are done.
  private func restore() throws -> Int {
    // A search may be made for someone who only looks on while another process trains.
    if let progress = try checkpoints.restore(into: state, repairs: false).progress { return progress.step }
    for storage in state.slots.values {
      storage.withMutableBytes { _ = $0.initializeMemory(as: UInt8.self, repeating: 0) }
    }
    try loadFirstWeights()
    return 0
  }

  private func parameterNorms() throws -> [String: Double] {
    try state.parameters.storage.mapValues { storage in
      try storage.fetch()
      return storage.withBytes { bytes in
        bytes.bindMemory(to: Float.self).reduce(0.0) { $0 + Double($1) * Double($1) }.squareRoot()
      }
    }
  }

  /// The first tensor that was not finite before the step.
  private func spoiltState() throws -> DivergenceReport.Origin? {
    let tensors =
      state.model.parameters.map { ($0.name, state.parameters[$0.name]) }
      + state.slotNames.compactMap { name in state.slots[name].map { (name, $0) } }
    for (name, storage) in tensors {
      try storage.fetch()
      let value = storage.withBytes { $0.bindMemory(to: Float.self).first { !$0.isFinite } }
      if let value {
        return .init(
          phase: .weights, layer: name, value: Double(value), shape: storage.type.shape.dimensions)
      }
    }
    return nil
  }

  private func origin(_ found: TrainingStep.NonFinite, _ batch: PackedBatch) -> DivergenceReport.Origin {
    let place = ProgramPlace(found.program, parameters: state.model.parameters.map(\.name))
    let instruction = found.program.instructions[found.value.instruction]
    let shape = found.program.types[instruction.results[found.value.result]].shape
    let layer = place.layer(ofInstruction: found.value.instruction)
    var origin = DivergenceReport.Origin(
      phase: place.phase(ofInstruction: found.value.instruction), operation: instruction.operation.name,
      layer: layer, value: Double(found.value.value), shape: shape.dimensions)
    if let placed = found.batch,
      let (row, segment) = example(of: found.value.element, in: shape.dimensions, layer, placed, batch)
    {
      (origin.row, origin.segment) = (row + 1, segment.map { $0 + 1 })
    }
    return origin
  }

  /// The row and the segment that an element of a layer's tensor was made of.
  private func example(
    of element: Int, in shape: [Int], _ layer: String?, _ placed: PlacedBatch, _ batch: PackedBatch
  ) -> (row: Int, segment: Int?)? {
    guard let token = state.model.token(of: element, in: shape, layer: layer, placed) else { return nil }
    let segment = batch.segments[token.row].firstIndex {
      (token.side == .input ? $0.inputRange : $0.targetRange).contains(token.place)
    }
    return (token.row, segment)
  }
}
