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
