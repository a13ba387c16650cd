/// The widths that the columns of a table get on a page.
///
/// Texts are cut before columns go, the longest first and none below `leastText`; numbers are shown whole or not at all. The
/// first column, which says what a row is about, always stays.
struct TableFit {
  /// What stands behind the titles where columns are left out.
  static let sign = "  …"
  /// Columns of a text that is cut as long as there are other columns that could go.
  private static let leastText = 16
  private static let gap = 2

  /// The widths of the columns that are shown: the first ones of the table.
  let widths: [Int]
  /// Whether that is all of them.
  let isWhole: Bool

  /// The width of the table without its sign.
  var total: Int { Self.total(widths) }

  /// Widths for a page.
  /// - Parameters:
  ///   - natural: the columns' widths where there is room for all.
  ///   - isText: which columns may be cut.
  ///   - room: the columns of the page; `nil` is any.
  init(_ natural: [Int], isText: [Bool], room: Int?) {
    guard let room, Self.total(natural) > room, !natural.isEmpty else {
      (widths, isWhole) = (natural, true)
      return
    }
    for count in stride(from: natural.count, to: 0, by: -1) {
      let isAll = count == natural.count
      let least = count > 1 ? Self.leastText : 1
      let space = room - (isAll ? 0 : Self.sign.count)
      if let found = Self.cut(Array(natural.prefix(count)), isText, to: space, least: least) {
        (widths, isWhole) = (found, isAll)
        return
      }
    }
    // A first column of numbers, or no room at all.
    (widths, isWhole) = ([max(1, min(natural[0], room - Self.sign.count))], natural.count == 1)
  }

  private static func total(_ widths: [Int]) -> Int {
    widths.reduce(0, +) + gap * max(0, widths.count - 1)
  }

  /// The widths with texts cut to fit; `nil` where that is not enough.
  private static func cut(_ natural: [Int], _ isText: [Bool], to room: Int, least: Int) -> [Int]? {
    var widths = natural
    var excess = total(widths) - room
    while excess > 0 {
      let texts = widths.indices.filter { isText[$0] && widths[$0] > least }
      guard let widest = texts.max(by: { widths[$0] < widths[$1] }) else { return nil }
      widths[widest] -= 1
      excess -= 1
    }
    return widths
  }
}
