import ArgumentParser
import Diagnostics
import Foundation
import PositionedJSON
import Tokenization
import Training

/// `tokenize`: text to ids and back.
struct TokenizeCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "tokenize",
    abstract: "Turns lines of text into JSON arrays of ids, or back.",
    discussion: """
      Ids are without the end-of-sequence id that training adds.

      Examples:

        echo 'Let us think.' | flan-train tokenize Data/Vocabulary/spiece.model
        echo '[71, 5]' | flan-train tokenize runs/flan-small --decode
      """)

  @Argument(help: "A vocabulary file, a model or run folder, or 'bytes'.")
  var vocabulary: String

  @Flag(help: "Lines are JSON arrays of ids; print their text.")
  var decode = false

  @Flag(help: "Print pieces instead of ids.")
  var pieces = false

  func validate() throws {
    if decode, pieces { throw ValidationError("--decode and --pieces exclude each other") }
  }

  func run() throws {
    try Outcome.of {
      let tokenizer = try ModelVocabulary.open(vocabulary)
      let encoder = JSONEncoder()
      encoder.outputFormatting = [.withoutEscapingSlashes]
      var number = 0
      while let line = readLine() {
        number += 1
        if decode {
          try Outcome.printResult(tokenizer.decode(try ids(line, number: number)))
        } else {
          let ids = tokenizer.encode(line)
          let data =
            try pieces ? encoder.encode(ids.map { tokenizer.piece(of: $0) ?? "" }) : encoder.encode(ids)
          try Outcome.printResult(String(decoding: data, as: UTF8.self))
        }
      }
    }
  }

  private func ids(_ line: String, number: Int) throws -> [Int32] {
    let fields = try JSONDocument.parse(line.utf8, file: "standard input", firstLine: number).array()
    return try fields.map { field in
      let id = try field.integer()
      guard let id = Int32(exactly: id) else { throw field.invalid(id, mustBe: "an id of the vocabulary") }
      return id
    }
  }
}
