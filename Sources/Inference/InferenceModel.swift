import Autograd
import Checkpoints
import Diagnostics
import JSON
import Models
import Recipes
import Setup
import Tokenization

/// A model folder opened for inference: the model with its weights, and its tokenizer where the folder has
/// one.
///
/// Token ids need no tokenizer, so a folder without one serves those who give ids.
package final class InferenceModel {
  /// The folder's path.
  package let folder: String
  package let model: any LanguageModel
  package let parameters: ParameterStore
  package let runtime: any Runtime
  /// The folder's tokenizer; `nil` where the folder holds none.
  package let tokenizer: (any Tokenizer)?
  /// What the folder holds and the model does not use, in words.
  package let notes: [String]

  /// How the weights are kept.
  package var weights: WeightFormat { parameters.format }

  /// Opens a Hugging Face model folder and reads its weights.
  /// - Parameters:
  ///   - weights: what they are rounded to.
  ///   - turns: what is written around prompts; `nil` for what the folder tells.
  /// - Throws: any `UserError` about the folder.
  package init(
    folder: String, runtime: any Runtime, weights: WeightFormat = .float32, turns: TurnFormat? = nil
  ) throws {
    self.folder = folder
    self.runtime = runtime
    // An adapter is computed beside its base model as in training; rounded weights are those of the two together.
    let found = try OpenedModel(folder: folder, cache: CacheSettings().hashes)
    var opened = weights == .float32 ? found : found.whole
    let vocabulary = ModelVocabulary.isIn(folder) ? folder : opened.baseFolder
    tokenizer =
      ModelVocabulary.isIn(vocabulary)
      ? try opened.adopt(ModelVocabulary.open(vocabulary, turns: turns)) : nil
    notes = opened.notes + ((tokenizer as? TurnTokenizer)?.notes ?? [])
    model = opened.model
    parameters = try opened.parameters(on: runtime)
    try parameters.round(to: weights, runtime: runtime)
  }

  /// The number of ids that mean something: the vocabulary's, or all rows of the embedding where there is no
  /// tokenizer.
  package var candidates: Int { tokenizer?.vocabularySize ?? model.vocabularySize }

  /// The tokenizer that text needs.
  /// - Throws: what opening the vocabulary of the folder throws where there is none.
  package func requireTokenizer() throws -> any Tokenizer {
    try tokenizer ?? ModelVocabulary.open(folder)
  }

  /// What a text is to the model.
  package enum Part {
    case prompt
    /// What follows a prompt.
    case target(after: String)
  }

  /// The ids of a text as the model reads or writes it, with the end-of-sequence id.
  /// - Throws: an error about the folder where it has no tokenizer.
  package func ids(of part: Part, _ text: String) throws -> [Int32] {
    let tokenizer = try requireTokenizer()
    return switch part {
    case .prompt: tokenizer.prompt(text)
    case .target(let prompt): tokenizer.target(text, after: prompt)
    }
  }

  /// The ids of a JSON array, which must all have a row in the model's embedding.
  /// - Throws: `JSONError`.
  package func ids(_ field: JSONField) throws -> [Int32] {
    let rows = model.vocabularySize
    return try field.array().map { field in
      let id = try field.integer()
      guard (0..<rows).contains(id) else {
        throw field.invalid(id, mustBe: "an id of the model's vocabulary, from 0 to \(rows - 1)")
      }
      return Int32(truncatingIfNeeded: id)
    }
  }

  /// The ids that a line of input gives as text or as numbers.
  /// - Parameters:
  ///   - text: the member with text, which gets the end-of-sequence id, and as a prompt the markers of its turn.
  ///   - numbers: the member with ids, which are taken as they are.
  /// - Returns: the text, where it is one, and the ids.
  /// - Throws: `JSONError`, or an error about the folder where there is text but no tokenizer.
  package func tokens(of part: Part, _ line: JSONObject, text: String, numbers: String) throws -> (
    text: String?, ids: [Int32]
  ) {
    if let field = line[numbers] {
      if line[text] != nil {
        throw field.invalid("beside '\(text)'", mustBe: "alone: a line gives text or ids")
      }
      return (nil, try ids(field))
    }
    guard let field = line[text] else {
      throw JSONError.missingKey(location: line.field.location, key: text, present: line.keys)
    }
    let string = try field.string()
    return (string, try ids(of: part, string))
  }
}

extension OpenedModel {
  /// The model's parameters with its weights, to be asked.
  /// - Throws: `ModelSetupError.weightsTooLarge` before any is read, and what reading them throws.
  package func parameters(on runtime: any Runtime) throws -> ParameterStore {
    try ModelSetupError.requireRoom(for: model)
    let parameters = ParameterStore(model.parameters, runtime: runtime)
    try load(into: parameters)
    return parameters
  }
}
