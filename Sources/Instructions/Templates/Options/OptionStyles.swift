import Diagnostics

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
