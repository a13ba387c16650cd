/// A text of worked examples with chains of thought, as BIG-Bench Hard and the prompts of MMLU have them.
///
/// What stands above a line of hyphens, such as a canary, is no part of it. A description comes first, then
/// blocks that begin with `Q: ` after a blank line. In a block the answer begins at the last line that starts
/// with `A:`; the phrase "Let's think step by step." opens its reasons, and what follows the last `answer is`
/// is the answer.
struct PromptBlocks: Equatable {
  /// One worked example.
  struct Block: Equatable {
    var question: String
    var rationale: String
    var answer: String
  }

  /// A block that cannot be read.
  struct Problem: Error, Equatable {
    /// The number of the block, from 1; 0 where there is none at all.
    let block: Int
    let problem: String
  }

  private(set) var description: String
  private(set) var blocks: [Block]

  private static let phrase = "Let's think step by step."

  init(_ text: String) throws(Problem) {
    let text = text.replacing("\r\n", with: "\n")
    let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
    let rule = lines.firstIndex { $0.count >= 5 && $0.allSatisfy { $0 == "-" } }
    let body = lines[(rule.map { $0 + 1 } ?? 0)...].joined(separator: "\n")
    let parts = Self.parts(of: body)
    description = PlainText.stripped(parts[0])
    blocks = []
    for (number, part) in parts.dropFirst().enumerated() {
      blocks.append(try Self.block(part, number: number + 1))
    }
    if blocks.isEmpty { throw Problem(block: 0, problem: "holds no block that begins with 'Q: '") }
  }

  /// The text before the first `Q: ` that begins a paragraph, then what follows each.
  private static func parts(of body: String) -> [String] {
    ("\n\n" + body).components(separatedBy: "\n\nQ: ")
  }

  /// A block without its `Q: `.
  ///
  /// A question may have lines of its own; a blank line within a block belongs to the answer's reasons.
  private static func block(_ text: String, number: Int) throws(Problem) -> Block {
    guard let mark = text.range(of: "\nA:") else {
      throw Problem(block: number, problem: "has no line that begins with 'A:'")
    }
    var rationale = PlainText.stripped(text[mark.upperBound...])
    if rationale.hasPrefix(phrase) {
      rationale = PlainText.stripped(rationale.dropFirst(phrase.count))
    }
    guard let tail = PlainText.afterLast("answer is", in: rationale) else {
      throw Problem(block: number, problem: "has an answer without the words 'answer is'")
    }
    return Block(
      question: PlainText.stripped(text[..<mark.lowerBound]), rationale: rationale,
      answer: PlainText.droppingLast(PlainText.stripped(tail), ifIn: "."))
  }
}
