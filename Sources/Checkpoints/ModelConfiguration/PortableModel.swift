/// A model in the form that versions 4 and 5 of `transformers` load as the same function.
///
/// Version 4 scales the outputs of whatever is tied. A tied model without that scaling is therefore written with its
/// head and as untied; `OpenedModel` finds the head equal to the embedding and ties it again.
package struct PortableModel {
  /// What is to stand in `config.json`.
  package let configuration: T5ConfigurationFile
  /// The weights to write.
  package let tensors: [NamedTensor]

  /// The form of a model whose configuration says what its weights are.
  /// - Parameter tensors: the model's own weights: without the head where it is the embedding.
  package init(_ configuration: T5ConfigurationFile, tensors: [NamedTensor]) {
    guard configuration.tiesWordEmbeddings, !configuration.scalesOutputs(isTied: true),
      let embedding = tensors.first(where: { $0.name == "shared.weight" })
    else {
      self.configuration = configuration
      self.tensors = tensors
      return
    }
    var untied = configuration
    untied.tiesWordEmbeddings = false
    self.configuration = untied
    let head = NamedTensor("lm_head.weight", shape: embedding.shape, withValues: embedding.withValues)
    self.tensors = tensors + [head]
  }
}
