import Diagnostics
import Models

/// A model that does not fit the rest of the recipe.
package enum ModelSetupError: UserError, Equatable {
  /// The tokenizer makes ids that the model's embedding has no rows for.
  case vocabularyTooLarge(location: SourceLocation, tokenizer: Int, model: Int)
  /// The model's outputs begin with another id than training begins them with.
  case otherStart(location: SourceLocation, id: Int)
  /// A setting is of models that read a prompt token by token, and the folder's is not one.
  case onlyOfDecoders(location: SourceLocation)
  /// Turns are to be written around the prompts of an encoder-decoder.
  case turnsOfEncoderDecoder(location: SourceLocation)
  /// The markers of turns leave no room for a prompt in rows of `length` places.
  case turnsTooLong(location: SourceLocation, markers: Int, length: Int)
  /// A run does not fit the machine's memory; `bytes` and `memory` are in bytes, `fitting` are settings that
  /// would.
  case tooLarge(weights: Int, bytes: Double, memory: Double, fitting: [String])
  /// A model's weights alone do not fit the machine's memory, in bytes.
  case weightsTooLarge(weights: Int, memory: Int)

  /// Refuses a model whose weights the process has no room for: the system would end it.
  /// - Throws: `weightsTooLarge`.
  package static func requireRoom(for model: any LanguageModel, memory: Int = ProcessLimits.memory)
    throws(ModelSetupError)
  {
    if model.parameterCount > memory / MemoryLayout<Float>.stride {
      throw .weightsTooLarge(weights: model.parameterCount, memory: memory)
    }
  }

  /// The kind of failure, which decides the exit code.
  package var category: FailureCategory {
    switch self {
    case .vocabularyTooLarge, .otherStart: .data
    case .onlyOfDecoders, .turnsOfEncoderDecoder, .turnsTooLong: .usage
    case .tooLarge, .weightsTooLarge: .failure
    }
  }

  /// Where it is.
  package var location: SourceLocation? {
    switch self {
    case .vocabularyTooLarge(let location, _, _), .otherStart(let location, _),
      .onlyOfDecoders(let location), .turnsOfEncoderDecoder(let location),
      .turnsTooLong(let location, _, _):
      location
    case .tooLarge, .weightsTooLarge: nil
    }
  }

  /// What is wrong.
  package var problem: String {
    switch self {
    case .vocabularyTooLarge(_, let tokenizer, let model):
      "the vocabulary has \(tokenizer) ids but the model's embedding only \(model) rows"
    case .otherStart(_, let id):
      "the model's outputs begin with the id \(id), but training begins them with 0"
    case .onlyOfDecoders:
      "asks for what only a decoder alone has that reads prompts causally, and the model of the folder is none"
    case .turnsOfEncoderDecoder:
      "turns are written around the prompts of a decoder alone, but the model is an encoder-decoder"
    case .turnsTooLong(_, let markers, let length):
      "the markers take \(markers) tokens of each prompt, but packing.inputLength is \(length)"
    case .tooLarge(let weights, let bytes, let memory, _):
      "a model of \(weights) weights needs \(Self.size(bytes)) to be trained, but the process may "
        + "take only \(Self.size(memory))"
    case .weightsTooLarge(let weights, let memory):
      "a model of \(weights) weights takes \(Self.size(4 * Double(weights))), but the process may take only "
        + "\(Self.size(Double(memory)))"
    }
  }

  /// What to do about it.
  package var nextStep: String? {
    switch self {
    case .vocabularyTooLarge:
      "Name the vocabulary that the model was made with; for a preset, leave model.vocabularySize out."
    case .otherStart: "Take a model whose decoder_start_token_id is 0, as it is in every published T5."
    case .turnsOfEncoderDecoder: "Leave the turns out: see Documentation/Decoders.md."
    case .turnsTooLong: "Raise packing.inputLength, or write shorter markers."
    case .onlyOfDecoders: "Leave it out, or take another folder: see Documentation/Decoders.md."
    case .tooLarge(_, _, _, let fitting) where !fitting.isEmpty:
      "What would fit: \(fitting.joined(separator: ", or "))."
    case .tooLarge, .weightsTooLarge: "Choose a smaller model, or a machine with more memory."
    }
  }

  private static func size(_ bytes: Double) -> String {
    bytes < 0x1p30 ? "\(Int(bytes / 0x1p20)) MiB" : "\((bytes / 0x1p30 * 10).rounded() / 10) GiB"
  }
}
