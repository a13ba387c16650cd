/// One way to write down the answers to choose from.
package struct OptionStyle: Sendable, Hashable {
  /// What stands before them; may be empty.
  package let start: String
  /// What stands before each.
  package let marker: OptionMarker
  /// What stands after each; may be empty.
  package let end: String

  /// A short name, for provenance: `OPTIONS: ({A}) ;`.
  package var name: String { [start, marker.source, end].filter { !$0.isEmpty }.joined(separator: " ") }

  /// Whether an answer is the option's marker instead of its text.
  package var isEnumerated: Bool { marker.numbering != nil }

  /// The options on lines of their own, the line before them ended.
  func block(_ options: [String]) -> String {
    var text = ""
    if !start.isEmpty {
      text += "\n"
      text += start
    }
    for (index, option) in options.enumerated() {
      text += "\n"
      text += marker.text(index)
      text += " "
      text += option
      text += end
    }
    return text
  }

  /// What is answered instead of `answer`: the name of its option where the style numbers them, else the same.
  func answer(_ answer: String, of options: [String]) -> String {
    guard let index = options.firstIndex(of: answer) else { return answer }
    return marker.name(index) ?? answer
  }

  /// The answers that count as right: for each reference the name of its option, then its text where no other option
  /// goes by that text.
  func references(_ references: [String], of options: [String]) -> [String] {
    guard isEnumerated else { return references }
    let names = options.indices.map { marker.name($0) }
    var accepted: [String] = []
    for reference in references {
      let place = options.firstIndex(of: reference)
      if let place, let name = names[place] { accepted.append(name) }
    }
    for reference in references {
      let place = options.firstIndex(of: reference)
      let isTaken = names.enumerated().contains { $0.offset != place && $0.element == reference }
      let isRepeated = place.map { options[($0 + 1)...].contains(reference) } ?? false
      if !isTaken, !isRepeated, !accepted.contains(reference) { accepted.append(reference) }
    }
    return accepted
  }
}
