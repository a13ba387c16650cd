import Foundation
import Models

extension DecoderConfiguration: ModelConfiguration {
  package static let modelTypes = Architecture.allCases.map(\.rawValue)
  package static let publishedModels =
    "Llama, SmolLM2, TinyLlama, Mistral without sliding windows, Qwen2, Qwen3, Command R, Pythia or GPT-NeoX"

  package mutating func begin(with id: Int?) { beginTokenID = id }

  package var model: any LanguageModel { Decoder(self) }
  /// An answer follows its prompt.
  package var firstTokenID: Int? { nil }

  /// A tied model's folder may hold its head all the same, and old ones masks of attention and the angles of rotary positions.
  package func matched(to weights: WeightsArchive) throws -> MatchedWeights {
    let (head, model) = (architecture.headName, model)
    let buffers = weights.tensors.map(\.name).filter { name in
      [".rotary_emb.inv_freq", ".attention.bias", ".attention.masked_bias"].contains(where: name.hasSuffix)
    }
    if !tiesEmbeddings, weights[head] == nil {
      throw WeightsError(weights.path, tensor: head, .missingHead)
    }
    let expected = model.parameters.map { TensorDescription(name: $0.name, shape: $0.shape.dimensions) }
    try weights.requireFit(expected, ignoring: Set(buffers + (tiesEmbeddings ? [head] : [])))
    if tiesEmbeddings, weights[head] != nil, try !weights.areIdentical(head, model.headName) {
      let path = try weights.file(holding: head).path
      throw WeightsError(path, tensor: head, .otherEmbedding(than: model.headName))
    }
    return MatchedWeights(configuration: self, names: [:], notes: [weights.note].compactMap { $0 })
  }

  /// Both versions read the folder as it is.
  package func portable(
    _ tensors: [NamedTensor]
  ) -> (configuration: any ModelConfiguration, tensors: [NamedTensor]) { (self, tensors) }

  package var summary: ModelDescription {
    ModelDescription(
      title: architecture.title, kind: "decoder-only",
      dimensions: [
        ("model width", modelDimension), ("heads", heads), ("heads of keys and values", keyHeads),
        ("head width", headDimension), ("feed-forward width", feedForwardDimension), ("blocks", layers),
        ("rows of the vocabulary", vocabularySize),
      ],
      choices: [
        ("output head", tiesEmbeddings ? "the embedding" : "its own"),
        ("attention to prompts", seesPromptsWhole ? "in both directions (prefix LM)" : "causal"),
      ],
      loadingClass: architecture.className, tags: [architecture.rawValue, "text-generation"],
      pipeline: "text-generation",
      note: "A prompt is given without an end-of-sequence token; the answer ends in one."
        + (seesPromptsWhole
          ? " transformers reads prompts causally, for which these weights were not trained: ask the model with flan-train."
          : ""))
  }
}

extension DecoderConfiguration.Architecture {
  /// The arrangement for a reader.
  var title: String {
    switch self {
    case .llama: "Llama"
    case .mistral: "Mistral"
    case .qwen2: "Qwen2"
    case .qwen3: "Qwen3"
    case .cohere: "PaLM's arrangement (Command R)"
    case .gptNeoX: "GPT-NeoX"
    }
  }

  /// The name of a head that is not the embedding.
  fileprivate var headName: String { self == .gptNeoX ? "embed_out.weight" : "lm_head.weight" }
}
