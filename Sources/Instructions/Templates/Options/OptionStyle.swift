import Diagnostics

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

  /// What is answered instead of `answer`: the name of its option where the style numbers them, else the
  /// same.
  func answer(_ answer: String, of options: [String]) -> String {
    guard let index = options.firstIndex(of: answer) else { return answer }
    return marker.name(index) ?? answer
  }

  /// The answers that count as right: for each reference the name of its option, then its text where no other
  /// option goes by that text.
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

/// The ways in which options are written: one fixed, and lists that the random ones are put together from.
package struct OptionStyles: Sendable {
  /// The fixed style.
  package let fixed: OptionStyle
  /// What may stand before the options.
  package let starts: [String]
  /// What may stand before each.
  package let markers: [OptionMarker]
  /// What may stand after each.
  package let ends: [String]

  /// Styles from lists, of which none is empty.
  init(fixed: OptionStyle, starts: [String], markers: [OptionMarker], ends: [String]) {
    self.fixed = fixed
    self.starts = starts
    self.markers = markers
    self.ends = ends
  }

  /// The fixed style alone: "OPTIONS:", then "- option" lines.
  static let plain: OptionStyles? = (try? OptionMarker("-", at: SourceLocation(file: "options"))).map {
    let fixed = OptionStyle(start: "OPTIONS:", marker: $0, end: "")
    return OptionStyles(fixed: fixed, starts: [fixed.start], markers: [fixed.marker], ends: [fixed.end])
  }

  /// A style of the lists, each part drawn by one word.
  func random(_ words: SIMD4<UInt32>) -> OptionStyle {
    OptionStyle(
      start: starts[words.x.scaled(below: starts.count)],
      marker: markers[words.y.scaled(below: markers.count)],
      end: ends[words.z.scaled(below: ends.count)])
  }
}

/// How the answers to choose from are shown.
package struct OptionConfiguration: Sendable, Equatable {
  /// Which style they are written in.
  package enum Style: String, Sendable, Codable, CaseIterable {
    /// "OPTIONS:", then "- option" lines; the target is the option's text.
    case fixed
    /// Another start, marker and end for each example; where the marker counts, the target is the marker.
    case random
  }

  /// The share of prompts that show them, of instances that have any; 0 to 1.
  package var shown: Double
  /// The style.
  package var style: Style

  /// A choice; a share outside 0 to 1 is taken as the nearest inside.
  package init(shown: Double = 0.5, style: Style = .random) {
    self.shown = shown.isNaN ? 0 : min(max(shown, 0), 1)
    self.style = style
  }
}
