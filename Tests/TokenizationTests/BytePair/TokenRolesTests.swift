import Diagnostics
import Foundation
import Testing

@testable import Tokenization

/// Which tokens begin, end and fill sequences, by what the folder's files say.
@Suite struct TokenRolesTests {
  private static let document: BytePairDocument = {
    var document = BytePairDocument()
    document.added = #"[{"id":0,"content":"<e>","special":true},{"id":6,"content":"<s>","special":true}]"#
    return document
  }()

  private static let template =
    #"{"type":"TemplateProcessing","single":[{"SpecialToken":{"id":"<s>","type_id":0}},{"Sequence":{"id":"A","type_id":0}}],"#
    + #""pair":[],"special_tokens":{"<s>":{"id":"<s>","ids":[6],"tokens":["<s>"]}}}"#

  @Test(
    arguments: [
      (["tokenizer_config.json": #"{"eos_token":"<s>"}"#, "config.json": #"{"eos_token_id":0}"#], 6, 6),
      (["tokenizer_config.json": #"{"eos_token":{"content":"<s>","lstrip":false}}"#], 6, 6),
      (
        [
          "tokenizer_config.json": #"{"eos_token":null}"#, "special_tokens_map.json": #"{"eos_token":"<s>"}"#,
        ], 6, 6
      ),
      (["generation_config.json": #"{"eos_token_id":[6,0]}"#, "config.json": #"{"eos_token_id":1}"#], 6, 6),
      (["config.json": #"{"eos_token_id":0,"pad_token_id":2}"#], 0, 2),
      (
        [
          "config.json": #"{"eos_token_id":0,"pad_token_id":2}"#,
          "tokenizer_config.json": #"{"pad_token":"b"}"#,
        ], 0, 2
      ),
    ] as [([String: String], Int32, Int32)])
  func `files say it in an order`(files: [String: String], end: Int32, pad: Int32) throws {
    let tokenizer = try Self.document.open(files)
    #expect(tokenizer.endOfSequenceID == end && tokenizer.padID == pad)
    let kept = files.keys.filter { $0 != "config.json" && $0 != "generation_config.json" }
    #expect(Set(tokenizer.files.map(\.name)) == Set(kept + ["tokenizer.json"]))
  }

  @Test func `a usual name is enough`() throws {
    var document = BytePairDocument()
    document.added = #"[{"id":6,"content":"<|endoftext|>","special":true}]"#
    #expect(try document.open([:]).endOfSequenceID == 6)
    let error = #expect(throws: TokenizerError.self) { try BytePairDocument().open([:]) }
    #expect(error?.description.contains("no file says which token ends a sequence") == true)
  }

  @Test(
    arguments: [
      ("{}", [6]), (#"{"add_bos_token":false,"bos_token":"<s>"}"#, []),
      (#"{"add_bos_token":true,"bos_token":"<s>"}"#, [6]),
    ] as [(String, [Int32])])
  func `the template's start stands before texts unless it is told otherwise`(
    description: String, starts: [Int32]
  ) throws {
    var document = Self.document
    document.postProcessor = Self.template
    let files = ["tokenizer_config.json": description, "config.json": #"{"eos_token_id":0}"#]
    #expect(try document.open(files).startIDs == starts)
    document.postProcessor = "null"
    #expect(try document.open(files).startIDs == (description.contains("true") ? [6] : []))
  }

  @Test(arguments: [
    (["tokenizer_config.json": #"{"eos_token":"<z>"}"#], "eos_token"),
    (["config.json": #"{"eos_token_id":77}"#], "eos_token_id"),
    (
      ["config.json": #"{"eos_token_id":0}"#, "tokenizer_config.json": #"{"pad_token":"[PAD]"}"#], "pad_token"
    ),
    (
      ["config.json": #"{"eos_token_id":0}"#, "tokenizer_config.json": #"{"add_bos_token":true}"#],
      "add_bos_token"
    ),
  ])
  func `a token that is none is refused`(files: [String: String], field: String) throws {
    do {
      _ = try Self.document.open(files)
      Issue.record("it opened")
    } catch let error as any UserError {
      #expect(error.location?.field == field && error.category == .data, "\(error.description)")
    }
  }
}
