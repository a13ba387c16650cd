import Models
import Setup
import Training

extension PlannedRun {
  /// Bytes of a checkpoint: the tensors, the vocabulary, and what the formats take beside them.
  package var checkpointBytes: Int {
    let parameters = (setup.model as? AdaptedModel)?.adapterParameters ?? setup.model.parameters
    return Self.checkpointBytes(parameters, optimizer: plan.memory.optimizer, setup)
  }

  /// Bytes of a checkpoint with some parameters.
  /// - Parameter optimizer: bytes of the optimizer's state.
  static func checkpointBytes(_ parameters: [ParameterSpecification], optimizer: Int, _ setup: ModelSetup)
    -> Int
  {
    let vocabulary = setup.tokenizer.files.reduce(0) { $0 + $1.bytes.count }
    // A header's entry for each weight; for each tensor of the optimizer an object and its place in a group.
    let layout = 16_384 + parameters.count * (100 + 600)
    return 4 * parameters.reduce(0) { $0 + $1.shape.count } + optimizer + vocabulary + layout
  }
}
