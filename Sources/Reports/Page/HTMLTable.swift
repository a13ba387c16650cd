import Evaluation
import Text

/// A table in a box that scrolls on a narrow screen, its first column standing still.
struct HTMLTable {
  /// A cell.
  struct Cell {
    let text: String
    var style = ""
    /// A share from 0 to 1 that colors the ground.
    var heat: Double?

    /// Text.
    static func text(_ text: String) -> Cell { Cell(text: text) }
    /// A number.
    static func number(_ text: String) -> Cell { Cell(text: text, style: "number") }
    /// A step, whose digits stay together in a table that may break other text.
    static func step(_ step: Int) -> Cell { Cell(text: NumberText.grouped(step), style: "step") }
    /// A score from 0 to 1, on a ground that is the stronger the higher it is.
    static func score(_ value: Double?) -> Cell {
      Cell(text: NumberText.score(value), style: "number", heat: value)
    }

    fileprivate var html: String {
      let classes = [style, heat == nil ? "" : "heat"].filter { !$0.isEmpty }.joined(separator: " ")
      let ground = heat.map { " style=\"--h:\(NumberText.fixed(max(0, min(1, $0)) * 0.4, 3))\"" } ?? ""
      return "<td\(classes.isEmpty ? "" : " class=\"\(classes)\"")\(ground)>\(HTMLText.escaped(text))</td>"
    }
  }

  /// The titles; those from `numbersFrom` on stand over numbers.
  let header: [String]
  var numbersFrom = Int.max
  /// Whether long text may take several lines.
  var isWide = false
  private var rows: [String] = []

  init(_ header: [String], numbersFrom: Int = Int.max, isWide: Bool = false) {
    self.header = header
    self.numbersFrom = numbersFrom
    self.isWide = isWide
  }

  /// Adds a row.
  /// - Parameter isSum: whether it stands under a rule.
  mutating func add(_ cells: [Cell], isSum: Bool = false) {
    rows.append("<tr\(isSum ? " class=\"sum\"" : "")>\(cells.map(\.html).joined())</tr>")
  }

  /// The table; nothing without rows.
  func html() -> String {
    if rows.isEmpty { return "" }
    let head = header.enumerated().map { index, title in
      "<th\(index < numbersFrom ? "" : " class=\"number\"")>\(HTMLText.escaped(title))</th>"
    }
    return """
      <div class="scroll"><table\(isWide ? " class=\"wide\"" : "")><thead><tr>\(head.joined())</tr></thead>
      <tbody>\(rows.joined(separator: "\n"))</tbody></table></div>

      """
  }
}

/// Text for HTML.
enum HTMLText {
  /// `step 2,450` on one line.
  static func step(_ step: Int) -> String { "<span class=\"step\">step \(NumberText.grouped(step))</span>" }

  /// `text` with everything that HTML would read as markup replaced.
  static func escaped(_ text: String) -> String {
    var result = ""
    for character in text.unicodeScalars {
      switch character {
      case "&": result += "&amp;"
      case "<": result += "&lt;"
      case ">": result += "&gt;"
      case "\"": result += "&quot;"
      case "'": result += "&#39;"
      case "\t", "\n", "\r": result.unicodeScalars.append(character)
      case "\u{00}"..."\u{1F}", "\u{7F}": result += "\u{FFFD}"
      default: result.unicodeScalars.append(character)
      }
    }
    return result
  }
}

/// One question with the reference and the answers of one or several runs.
enum AnswerCard {
  /// The card.
  /// - Parameter answers: each with the run's name, where there are several.
  static func html(_ sample: EvaluationSample, answers: [(name: String?, sample: EvaluationSample)]) -> String
  {
    let badge = answers.count == 1 ? AnswerCard.badge(answers[0].sample) : ""
    let said = answers.map { name, sample in
      "<dt>\(name.map { "\(HTMLText.escaped($0)) \(AnswerCard.badge(sample))" } ?? "answer")</dt>"
        + "<dd>\(pre(sample.answer))</dd>"
    }
    return """
      <div class="card"><header><b>\(HTMLText.escaped(sample.task))</b>\(badge)</header>
      <p class="soft">\(sample.format.rawValue)</p>
      <dl><dd class="prompt">\(pre(sample.prompt))</dd><dt>reference</dt><dd>\(pre(sample.reference))</dd>\(said.joined())</dl></div>

      """
  }

  private static func badge(_ sample: EvaluationSample) -> String {
    let word = sample.isCorrect ? "right" : "wrong"
    return "<span class=\"badge \(word)\">\(word)</span>"
  }

  private static func pre(_ text: String) -> String { "<pre>\(HTMLText.escaped(text))</pre>" }
}
