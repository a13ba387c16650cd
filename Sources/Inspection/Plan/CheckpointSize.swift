import Training

extension PlannedRun {
  /// Bytes of a checkpoint: the tensors, the vocabulary, and what the formats take beside them.
  package var checkpointBytes: Int {
    let tensors = setup.model.parameters.count
    let vocabulary = setup.tokenizer.files.reduce(0) { $0 + $1.bytes.count }
    // A header's entry for each weight; for each tensor of the optimizer an object and its place in a group.
    let layout = 16_384 + tensors * (100 + 600)
    return plan.memory.weights + plan.memory.optimizer + vocabulary + layout
  }
}
