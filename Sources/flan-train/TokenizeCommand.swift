import ArgumentParser
import Diagnostics
import Foundation
import Setup
import Tokenization

/// `tokenize`: text to ids and back, and what a vocabulary cannot carry.
struct TokenizeCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "tokenize",
    abstract: "Turns lines of text into JSON arrays of ids, or back; counts what a vocabulary loses.",
    usage: "flan-train tokenize [<options>] <vocabulary> [<files> ...]",
    discussion: """
      Ids are without the end-of-sequence id that training adds. Text is UTF-8; line ends are no part of it.

      A model folder's vocabulary is its spiece.model or, where it has none, its tokenizer.json or tokenizer.model.

      Special tokens of a byte-pair vocabulary, such as <|im_start|>, are text like any other where their names stand in a \
      line, as in training; with --special the names stand for the tokens, and --decode shows them.

      With --turns chatml lines are prompts: their ids are those of a turn as a decoder reads it before it answers.

      With --loss, a table for each file tells what does not come back from its ids: line ends, runs of spaces, leading \
      and trailing white space, characters that become unknown or are changed by normalization, with counts and the \
      most frequent characters.

      Examples:

        echo 'Let us think.' | flan-train tokenize Data/Vocabulary/spiece.model
        echo '[71, 5]' | flan-train tokenize runs/flan-small --decode
        flan-train tokenize models/flan-t5-small/tokenizer.json notes.txt --pieces
        flan-train tokenize models/flan-t5-small --loss corpus/*.txt --json
      """)

  @Argument(
    help: "A vocabulary file, a model or run folder, or 'bytes'.", completion: Candidates.vocabulary)
  var vocabulary: String

  @Argument(help: "Text files; standard input without any.", completion: .file())
  var files: [String] = []

  @Flag(help: "Lines are JSON arrays of ids; print their text.")
  var decode = false

  @Flag(help: "Print pieces instead of ids.")
  var pieces = false

  @OptionGroup var turns: TurnArguments

  @Flag(help: "Take names of special tokens for the tokens; show them with --decode.")
  var special = false

  @Flag(help: "Tell what the vocabulary cannot carry of each file.")
  var loss = false

  @Flag(help: "With --loss: one JSON object a file.")
  var json = false

  func validate() throws {
    if decode, pieces { throw ValidationError("--decode and --pieces exclude each other") }
    if loss, decode || pieces || special {
      throw ValidationError("--loss excludes --decode, --pieces and --special")
    }
    if turns.turns != nil, decode || special || loss {
      throw ValidationError("--turns excludes --decode, --special and --loss")
    }
    if json, !loss { throw ValidationError("--json goes with --loss") }
  }

  func run() throws {
    try Outcome.of {
      let tokenizer = try ModelVocabulary.open(vocabulary, turns: turns.markers())
      let texts = files.isEmpty ? [TextLines(path: nil)] : files.map(TextLines.init(path:))
      for text in texts {
        if loss {
          let loss = try VocabularyLossMeter.measure(text, with: tokenizer)
          try Outcome.printResult(json ? loss.json(file: text.name) : loss.table(named: text.name))
        } else {
          try convert(text, tokenizer)
        }
      }
    }
  }

  private func ids(of text: String, _ tokenizer: any Tokenizer) -> [Int32] {
    if turns.turns != nil { return tokenizer.startIDs + tokenizer.prompt(text).dropLast() }
    return special ? tokenizer.encodeMarked(text) : tokenizer.encode(text)
  }

  private func convert(_ text: TextLines, _ tokenizer: any Tokenizer) throws {
    var output = ResultBuffer()
    var pieceLine = PieceLine(tokenizer)
    do {
      try text.forEach(beforeReading: { try output.flush() }) { line in
        if decode {
          let ids = try IDLine.ids(in: line.bytes, file: text.name, number: line.number)
          output.bytes.append(
            contentsOf: (special ? tokenizer.decodeMarked(ids) : tokenizer.decode(ids)).utf8)
        } else {
          let content = try line.text(of: text.name)
          let ids = ids(of: content, tokenizer)
          if pieces {
            try pieceLine.append(ids, to: &output.bytes)
          } else {
            IDLine.append(ids, to: &output.bytes)
          }
        }
        try output.endLine()
      }
    } catch {
      // What was right before the line that is wrong.
      try output.flush()
      throw error
    }
    try output.flush()
  }
}
