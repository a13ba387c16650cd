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
  /// The id that ends every input and target.
  package let endID: Int32
  /// The ids at any of which an answer ends.
  package let answerEndIDs: [Int32]

  /// What the folder holds and the model does not use, in words.
  package let notes: [String]

  /// How the weights are kept.
  package var weights: WeightFormat { parameters.format }

  /// Opens a Hugging Face model folder and reads its weights.
  /// - Parameter weights: what they are rounded to.
  /// - Throws: any `UserError` about the folder.
  package init(folder: String, runtime: any Runtime, weights: WeightFormat = .float32) throws {
    self.folder = folder
    self.runtime = runtime
    // An adapter is computed beside its base model as in training; rounded weights are those of the two together.
    let found = try OpenedModel(folder: folder, cache: CacheSettings().hashes)
    var opened = weights == .float32 ? found : found.whole
    notes = opened.notes
    let vocabulary = ModelVocabulary.isIn(folder) ? folder : opened.baseFolder
    tokenizer = ModelVocabulary.isIn(vocabulary) ? try ModelVocabulary.open(vocabulary) : nil
    if let tokenizer {
      try opened.requireRows(for: tokenizer)
      opened.begin(with: tokenizer.startIDs.first)
    }
    model = opened.model
    endID = tokenizer?.endOfSequenceID ?? Int32(truncatingIfNeeded: opened.configuration.endTokenID)
    let further = opened.configuration.furtherEndIDs.map { Int32(truncatingIfNeeded: $0) }
    answerEndIDs = [endID] + (tokenizer?.answerEndIDs.dropFirst().map { $0 } ?? further)
    parameters = try opened.parameters(on: runtime)
    parameters.round(to: weights, runtime: runtime)
  }

  /// The number of ids that mean something: the vocabulary's, or all rows of the embedding where there is no
  /// tokenizer.
  package var candidates: Int { tokenizer?.vocabularySize ?? model.vocabularySize }

  /// The tokenizer that text needs.
  /// - Throws: what opening the vocabulary of the folder throws where there is none.
  package func requireTokenizer() throws -> any Tokenizer {
    try tokenizer ?? ModelVocabulary.open(folder)
  }

  /// The ids of a text, with the end-of-sequence id.
  /// - Throws: an error about the folder where it has no tokenizer.
  package func ids(of text: String) throws -> [Int32] {
    try requireTokenizer().encode(text) + [endID]
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
  ///   - text: the member with text, which gets the end-of-sequence id.
  ///   - numbers: the member with ids, which are taken as they are.
  /// - Returns: the text, where it is one, and the ids.
  /// - Throws: `JSONError`, or an error about the folder where there is text but no tokenizer.
  package func tokens(of line: JSONObject, text: String, numbers: String) throws -> (
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
    return (string, try ids(of: string))
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
