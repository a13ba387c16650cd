import Diagnostics
import JSON
import Storage

extension ModelConfiguration {
  /// Lets sequences end with another id. What ended a decoder's answers before still does: its family may end turns and texts with
  /// tokens of their own. Targets of an encoder-decoder have one end, whatever its `config.json` says.
  package mutating func end(with id: Int) {
    let ends = isDecoderOnly ? [endTokenID] + furtherEndIDs : furtherEndIDs
    endTokenID = id
    furtherEndIDs = ends.filter { $0 != id }
  }

  /// Takes the ends of answers from a folder's `generation_config.json`, where it has any.
  ///
  /// The first id of `config.json` stays the end of sequence, which training appends.
  /// - Throws: `FileError`, `JSONError` for what is no token of the vocabulary.
  package mutating func readEnds(ofFolder folder: String) throws {
    let path = "\(folder)/\(ModelFolder.generationName)"
    guard FileStatus(path, followingLinks: true) != nil,
      let field = try JSONDocument.read(path, what: "generation configuration").object()["eos_token_id"],
      !field.isNull
    else { return }
    let ids = try ConfigurationValue.tokenIDs(field, vocabularySize)
    furtherEndIDs = ids.filter { $0 != endTokenID }
  }
}

extension ConfigurationValue {
  /// Token ids, one or several.
  static func tokenIDs(_ field: JSONField, _ vocabularySize: Int) throws(JSONError) -> [Int] {
    guard case .array = field.node.content else { return [try tokenID(field, vocabularySize)] }
    let fields = try field.array()
    if fields.isEmpty { throw field.invalid("[]", mustBe: "at least one token") }
    return try fields.map { field throws(JSONError) in try tokenID(field, vocabularySize) }
  }
}
