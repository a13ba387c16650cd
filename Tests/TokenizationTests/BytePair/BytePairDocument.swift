import Foundation

@testable import Tokenization

/// A small `tokenizer.json` of a byte-pair vocabulary, of which parts can be others.
struct BytePairDocument {
  var added = #"[{"id":0,"content":"<e>","special":true}]"#
  var normalizer = "null"
  var preTokenizer = #"{"type":"ByteLevel","add_prefix_space":false}"#
  var postProcessor = "null"
  var decoder = #"{"type":"ByteLevel"}"#
  var model = #""type":"BPE""#
  var vocabulary = #""<e>":0,"a":1,"b":2,"Ġ":3,"ab":4,"Ġab":5"#
  var merges = #""a b","Ġ ab""#
  var further = ""

  var data: Data {
    Data(
      """
      {"version":"1.0","added_tokens":\(added),"normalizer":\(normalizer),"pre_tokenizer":\(preTokenizer),
       "post_processor":\(postProcessor),"decoder":\(decoder),\(further)
       "model":{\(model),"vocab":{\(vocabulary)},"merges":[\(merges)]}}
      """.utf8)
  }

  /// Writes the file, with others beside it, and opens the folder.
  func open(_ others: [String: String] = ["config.json": #"{"eos_token_id":0}"#]) throws -> BytePairTokenizer
  {
    let folder = FileManager.default.temporaryDirectory.appendingPathComponent("BytePair-\(UUID())")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    try data.write(to: folder.appendingPathComponent("tokenizer.json"))
    for (name, text) in others { try Data(text.utf8).write(to: folder.appendingPathComponent(name)) }
    return try BytePairTokenizer(tokenizerJSON: folder.appendingPathComponent("tokenizer.json").path)
  }
}
